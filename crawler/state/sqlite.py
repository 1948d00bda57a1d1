"""State in SQLite: what was seen, when it is due, what is committed.

Readers use one connection on the event loop (microseconds); writers another, behind a lock, in threads. What is
finished and not yet committed is answered from memory, so a run sees its own work at once.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from crawler.dates import Window, day_of, rfc3339
from crawler.errors import CannotWrite
from crawler.items import Found
from crawler.state.rows import (
    DueUrl,
    Finished,
    KnownRecord,
    Segment,
    SegmentKind,
    due_from,
    known_from,
    record_row,
    seconds,
    url_rows,
)
from crawler.state.schema import migrate
from crawler.urls import url_key

BUSY_TIMEOUT_S = 30.0  # other sites' commits are milliseconds; longer than this and something holds the file

SEEN_AGAIN = """
    INSERT INTO urls (key, site, url, via, first_seen_at, sort_at, published, modified, due_at)
    VALUES (:key, :site, :url, :via, :now, :sort_at, :published, :modified, :now)
    ON CONFLICT (key) DO UPDATE SET
        published = coalesce(excluded.published, published),
        modified = excluded.modified,
        sort_at = max(sort_at, excluded.sort_at),
        -- Two sources of one run may tell different times: what this run fetched is not due again in it.
        due_at = CASE WHEN coalesce(fetched_at, 0) < :started THEN :now ELSE due_at END
    WHERE excluded.modified > urls.modified
"""

CLAIM = """
    UPDATE urls SET claimed_by = :run WHERE key IN (
        SELECT key FROM urls
        WHERE site = :site AND due_at IS NOT NULL AND claimed_by IS NULL AND due_at <= :now
            AND (published IS NULL OR (published >= :since AND published <= :until))
        ORDER BY sort_at DESC LIMIT :count)
    RETURNING key, url, via, outcome, reason, published, sort_at
"""

FINISH = """
    INSERT INTO urls (key, site, url, first_seen_at, sort_at, fetched_at, outcome, reason, record_id, published, due_at,
        failures)
    VALUES (:key, :site, :url, :at, :at, :at, :outcome, :reason, :record_id, :published, :due_at, :failed)
    ON CONFLICT (key) DO UPDATE SET
        fetched_at = :at, outcome = :outcome, reason = :reason, due_at = :due_at, claimed_by = NULL,
        record_id = coalesce(:record_id, record_id), published = coalesce(:published, published),
        failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END
