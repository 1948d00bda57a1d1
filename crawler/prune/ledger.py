"""The ledger: every capture of an archive, what needs what, and so which may go. A file keeps memory flat."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.archive.captured import CAPTURES, Captured
from crawler.archive.page_note import note_of

TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE captures (
        number INTEGER PRIMARY KEY, file TEXT, offset INTEGER, length INTEGER, record_id TEXT, url TEXT, status INTEGER,
        at TEXT, digest TEXT, refers_id TEXT, refers_url TEXT, refers_at TEXT, is_unmodified INTEGER, is_old INTEGER,
        is_kept INTEGER
    );
    CREATE TABLE beside (file TEXT, offset INTEGER, length INTEGER, concurrent_to TEXT);
    CREATE TABLE further (page TEXT, part TEXT);
    CREATE TABLE records (id TEXT, version INTEGER, capture TEXT);
    CREATE TABLE moved (file TEXT, offset INTEGER, new_file TEXT, new_offset INTEGER, PRIMARY KEY (file, offset));
"""
INDEXES = """
    CREATE INDEX captures_place ON captures (file, offset);
    CREATE INDEX captures_id ON captures (record_id);
    CREATE INDEX captures_url ON captures (url, status, at);
    CREATE INDEX captures_digest ON captures (digest, at);
    CREATE INDEX captures_refers ON captures (refers_url, refers_at);
    CREATE INDEX beside_place ON beside (file, offset);
    CREATE INDEX further_page ON further (page);
    CREATE INDEX records_id ON records (id, version);
"""

