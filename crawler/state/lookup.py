"""Lookup: what the state of a store says, read beside whatever run is writing it. Nothing is changed."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from crawler.errors import UsageError
from crawler.state.copies import Copies
from crawler.state.database import Values
from crawler.state.memory import SHARED, shared_lines
from crawler.state.packed import hex_text, packed_hex, packed_key
from crawler.state.records import WITH_ID
from crawler.state.rows import Outcome, Segment, SegmentKind, SharedLine, Validators
from crawler.state.schema import MIGRATIONS
from crawler.state.words import OUTCOMES, word_of

URL = f"""
    SELECT key, site, url, via, first_seen_at, published, modified, due_at, claimed_by, fetched_at, outcome, reason,
        status, etag, last_modified, failures, record_id,
        (SELECT {hex_text("alias_of")} FROM packed_urls WHERE packed_urls.number = urls.number)
    FROM urls WHERE hash = ?
"""  # noqa: S608 - ours, as the others
RECORD = f"SELECT id, site, url, version, fetched_at, published, segment, gone_at FROM records WHERE {WITH_ID}"  # noqa: S608 - ours

URLS_OF = """
    SELECT url FROM urls
    WHERE number IN (SELECT number FROM packed_urls
        WHERE record_id = :id OR (record_id = 1 AND hash = :id) OR alias_of = :id)
    ORDER BY key
"""
SITES = f"""
    SELECT {word_of("site")}, count(*), sum(due_at <= :now), sum(outcome = {OUTCOMES["reject"]}),
        sum(outcome = {OUTCOMES["outside"]}), sum(outcome = {OUTCOMES["error"]} AND due_at IS NOT NULL),
        sum(outcome = {OUTCOMES["error"]} AND due_at IS NULL)
    FROM packed_urls GROUP BY site
"""  # noqa: S608
RECORDS = f"SELECT {word_of('site')}, count(*), count(gone_at) FROM packed_records GROUP BY site"  # noqa: S608


@dataclass(frozen=True, slots=True)
class UrlEntry:
    """A row of the URLs. `modified` is RFC 3339 as a source said last, `published` a day."""

    key: str
    site: str
    url: str
    via: str | None
    first_seen_at: datetime
    published: str | None
    modified: str | None
    due_at: datetime | None
    claimed_by: int | None
    fetched_at: datetime | None
    outcome: Outcome | None
    reason: str | None
    status: int | None
    validators: Validators
    failures: int
    record_id: str | None
    alias_of: str | None  # the article that has its text, of a page that is none of its own


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A row of the records: `fetched_at` is the first version's, `segment` holds the newest."""

    id: str
    site: str
    url: str
    version: int
    fetched_at: datetime
    published: str | None
    segment: str | None
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A row of the runs; what is None has not ended, or was cut short."""

    number: int
    site: str
    pid: int
    started_at: datetime
    ended_at: datetime | None
    exit_code: int | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """How many of a site's URLs are in which way; `due` are those that a run would ask for now."""

    site: str
    known: int = 0
    due: int = 0
    records: int = 0
    gone: int = 0
    rejects: int = 0
    outside: int = 0
    errors_waiting: int = 0
    errors_given_up: int = 0


