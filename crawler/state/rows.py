"""The values that go into the state and come out of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.items import SourceKind
from crawler.urls import url_key

Outcome = Literal["record", "unchanged", "reject", "outside", "error"]
SegmentKind = Literal["records", "rejects"]


@dataclass(frozen=True, slots=True)
class DueUrl:
    """A URL that is to be fetched now, and why: "new", or its last outcome with the reason."""

    key: str
    url: str
    via: SourceKind | None
    why: str
    published: str | None


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """The newest version of an article, as far as the state keeps it."""

    id: str
    site: str
    url: str
    version: int
    content_hash: str
    prints: Mapping[str, str]
    published: str | None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of one URL. `final_url` is where redirects led, `retry_at` when an error is tried again."""

    site: str
    url: str
    final_url: str
    outcome: Outcome
    fetched_at: datetime
    reason: str | None = None
    record_id: str | None = None
    record: KnownRecord | None = None  # when a version was written
    published: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of the store and how much of it counts. `path` is relative to the store, without .part."""

    path: str
    site: str
    kind: SegmentKind
    committed_bytes: int = 0
    closed: bool = False


def seconds(at: datetime) -> int:
    """Unix seconds of an aware date-time."""
    return int(at.timestamp())


def due_from(row: tuple[str, str, SourceKind | None, str | None, str | None, str | None, int]) -> DueUrl:
    key, url, via, outcome, reason, published, _ = row
    why = "new" if outcome is None else f"{outcome} before" + (f" ({reason})" if reason else "")
    return DueUrl(key, url, via, why, published)


def known_from(row: tuple[str, str, str, int, str, str, str | None, str | None]) -> KnownRecord:
    id_, site, url, version, content_hash, prints, published, segment = row
    return KnownRecord(id_, site, url, version, content_hash, json.loads(prints), published, segment)


def record_row(record: KnownRecord, fetched_at: datetime) -> tuple[str | int | None, ...]:
    prints = json.dumps(dict(record.prints), sort_keys=True)
    return (record.id, record.site, record.url, record.version, record.content_hash, prints, record.published,
            seconds(fetched_at), record.segment)  # fmt: skip


def url_rows(one: Finished) -> list[dict[str, str | int | None]]:
    rows: dict[str, dict[str, str | int | None]] = {}
    for url in (one.url, one.final_url):
        rows[url_key(url)] = {
            "key": url_key(url),
            "site": one.site,
            "url": url,
            "at": seconds(one.fetched_at),
            "outcome": one.outcome,
            "reason": one.reason,
            "record_id": one.record_id,
            "published": one.published,
            "due_at": seconds(one.retry_at) if one.retry_at else None,
            "failed": one.outcome == "error",
        }
    return list(rows.values())