# Each keeps captures that had been given up. The newest answer of a URL of each status: what no later one took the
# place of. And what the newest version of an article was made from.
NEWEST = (
    """
    UPDATE captures SET is_kept = 1 WHERE number IN (
        SELECT number FROM (
            SELECT number, row_number() OVER (PARTITION BY url, status ORDER BY at DESC, number DESC) AS place
            FROM captures
        ) WHERE place = 1)
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE record_id IN (
        SELECT capture FROM records AS one
        WHERE version = (SELECT max(version) FROM records AS other WHERE other.id = one.id))
    """,
)
# What a kept capture cannot do without: an article's other pages, and the payload that a revisit stands for, sought as
# `Holdings.originals` does.
NEEDED = (
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND record_id IN (
        SELECT part FROM further JOIN captures AS page ON page.record_id = further.page WHERE page.is_kept)
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND refers_id IS NULL AND record_id IN (
        SELECT refers_id FROM captures WHERE is_kept AND refers_id <> '')
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND refers_id IS NULL AND EXISTS (
        SELECT 1 FROM captures AS revisit WHERE revisit.is_kept AND revisit.refers_id IS NOT NULL
            AND revisit.refers_url = captures.url AND revisit.refers_at = substr(captures.at, 1, 19))
    """,
    """
    UPDATE captures SET is_kept = 1 WHERE NOT is_kept AND number IN (
        SELECT (SELECT number FROM captures AS original WHERE original.digest = revisit.digest AND refers_id IS NULL
                AND original.at <= revisit.at ORDER BY original.at DESC LIMIT 1)
        FROM captures AS revisit
        WHERE revisit.is_kept AND revisit.refers_id IS NOT NULL AND NOT revisit.is_unmodified AND revisit.digest <> ''
            AND NOT EXISTS (SELECT 1 FROM captures AS named
                WHERE named.record_id = revisit.refers_id AND revisit.refers_id <> ''))
    """,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies in a file."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Captures of a file that are old enough to go, and those of them that do."""

    old: int
    dropped: int


class Ledger:
    """A database at `path`, thrown away in the end. First all is added, then `decide` is called, then it is asked."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add(self, file: str, captured: Captured, before: date | None) -> None:
        """Know a record of `file`; with `before`, captures of the days before it are old."""
        if captured.kind in CAPTURES:
            self._add_capture(file, captured, before)
        elif captured.kind != "warcinfo":
            row = (file, captured.offset, captured.length, captured.concurrent_to)
            self._database.execute("INSERT INTO beside VALUES (?, ?, ?, ?)", row)
            if note := note_of(captured):
                rows = [(captured.concurrent_to, part) for _, part in note.further]
                self._database.executemany("INSERT INTO further VALUES (?, ?)", rows)

    def keep_all(self, file: str) -> None:
        """Let nothing of `file` go, of which not all could be read."""
        self._database.execute("UPDATE captures SET is_old = 0 WHERE file = ?", (file,))

    def add_record(self, id: str, version: int, capture: str) -> None:  # noqa: A002 - the field's name
        """Know that this version of an article was made from the capture with that WARC-Record-ID."""
        self._database.execute("INSERT INTO records VALUES (?, ?, ?)", (id, version, capture))

    def decide(self, *, everything: bool) -> None:
        """Choose what goes: old captures that nothing needs; with `everything`, also the newest of a URL."""
        self._database.executescript(INDEXES)
        self._database.execute("UPDATE captures SET is_kept = NOT is_old")
        for statement in () if everything else NEWEST:
            self._database.execute(statement)
        while sum(self._database.execute(statement).rowcount for statement in NEEDED):
            pass  # until nothing more is needed: a page that is kept as an original may have other pages

    def tally(self, file: str) -> Tally:
        query = "SELECT coalesce(sum(is_old), 0), coalesce(sum(NOT is_kept), 0) FROM captures WHERE file = ?"
        return Tally(*self._database.execute(query, (file,)).fetchone())

    def kept(self, file: str) -> Iterator[Place]:
        """The records of `file` that stay, in their order: captures, and what was written down beside them.

        Nothing where no capture stays: what belongs to none of them is of no use by itself.
        """
        if not self.has_kept(file):
            return
        query = """
            SELECT offset, length FROM captures WHERE file = :file AND is_kept
            UNION ALL
            SELECT offset, length FROM beside WHERE file = :file AND NOT EXISTS (
                SELECT 1 FROM captures WHERE record_id = concurrent_to AND NOT is_kept)
            ORDER BY offset
        """
        with closing(self._database.execute(query, {"file": file})) as rows:
            for offset, length in rows:
                yield Place(offset, length)

    def has_kept(self, file: str) -> bool:
        """Whether a capture of `file` stays."""
        query = "SELECT 1 FROM captures WHERE file = ? AND is_kept LIMIT 1"
        return self._database.execute(query, (file,)).fetchone() is not None

    def dropped(self) -> Iterator[tuple[str, str]]:
        """WARC-Record-ID and digest of each capture that goes."""
        with closing(self._database.execute("SELECT record_id, digest FROM captures WHERE NOT is_kept")) as rows:
            yield from rows

    def move(self, file: str, offset: int, new_file: str, new_offset: int) -> None:
        """Know where a record lies from now on."""
        self._database.execute("INSERT INTO moved VALUES (?, ?, ?, ?)", (file, offset, new_file, new_offset))

    def moved(self, file: str, offset: int) -> tuple[str, int] | None:
        """The file and offset where what lay there lies from now on; None: it goes."""
        query = "SELECT new_file, new_offset FROM moved WHERE file = ? AND offset = ?"
        row: tuple[str, int] | None = self._database.execute(query, (file, offset)).fetchone()
        return row

    def _add_capture(self, file: str, captured: Captured, before: date | None) -> None:
        reference = captured.refers_to
        is_old = before is not None and captured.at.astimezone(UTC).date() < before
        row = (
            file, captured.offset, captured.length, captured.record_id, captured.url,
            captured.exchange.status if captured.exchange else 0, _moment(captured.at), captured.digest,
            reference.record_id if reference else None, reference.url if reference else None,
            _moment(reference.at)[:19] if reference and reference.at else None,
            reference.is_unmodified if reference else None, is_old,
        )  # fmt: skip
        self._database.execute("INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", row)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