"""


class State:
    """One state database. `path` None keeps it in memory: nothing is left when it is closed.

    In memory it may begin as a copy of another (`copy_of`), which is read and not touched.
    """

    def __init__(self, path: Path | None, copy_of: Path | None = None) -> None:
        self._write_lock = threading.Lock()
        self._pending: dict[str, KnownRecord] = {}
        self._pending_hashes: dict[str, str] = {}
        self._pending_ids: dict[str, str] = {}
        try:
            self._writer = _connect(path)
            if copy_of and copy_of.exists():
                with closing(sqlite3.connect(f"{copy_of.absolute().as_uri()}?mode=ro", uri=True)) as original:
                    original.backup(self._writer)
            migrate(self._writer)
            # On disk when it is large (SQLite's own doing): a set in memory would grow with the site.
            self._writer.execute("CREATE TEMP TABLE named (site, key, PRIMARY KEY (site, key)) WITHOUT ROWID")
            self._reader = _connect(path) if path else self._writer
        except sqlite3.Error as error:
            raise CannotWrite(f"cannot use the state {path}: {error}") from error

    def close(self) -> None:
        """Close the connections; what was not committed is gone."""
        self._reader.close()
        self._writer.close()

    # What a run does at its start and end.

    def begin_run(self, site: str, pid: int, now: datetime) -> int:
        """The number of a new run of `site`; what an earlier run left in hand is free again. Hold the site's lock."""
        with self._writing() as database:
            database.execute("UPDATE urls SET claimed_by = NULL WHERE site = ? AND claimed_by IS NOT NULL", (site,))
            cursor = database.execute(
                "INSERT INTO runs (site, pid, started_at) VALUES (?, ?, ?)", (site, pid, seconds(now))
            )
            return int(cursor.lastrowid or 0)

    def end_run(self, run: int, now: datetime, exit_code: int, counts: Mapping[str, int]) -> None:
        """Note how a run ended."""
        with self._writing() as database:
            database.execute(
                "UPDATE runs SET ended_at = ?, exit_code = ?, counts = ? WHERE id = ?",
                (seconds(now), exit_code, json.dumps(counts, sort_keys=True), run),
            )

    def make_due(self, site: str, now: datetime, window: Window, *, everything: bool) -> None:
        """Make due what an earlier run left outside of its window and this one wants; `everything`: all URLs known."""
        if not everything and window == Window():
            chosen = "outcome = 'outside'"
        else:
            chosen = (
                "(outcome = 'outside' OR :everything) AND (published IS NULL OR published BETWEEN :since AND :until)"
            )
        with self._writing() as database:
            database.execute(
                f"UPDATE urls SET due_at = :now WHERE site = :site AND {chosen}",  # noqa: S608 - no foreign text in it
                {"now": seconds(now), "site": site, "everything": everything, **_days(window)},
            )

    # URLs.

    def add_found(self, site: str, found: Iterable[Found], now: datetime, started: datetime) -> tuple[int, int]:
        """How many of `found` no source of this process has named before, and how many are due from `now` on.

        Due are those that are new, or have changed since before this run `started`.
        """
        at = seconds(now)
        rows = [
            {
                "key": url_key(one.url),
                "site": site,
                "url": one.url,
                "via": one.via,
                "now": at,
                "started": seconds(started),
                "sort_at": _seconds_of(one.published or one.modified, at),
                "published": day_of(one.published).isoformat() if one.published else None,
                "modified": rfc3339(_utc(one.modified)) if one.modified else None,
            }
            for one in found
        ]
        keys = [(site, row["key"]) for row in rows]
        with self._writing() as database:
            before = database.total_changes
            database.executemany("INSERT OR IGNORE INTO temp.named VALUES (?, ?)", keys)
            named = database.total_changes
            database.executemany(SEEN_AGAIN, rows)
            return named - before, database.total_changes - named

    def claim(self, site: str, run: int, count: int, now: datetime, window: Window) -> list[DueUrl]:
        """At most `count` URLs of `site` that are due by `now`, newest first, now in the hands of `run`."""
        with self._writing() as database:
            rows = database.execute(
                CLAIM, {"site": site, "run": run, "count": count, "now": seconds(now), **_days(window)}
            ).fetchall()
        rows.sort(key=lambda row: -int(row[6]))
        return [due_from(row) for row in rows]

    def count_due(self, site: str, now: datetime, window: Window) -> int:
        """How many URLs of `site` are due by `now` and in nobody's hands."""
        row = self._reader.execute(
            "SELECT count(*) FROM urls WHERE site = :site AND due_at IS NOT NULL AND claimed_by IS NULL"
            " AND due_at <= :now AND (published IS NULL OR (published >= :since AND published <= :until))",
            {"site": site, "now": seconds(now), **_days(window)},
        ).fetchone()
        return int(row[0])

    def failures(self, url: str) -> int:
        """How many times in a row `url` has failed."""
        row = self._reader.execute("SELECT failures FROM urls WHERE key = ?", (url_key(url),)).fetchone()
        return int(row[0]) if row else 0

    # Records.

    def id_of(self, url: str) -> str | None:
        """The article that `url` is known to show, under this or another of its addresses."""
        key = url_key(url)
        if key in self._pending_ids:
            return self._pending_ids[key]
        row = self._reader.execute("SELECT record_id FROM urls WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def record(self, id: str) -> KnownRecord | None:  # noqa: A002 - the field's name
        """The newest version of article `id`."""
        if id in self._pending:
            return self._pending[id]
        row = self._reader.execute(f"{SELECT_RECORD} WHERE id = ?", (id,)).fetchone()
        return known_from(row) if row else None

    def records_with(self, content_hash: str) -> list[KnownRecord]:
        """The articles whose newest version has this text, the first fetched first, over all sites."""
        rows = self._reader.execute(f"{SELECT_RECORD} WHERE content_hash = ? ORDER BY fetched_at", (content_hash,))
        known = [known_from(row) for row in rows if row[0] not in self._pending]
        pending = self._pending_hashes.get(content_hash)
        return [*known, self._pending[pending]] if pending else known

    def count_records(self, site: str) -> int:
        """Articles of `site` on record."""
        row = self._reader.execute("SELECT count(*) FROM records WHERE site = ?", (site,)).fetchone()
        return int(row[0])

    def published_by_day(self, site: str, since: date) -> dict[str, int]:
        """Articles on record a day of publication, from `since` on."""
        rows = self._reader.execute(
            "SELECT published, count(*) FROM records WHERE site = ? AND published >= ? GROUP BY published",
            (site, since.isoformat()),
        )
        return {str(day): int(count) for day, count in rows}

    def note(self, finished: Finished) -> None:
        """Answer from now on as if `finished` were committed already."""
        if finished.record:
            self._pending[finished.record.id] = finished.record
            self._pending_hashes.setdefault(finished.record.content_hash, finished.record.id)
        if finished.record_id:
            for url in (finished.url, finished.final_url):
                self._pending_ids[url_key(url)] = finished.record_id

    # Segments and the commit.

    def segments(self, site: str) -> list[Segment]:
        """Every segment of `site` that the state knows."""
        rows = self._reader.execute(
            "SELECT path, site, kind, committed_bytes, closed FROM segments WHERE site = ?", (site,)
        )
        return [Segment(path, owner, kind, length, bool(closed)) for path, owner, kind, length, closed in rows]

    def add_segment(self, path: str, site: str, kind: SegmentKind) -> None:
        """Know a segment before its file exists, so that a crash in between leaves nothing unknown."""
        with self._writing() as database:
            database.execute(
                "INSERT INTO segments (path, site, kind, committed_bytes) VALUES (?, ?, ?, 0)", (path, site, kind)
            )

    def replace_segments(self, site: str, segments: Sequence[Segment]) -> None:
        """Know just these segments of `site`, all of them closed now."""
        with self._writing() as database:
            database.execute("DELETE FROM segments WHERE site = ?", (site,))
            database.executemany(
                "INSERT INTO segments (path, site, kind, committed_bytes, closed) VALUES (?, ?, ?, ?, 1)",
                [(segment.path, segment.site, segment.kind, segment.committed_bytes) for segment in segments],
            )

    def commit(self, finished: Sequence[Finished], segments: Sequence[Segment]) -> None:
        """In one transaction: the new lengths of `segments`, and what they finish. The bytes are on disk already."""
        with self._writing() as database:
            database.executemany(
                "UPDATE segments SET committed_bytes = ?, closed = ? WHERE path = ?",
                [(segment.committed_bytes, segment.closed, segment.path) for segment in segments],
            )
            for one in finished:
                database.executemany(FINISH, url_rows(one))
                if one.record:
                    database.execute(UPSERT_RECORD, record_row(one.record, one.fetched_at))
        for one in finished:
            self._settle(one)

    def _settle(self, finished: Finished) -> None:
        # Only what this commit wrote leaves the memory: a newer version may be pending under the same id.
        record = finished.record
        if record and self._pending.get(record.id) is record:
            del self._pending[record.id]
            if self._pending_hashes.get(record.content_hash) == record.id:
                del self._pending_hashes[record.content_hash]
        for url in (finished.url, finished.final_url):
            self._pending_ids.pop(url_key(url), None)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._write_lock:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                self._writer.execute("COMMIT")
            except sqlite3.OperationalError as error:
                _roll_back(self._writer)
                raise CannotWrite(f"cannot write the state: {error}") from error
            except BaseException:
                _roll_back(self._writer)
                raise


SELECT_RECORD = "SELECT id, site, url, version, content_hash, prints, published, segment FROM records"

UPSERT_RECORD = """
    INSERT INTO records (id, site, url, version, content_hash, prints, published, fetched_at, segment)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET url = excluded.url, version = excluded.version, content_hash = excluded.content_hash,
        prints = excluded.prints, published = excluded.published, segment = excluded.segment
"""


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path or ":memory:", timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )
    if path:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # the commit is the promise: it must survive a power cut
    return connection


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _utc(value: datetime | date) -> datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _seconds_of(value: datetime | date | None, default: int) -> int:
    return int(_utc(value).timestamp()) if value else default


def _days(window: Window) -> dict[str, str]:
    return {"since": str(window.since or "0000"), "until": str(window.until or "9999")}
