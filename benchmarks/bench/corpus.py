"""Pages of the corpus, as a server would send them."""

import json
from datetime import UTC, datetime
from pathlib import Path

from crawler.items import Page

HEADERS = (("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip"))
NOW = datetime(2026, 3, 4, tzinfo=UTC)


def read_pages(manifest: Path, every: int = 1) -> list[Page]:
    """Every so many of the manifest's pages, gzipped, with the addresses they came from."""
    pages = []
    for line in manifest.read_text("utf-8").splitlines()[::every]:
        fields = json.loads(line)
        body = (manifest.parent / fields["html"]).read_bytes()
        pages.append(Page(fields["url"], fields["url"], 200, HEADERS, body, NOW))
    return pages
