"""Imported in the server that workers are forked from, and nowhere else: reads a page, so no worker has to warm up.

What extraction loads at its first page (trafilatura, language model, bundled profiles) takes a second, and 70 MB.
Here it is loaded once and shared; in each worker it would be paid for again, within the time that a page may take.
"""

import gc
from contextlib import suppress
from datetime import UTC, datetime

from lxml.html import fromstring

from crawler.extract.memory import NO_MEMORY
from crawler.extract.vote import trafilatura_text
from crawler.items import Page
from crawler.profiles import profile_for_site
from crawler.run.reading import read_page

# As a paper's page is, or it would be turned away before a language is asked for, and the model stay unloaded.
PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Ferry leaves late</title><meta property="og:type" content="article"></head><body>
<article><h1>Ferry leaves late</h1>
<p>The ferry to the island left the harbour an hour late on Monday, and nobody on board seemed to mind at all.</p>
<p>Its captain said that fog had closed the channel since dawn, and that no boat would leave before it had lifted.</p>
<p>On the quay the market went on as usual, with fish, bread and flowers, and with a band that played until noon.</p>
<p>Passengers who could not wait were given their money back, the company said, and a cup of tea from the galley.</p>
<p>By the evening all boats were on time again, and the lighthouse keeper had switched his horn off for the night.</p>
</article></body></html>"""
URL = "https://daily.example/2026/03/04/ferry-leaves-late/"

_page = Page(
    url=URL,
    requested_url=URL,
    status=200,
    headers=(("content-type", "text/html; charset=utf-8"),),
    body=PAGE.encode(),
    fetched_at=datetime(2026, 3, 4, 7, 0, tzinfo=UTC),
)
# The language model comes by way of a temporary file. Where there is no room for it, the first page will say so.
with suppress(OSError):
    trafilatura_text(fromstring(PAGE))  # the page alone leaves no doubt, so it would not be asked
    reading = read_page(_page, profile_for_site(URL), NO_MEMORY, links_depth=0)

# A page makes many small things and few cycles: looked for as often as Python does by itself, they take an eighth of
# the time that reading it takes. What was imported stays for good, and shared.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
