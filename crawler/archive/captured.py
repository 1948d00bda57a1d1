"""One record read from an archive file, and the page that it holds."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from crawler.archive.exchange import Exchange
from crawler.items import ArchivePointer, Page

RecordKind = Literal["warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "other"]
CAPTURES: frozenset[RecordKind] = frozenset({"response", "revisit", "resource"})  # what an index lists


@dataclass(frozen=True, slots=True)
class Reference:
    """The record that a revisit refers to, as far as it says: "" and None stand for nothing said."""

    record_id: str
    url: str
    at: datetime | None
    is_unmodified: bool  # the server answered "not modified"; else it sent the same payload again


@dataclass(frozen=True, slots=True)
class Captured:
    """A record. `offset` and `length` say where it lies in `file`; a length of 0: it cannot be read by itself.

    `exchange` is None for records that hold no HTTP message. Of a response its request part is empty (but for the
    URL), of a request its response part. A resource stands as a response with status 200 and no headers but its type.
    """

    record_id: str  # "urn:uuid:…"
    kind: RecordKind
    url: str
    at: datetime
    file: Path
    offset: int
    length: int
    digest: str  # WARC-Payload-Digest as written, "" for none
    exchange: Exchange | None
    refers_to: Reference | None = None
    concurrent_to: str = ""
    fields: tuple[tuple[str, str], ...] = ()  # of a warcinfo or metadata record in that form (application/warc-fields)

    def pointer(self, store: Path) -> ArchivePointer:
        """The pointer that a record carries; `file` is relative to `store` when it lies there."""
        is_inside = self.file.is_relative_to(store)
        name = self.file.relative_to(store) if is_inside else self.file
        return ArchivePointer(
            self.record_id, name.as_posix().removesuffix(".part"), self.offset, self.length, self.digest
        )


def with_payload(revisit: Captured, original: Captured) -> Captured:
    """`revisit` as the response that it stands for: the payload of `original`, under its own date and place.

    The head is the revisit's own; of a "not modified", or when it has none, the original's. Raises ValueError when
    either is not what it must be.
    """
    ours, theirs = revisit.exchange, original.exchange
    if revisit.refers_to is None or theirs is None or original.refers_to is not None:
        raise ValueError("not a revisit and its original")
    if ours is None or revisit.refers_to.is_unmodified or not ours.status:
        merged = replace(theirs, url=revisit.url, fetched_at=revisit.at)
    else:
        merged = replace(ours, body=theirs.body, truncated=theirs.truncated)
    return replace(revisit, kind="response", exchange=merged, refers_to=None, digest=revisit.digest or original.digest)


def page_of(captured: Captured, requested_url: str | None = None) -> Page:
    """The page that a response or resource holds. Raises ValueError when it is none.

    `requested_url` is what was first asked for when redirects led here.
    """
    exchange = captured.exchange
    if captured.kind not in ("response", "resource") or exchange is None:
        raise ValueError(f"a {captured.kind} record holds no page")
    headers = tuple((name.lower(), value) for name, value in exchange.response_headers)
    return Page(exchange.url, requested_url or exchange.url, exchange.status, headers, exchange.body, captured.at)
