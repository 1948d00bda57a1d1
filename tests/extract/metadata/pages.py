"""Small pages made for the tests of metadata."""

import json
from datetime import UTC, datetime

import lxml.html

from crawler.extract.metadata import Metadata, read_metadata
from crawler.items import Page
from crawler.profiles.model import SiteProfile

URL = "https://www.harbour-post.example/news/ferries-return"
GENERIC = SiteProfile(name="generic", lineage=("generic",))


def page_at(url: str = URL, headers: tuple[tuple[str, str], ...] = ()) -> Page:
    return Page(url, url, 200, headers, b"", datetime(2026, 11, 1, tzinfo=UTC))


def metadata_of(
    html: str, url: str = URL, profile: SiteProfile = GENERIC, headers: tuple[tuple[str, str], ...] = ()
) -> Metadata:
    return read_metadata(lxml.html.document_fromstring(html), page_at(url, headers), profile)


def with_jsonld(value: object, body: str = "<h1>Ferries return to the old harbour</h1>", lang: str = "en") -> str:
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    return f'<html lang="{lang}"><head>{script}</head><body>{body}</body></html>'
