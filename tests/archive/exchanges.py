"""Exchanges and files of them, for the tests of the archive."""

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from crawler.archive.cdxj import cdxj_line
from crawler.archive.exchange import Exchange, Headers, Truncated
from crawler.archive.member import SUFFIXES, Compression
from crawler.archive.page_note import PageNote
from crawler.archive.warc import RevisitProfile, digest_of, metadata, request, response, revisit, warcinfo

NOON = datetime(2026, 3, 4, 12, 0, 0, 250_000, UTC)
HTML: Headers = (("Content-Type", "text/html; charset=utf-8"),)
PACKED: Headers = (*HTML, ("Content-Encoding", "gzip"))
PAGE = b"<!doctype html><title>Quay</title><p>The quay opens in the spring."


def exchange(
    url: str = "https://daily.example/quay/",
    body: bytes = PAGE,
    headers: Headers = HTML,
    status: int = 200,
    at: datetime = NOON,
    truncated: Truncated | None = None,
) -> Exchange:
    asked = (("Host", "daily.example"), ("User-Agent", "newskeep"))
    return Exchange(url, "GET", asked, "HTTP/1.1", status, "OK", headers, body, at, truncated, "192.0.2.7")


def record_id(number: int) -> str:
    return UUID(int=number).urn


def packed(url: str, text: bytes, at: datetime = NOON) -> Exchange:
    """A page as most servers send it."""
    return exchange(url, gzip.compress(text, mtime=0), PACKED, at=at)


class Archive:
    """Writes one WARC file with its index, as a crawl does. Its record ids count up from `first_id` + 1."""

    def __init__(
        self,
        folder: Path,
        stem: str = "daily-20260304T115900Z-001",
        compression: Compression = "gzip",
        first_id: int = 0,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / (stem + SUFFIXES[compression])
        self.index = folder / f"{stem}.cdxj"
        self._compression = compression
        self._number = first_id
        self._append(warcinfo(self.path.name, self._id(), NOON, {"software": "newskeep"}, compression))
        self.index.touch()

    def add(self, *exchanges: Exchange) -> Sequence[str]:
        """Append a response and its request each; the record ids of the responses."""
        ids = []
        for one in exchanges:
            ids.append(self._id())
            digest = digest_of(one.body)
            self._list(one, "response", self._append(response(one, ids[-1], digest, self._compression)), digest)
            self._append(request(one, self._id(), ids[-1], self._compression))
        return ids

    def add_revisit(
        self, one: Exchange, refers_to: str, original: Exchange, profile: RevisitProfile = "identical-payload-digest"
    ) -> str:
        """Append a revisit of `original`; its record id."""
        own, digest = self._id(), digest_of(original.body)
        record = revisit(one, own, refers_to, original.url, original.fetched_at, profile, digest, self._compression)
        self._list(one, "revisit", self._append(record), digest)
        return own

    def add_note(self, one: Exchange, capture: str, note: PageNote) -> None:
        """Append what a crawl knew of the page `capture`."""
        self._append(metadata(one.url, self._id(), one.fetched_at, capture, note.fields(), self._compression))

    def _id(self) -> str:
        self._number += 1
        return record_id(self._number)

    def _append(self, record: bytes) -> tuple[int, int]:
        with self.path.open("ab") as file:
            file.write(record)
            return file.tell() - len(record), len(record)

    def _list(self, one: Exchange, kind: str, place: tuple[int, int], digest: str) -> None:
        with self.index.open("ab") as file:
            file.write(cdxj_line(one, "revisit" if kind == "revisit" else "response", self.path.name, *place, digest))