class Lookup:
    """Reads the state at `path`; to be closed, which `with` does.

    Raises UsageError, here and in every question, when there is no state, or it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise UsageError(f"no state at {path}; newskeep state rebuild makes one from the records of a store")
        self._path = path
        self._connection = _open(path)
        self.copies = Copies(self._all)
        ((version,),) = self._all("PRAGMA user_version")
        if version != len(MIGRATIONS):
            how = "a newer" if version > len(MIGRATIONS) else "an older"
            remedy = "" if version > len(MIGRATIONS) else "; a crawl brings it up to date"
            raise UsageError(f"{path} was made by {how} newskeep (schema {version}, not {len(MIGRATIONS)}){remedy}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def url(self, key: str) -> UrlEntry | None:
        """What is known of the URL with that key."""
        for row in self._all(URL, (packed_key(key),)):
            key, site, url, via, seen, published, modified, due, run, fetched, *answer, record_id, alias_of = row
            outcome, reason, status, etag, last_modified, failures = answer
            return UrlEntry(
                key, site, url, via, _moment(seen), published, modified, _moment_or_none(due), run,
                _moment_or_none(fetched), cast("Outcome | None", outcome), reason, status,
                Validators(etag, last_modified), failures, record_id, alias_of,
            )  # fmt: skip
        return None

    def urls_of(self, record_id: str) -> list[str]:
        """Every URL that leads to the article or has its text. Reads the whole table: no index is for this alone."""
        return [url for (url,) in self._all(URLS_OF, {"id": packed_hex(record_id)})]

    def record(self, id: str) -> RecordEntry | None:  # noqa: A002 - the field's name
        """The article with that id."""
        for id_, site, url, version, fetched, published, segment, gone in self._all(RECORD, (packed_hex(id),)):
            return RecordEntry(id_, site, url, version, _moment(fetched), published, segment, _moment_or_none(gone))
        return None

    def segments(self, kind: SegmentKind, site: str | None = None) -> list[Segment]:
        """The segments of that kind, oldest first; `site` None is all sites."""
        query = (
            "SELECT path, site, kind, committed_bytes, closed FROM segments WHERE kind = ? AND site = coalesce(?, site)"
        )
        return [
            Segment(path, owner, kind, length, bool(closed))
            for path, owner, _, length, closed in self._all(f"{query} ORDER BY path", (kind, site))
        ]

    def memory(self, site: str) -> list[SharedLine]:
        """The lines that more than one article of `site` holds, the commonest first."""
        return shared_lines(self._all(SHARED, (site,)))

    def run(self, number: int) -> RunEntry | None:
        """The run with that number."""
        return next(iter(self._runs("WHERE id = ?", (number,))), None)

    def last_runs(self, site: str, count: int) -> list[RunEntry]:
        """The last `count` runs of `site`, the newest first."""
        return self._runs("WHERE site = ? ORDER BY id DESC LIMIT ?", (site, count))

    def counts(self, now: datetime) -> list[SiteCounts]:
        """How many of what each site has, by the site's name. Reads whole tables."""
        records = {site: (int(count), int(gone)) for site, count, gone in self._all(RECORDS)}
        urls = {
            site: tuple(int(number or 0) for number in row)
            for site, *row in self._all(SITES, {"now": int(now.timestamp())})
        }
        ran = [site for (site,) in self._all("SELECT DISTINCT site FROM runs")]
        found = []
        for site in sorted({*records, *urls, *ran}):
            known, due, rejects, outside, waiting, given_up = urls.get(site, (0,) * 6)
            on_record, gone = records.get(site, (0, 0))
            found.append(SiteCounts(site, known, due, on_record, gone, rejects, outside, waiting, given_up))
        return found

    def copy_to(self, path: Path) -> None:
        """Write all of it to the file `path`, as it is at one moment. Raises sqlite3.Error when that fails."""
        with closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)
            ((verdict,),) = copy.execute("PRAGMA quick_check(1)").fetchall()
            if verdict != "ok":
                raise sqlite3.DatabaseError(verdict)

    def _runs(self, where: str, values: tuple[str | int, ...]) -> list[RunEntry]:
        rows = self._all(f"SELECT id, site, pid, started_at, ended_at, exit_code, counts FROM runs {where}", values)  # noqa: S608 - nothing foreign in it
        return [
            RunEntry(
                number, site, pid, _moment(started), _moment_or_none(ended), code, json.loads(counts) if counts else {}
            )
            for number, site, pid, started, ended, code, counts in rows
        ]

    def _all(self, query: str, values: Values = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise _unreadable(self._path, error) from error


def _open(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        # In a folder that cannot be written to, SQLite cannot make the files that readers and writers talk through.
        # Nobody writes there; what an earlier run left in them would be missed, though.
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise _unreadable(path, error) from error
        connection = sqlite3.connect(f"{address}&immutable=1", uri=True)
    except sqlite3.Error as error:
        connection.close()
        raise _unreadable(path, error) from error
    return connection


def _unreadable(path: Path, error: sqlite3.Error) -> UsageError:
    return UsageError(f"cannot read the state {path}: {error}")


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _moment_or_none(seconds: int | None) -> datetime | None:
    return None if seconds is None else _moment(seconds)
