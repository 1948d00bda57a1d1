"""The ledger: every capture of an archive, what refers to what, and so which stay. A file keeps memory flat."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.archive.captured import CAPTURES, Captured
from crawler.archive.page_note import note_of

TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE captures (
        number INTEGER PRIMARY KEY, file TEXT, offset INTEGER, length INTEGER, record_id TEXT, url TEXT, status INTEGER,
        at TEXT, digest TEXT, refers_id TEXT, refers_url TEXT, refers_at TEXT, is_unmodified INTEGER, may_go INTEGER,
        is_kept INTEGER
    );
    CREATE TABLE beside (file TEXT, offset INTEGER, length INTEGER, concurrent_to TEXT);
    CREATE TABLE further (page TEXT, part TEXT);
    CREATE TABLE records (id TEXT, version INTEGER, capture TEXT);
    CREATE TABLE moved (file TEXT, offset INTEGER, new_file TEXT, new_offset INTEGER, new_length INTEGER,
        PRIMARY KEY (file, offset));
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies in a file."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Captures of a file that may go, and those of them that do."""

    may_go: int
    dropped: int


class Ledger:
    """A database at `path`, thrown away in the end. First all is added, then one `begins` to choose; then it is asked.

    Whoever chooses does so in `database`, by `is_kept` of the captures.
    """

    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.executescript(TABLES)

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def add(self, file: str, captured: Captured, *, may_go: bool) -> None:
        """Know a record of `file`."""
        if captured.kind in CAPTURES:
            self._add_capture(file, captured, may_go)
        elif captured.kind != "warcinfo":
            row = (file, captured.offset, captured.length, captured.concurrent_to)
            self.database.execute("INSERT INTO beside VALUES (?, ?, ?, ?)", row)
            if note := note_of(captured):
                rows = [(captured.concurrent_to, part) for _, part in note.further]
                self.database.executemany("INSERT INTO further VALUES (?, ?)", rows)

    def keep_all(self, file: str) -> None:
        """Let nothing of `file` go, of which not all could be read."""
        self.database.execute("UPDATE captures SET may_go = 0 WHERE file = ?", (file,))

    def add_record(self, id: str, version: int, capture: str) -> None:  # noqa: A002 - the field's name
        """Know that this version of an article was made from the capture with that WARC-Record-ID."""
        self.database.execute("INSERT INTO records VALUES (?, ?, ?)", (id, version, capture))

    def begin(self) -> None:
        """All is added: what may go is given up, until something keeps it."""
        self.database.executescript(INDEXES)
        self.database.execute("UPDATE captures SET is_kept = NOT may_go")

    def tally(self, file: str) -> Tally:
        query = "SELECT coalesce(sum(may_go), 0), coalesce(sum(NOT is_kept), 0) FROM captures WHERE file = ?"
        return Tally(*self.database.execute(query, (file,)).fetchone())

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
        with closing(self.database.execute(query, {"file": file})) as rows:
            for offset, length in rows:
                yield Place(offset, length)

    def has_kept(self, file: str) -> bool:
        """Whether a capture of `file` stays."""
        query = "SELECT 1 FROM captures WHERE file = ? AND is_kept LIMIT 1"
        return self.database.execute(query, (file,)).fetchone() is not None

    def dropped(self) -> Iterator[tuple[str, str]]:
        """WARC-Record-ID and digest of each capture that goes."""
        with closing(self.database.execute("SELECT record_id, digest FROM captures WHERE NOT is_kept")) as rows:
            yield from rows

    def move(self, file: str, offset: int, new_file: str, place: Place) -> None:
        """Know where a record lies from now on."""
        row = (file, offset, new_file, place.offset, place.length)
        self.database.execute("INSERT INTO moved VALUES (?, ?, ?, ?, ?)", row)

    def moved(self, file: str, offset: int) -> tuple[str, Place] | None:
        """The file and place where what lay there lies from now on; None: it goes."""
        query = "SELECT new_file, new_offset, new_length FROM moved WHERE file = ? AND offset = ?"
        row = self.database.execute(query, (file, offset)).fetchone()
        return (row[0], Place(row[1], row[2])) if row else None

    def _add_capture(self, file: str, captured: Captured, may_go: bool) -> None:
        reference = captured.refers_to
        row = (
            file, captured.offset, captured.length, captured.record_id, captured.url,
            captured.exchange.status if captured.exchange else 0, moment(captured.at), captured.digest,
            reference.record_id if reference else None, reference.url if reference else None,
            moment(reference.at)[:19] if reference and reference.at else None,
            reference.is_unmodified if reference else None, may_go,
        )  # fmt: skip
        self.database.execute("INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)", row)


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
