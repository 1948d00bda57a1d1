"""Imported in the server that workers are forked from, and nowhere else: reads a page, so no worker has to warm up.

What extraction loads at its first page (trafilatura, the language model, the bundled profiles) takes a second. Here it
is loaded once and shared; in each worker it would be paid for again, within the time that a page may take.
"""

import gc
from datetime import UTC, datetime

from crawler.extract import NO_MEMORY
from crawler.items import Page
from crawler.profiles import profile_for_site
from crawler.run.reading import read_page

PARAGRAPH = (
    "<p>The ferry to the island left the harbour an hour late on Monday, and nobody on board seemed to mind.</p>"
)
URL = "https://daily.example/2026/03/04/ferry-leaves-late/"

_page = Page(
    url=URL,
    requested_url=URL,
    status=200,
    headers=(("content-type", "text/html; charset=utf-8"),),
    body=f"<html><title>Ferry leaves late</title><article><h1>Ferry leaves late</h1>{PARAGRAPH * 5}</article>".encode(),
    fetched_at=datetime(2026, 3, 4, 7, 0, tzinfo=UTC),
)
read_page(_page, profile_for_site(URL), NO_MEMORY, follow=True)

# A page makes many small things and few cycles: looked for as often as Python does by itself, they take an eighth of
# the time that reading it takes. What was imported stays for good, and shared.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
