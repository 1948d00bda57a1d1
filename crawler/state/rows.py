"""The values that go into the state and come out of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from crawler.items import Source, SourceKind

Outcome = Literal["record", "unchanged", "reject", "outside", "error"]
SegmentKind = Literal["records", "rejects", "archive", "index"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed since?" with (RFC 9110, 8.8); None where it gave none."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class DueUrl:
    """A URL that is to be fetched now, and why: "new", or its last outcome with the reason.

    `base` is when it was published, as far as is known, else when it was first seen: its looks again count from there.
    """

    key: str
    url: str
    via: SourceKind | None
    why: str
    published: str | None = None
    base: datetime | None = None
    validators: Validators = Validators()
    record_id: str | None = None
    depth: int = 0  # steps from the site's own sources to it


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """The newest version of an article, as far as the state keeps it."""

    id: str
    site: str
    url: str
    version: int
    content_hash: str
    prints: bytes  # of the fields that are compared; two versions are told apart by them
    published: str | None
    segment: str | None = None
    # Only on the way in; `copies` tells what became of them.
    signature: bytes | None = None  # of the text; None: as it was
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line of an article: its key, its text (or the start of it) and its words."""

    key: bytes
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A line that several articles of a site hold: `articles` of the `of` that were counted.

    It is furniture when it stands in so many that it is no part of any of them.
    """

    key: bytes
    text: str
    articles: int
    of: int
    is_furniture: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of one URL. `final_url` is where redirects led; `due_at` when it is looked at again, if ever."""

    site: str
    url: str
    final_url: str
    outcome: Outcome
    fetched_at: datetime
    status: int | None = None
    reason: str | None = None
    record_id: str | None = None
    record: KnownRecord | None = None  # when a version was written
    published: str | None = None
    due_at: datetime | None = None
    validators: Validators | None = None  # None: as they were
    gone: bool = False  # an article on record has vanished from its site
    alias_of: str | None = None  # the article on record that has the same text, of a page that is none of its own
    lines: tuple[CountedLine, ...] = ()  # of a new article, for the site's memory


@dataclass(frozen=True, slots=True)
class Payload:
    """A body that the archive holds, and the record that holds it."""

    digest: str  # WARC-Payload-Digest
    record_id: str  # WARC-Record-ID
    url: str
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source as it was when last read: what it led to, and what a further look can be compared with."""

    source: Source
    polled_at: datetime
    validators: Validators
    further: tuple[Source, ...]
    idle_polls: int  # in a row without anything new
    is_complete: bool  # the first page of a list that has been read to its last


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of the store and how much of it counts. `path` is relative to the store, without .part."""

    path: str
    site: str
    kind: SegmentKind
    committed_bytes: int = 0
    closed: bool = False


UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(at: datetime) -> int:
    """Unix seconds of an aware date-time."""
    return int(at.timestamp())


def microseconds(at: datetime) -> int:
    """Unix microseconds of an aware date-time."""
    return (at - UNIX_EPOCH) // timedelta(microseconds=1)


def from_microseconds(value: int) -> datetime:
    """The moment, in UTC."""
    return UNIX_EPOCH + timedelta(microseconds=value)
