"""The plan: what an archive holds and what is on record, in a database beside the store, so that memory stays flat."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.archive.captured import Captured
from crawler.archive.page_note import PageNote
from crawler.dates import Window, utc_stamp
from crawler.items import Reservation
from crawler.reprocess.stored import Place, Stored

TABLES = """
    CREATE TABLE captures (
        number INTEGER PRIMARY KEY, record_id TEXT, path TEXT, offset INTEGER, length INTEGER, url TEXT, at TEXT,
        digest TEXT, refers_id TEXT, refers_url TEXT, refers_at TEXT, is_revisit INTEGER
    );
    CREATE TABLE pages (
        number INTEGER PRIMARY KEY, order_at TEXT, capture INTEGER, site TEXT, requested_url TEXT, fetched_at TEXT,
        via TEXT, lineage TEXT, since TEXT, until TEXT, further TEXT, tdm TEXT, tdm_policy TEXT
    );
    CREATE TABLE lines (
        number INTEGER PRIMARY KEY, kind TEXT, site TEXT, segment TEXT, offset INTEGER, length INTEGER,
        requested_url TEXT, fetched_at TEXT, published TEXT, id TEXT, version INTEGER, record_id TEXT,
        used INTEGER DEFAULT 0, page INTEGER
    );
"""
INDEXES = """
    CREATE INDEX captures_id ON captures (record_id);
    CREATE INDEX captures_url ON captures (url, at);
    CREATE INDEX captures_digest ON captures (digest);
    CREATE INDEX pages_order ON pages (order_at, number);
    CREATE INDEX pages_fetch ON pages (requested_url, fetched_at);
    CREATE INDEX lines_record ON lines (id, version);
"""
# A line is of the page whose capture it points at. One without a pointer is known by URL and second alone; of two pages
# of one second, all such lines are the first one's.
PAGE_OF_LINE = """
    UPDATE lines SET page = (
        SELECT pages.number FROM captures JOIN pages ON pages.capture = captures.number
        WHERE captures.record_id = lines.record_id AND pages.requested_url = lines.requested_url
            AND pages.fetched_at = lines.fetched_at AND pages.site = lines.site LIMIT 1)
    WHERE record_id <> '';
    UPDATE lines SET page = (
        SELECT pages.number FROM pages
        WHERE pages.requested_url = lines.requested_url AND pages.fetched_at = lines.fetched_at
            AND pages.site = lines.site
        ORDER BY pages.order_at, pages.number LIMIT 1)
    WHERE record_id = '';
    CREATE INDEX lines_page ON lines (page);
"""
# Of PlannedPage.
PAGE_COLUMNS = (
    "order_at, capture, site, requested_url, fetched_at, via, lineage, since, until, further, tdm, tdm_policy"
)
LINE_COLUMNS = (
    "number, kind, site, segment, offset, length, requested_url, fetched_at, published, id, version, record_id"
)


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page to be read. `order_at` is when it was taken in; `fetched_at` is as in its record."""

    number: int
    order_at: str
    capture: int
    site: str
    fetched_at: str
    note: PageNote


@dataclass(frozen=True, slots=True)
class OldLine:
    """A line that is on record; `id` is "" for a reject, `record_id` for one that points at no capture."""

    number: int
    kind: str
    site: str
    segment: str
    offset: int
    length: int
    requested_url: str
    fetched_at: str
    published: str | None
    id: str
    version: int
    record_id: str


class Plan:
    """A database at `path`, which is thrown away in the end. First all is added, then `ready` is called, then asked."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
        self._database.execute("CREATE INDEX captures_early ON captures (record_id)")

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def add_capture(self, captured: Captured) -> int:
        """Know where a response, resource or revisit lies; its number."""
        reference = captured.refers_to
        row = (
            captured.record_id, str(captured.file), captured.offset, captured.length, captured.url,
            _moment(captured.at), captured.digest, reference.record_id if reference else "",
            reference.url if reference else "", _moment(reference.at) if reference and reference.at else "",
            reference is not None,
        )  # fmt: skip
        query = "INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        return int(self._database.execute(query, row).lastrowid or 0)

    def capture_of(self, record_id: str) -> tuple[int, datetime] | None:
        """The number of the last capture with that WARC-Record-ID, and when it was made."""
        query = "SELECT number, at FROM captures WHERE record_id = ? ORDER BY number DESC LIMIT 1"
        row = self._database.execute(query, (record_id,)).fetchone()
        return (row[0], datetime.fromisoformat(row[1])) if row else None

    def add_page(self, capture: int, site: str, order_at: datetime, fetched_at: datetime, note: PageNote) -> None:
        """Have a page read, after all those whose `order_at` is before its own, or the same and added before."""
        window = note.window
        row = (
            _moment(order_at), capture, site, note.requested_url, utc_stamp(fetched_at), note.found_via,
            " ".join(note.lineage), _day(window.since), _day(window.until), json.dumps(note.further),
            note.says and note.says.reservation, note.says and note.says.policy,
        )  # fmt: skip
        self._database.execute(f"INSERT INTO pages ({PAGE_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", row)  # noqa: S608

    def add_line(self, line: OldLine) -> None:
        """Know a line that is on record; its `number` is given here."""
        row = (
            line.kind, line.site, line.segment, line.offset, line.length, line.requested_url, line.fetched_at,
            line.published, line.id, line.version, line.record_id,
        )  # fmt: skip
        self._database.execute("INSERT INTO lines VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)", row)

    def ready(self) -> None:
        """Nothing more is added."""
        self._database.executescript("DROP INDEX captures_early;" + INDEXES + PAGE_OF_LINE)

    def sites(self) -> list[str]:
        """The sites that pages belong to."""
        return [site for (site,) in self._database.execute("SELECT DISTINCT site FROM pages ORDER BY site")]

    def count_pages(self) -> int:
        """How many pages there are to read."""
        (count,) = self._database.execute("SELECT count(*) FROM pages").fetchone()
        return int(count)

    def pages(self) -> Iterator[PlannedPage]:
        """The pages in the order in which they were taken in."""
        query = f"SELECT number, {PAGE_COLUMNS} FROM pages ORDER BY order_at, number"  # noqa: S608
        with closing(self._database.execute(query)) as rows:
            for (
                number,
                order_at,
                capture,
                site,
                url,
                fetched_at,
                via,
                lineage,
                since,
                until,
                further,
                tdm,
                policy,
            ) in rows:
                window = Window(
                    date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None
                )
                parts = tuple((asked, record_id) for asked, record_id in json.loads(further))
                says = Reservation(tdm, policy) if tdm else None
                note = PageNote(url, via, tuple(lineage.split()), window, parts, says)
                yield PlannedPage(number, order_at, capture, site, fetched_at, note)

    def orphans(self) -> Iterator[OldLine]:
        """The lines on record whose page the archive does not hold, oldest first."""
        yield from self._lines("WHERE page IS NULL ORDER BY fetched_at, number", ())

    def lines_of(self, page: PlannedPage) -> list[OldLine]:
        """The lines on record that the page gave."""
        return list(self._lines("WHERE page = ? ORDER BY number", (page.number,)))

    def take_record(self, site: str, id: str, version: int) -> OldLine | None:  # noqa: A002 - the field's name
        """The record of that id and version as it was; from now on it does not count as vanished."""
        found = list(self._lines("WHERE id = ? AND version = ? AND site = ? AND NOT used LIMIT 1", (id, version, site)))
        for line in found:
            self._database.execute("UPDATE lines SET used = 1 WHERE number = ?", (line.number,))
            return line
        return None

    def count_vanished(self) -> int:
        """How many records were on record that `take_record` was never asked for."""
        (count,) = self._database.execute("SELECT count(*) FROM lines WHERE kind = 'records' AND NOT used").fetchone()
        return int(count)

    def stored(self, capture: int) -> Stored | None:
        """Where the page of that capture lies; None when it is a revisit whose payload is not in the archive."""
        query = (
            "SELECT path, offset, length, is_revisit, refers_id, refers_url, refers_at, digest, at FROM captures"
            " WHERE number = ?"
        )
        path, offset, length, is_revisit, *reference = self._database.execute(query, (capture,)).fetchone()
        place = Place(Path(path), offset, length)
        if not is_revisit:
            return Stored(place)
        original = self._original(*reference)
        return Stored(place, original) if original else None

    def _original(self, record_id: str, url: str, refers_at: str, digest: str, at: str) -> Place | None:
        """Of a revisit: by the id that it names, else by URL and second, else the last with its digest before it."""
        second = refers_at[: len("2026-03-04T12:00:00")]
        for where, values in (
            ("record_id = ? AND record_id <> ''", (record_id,)),
            ("url = ? AND ? <> '' AND at >= ? AND at < ?", (url, second, second, second + "~")),
            ("digest = ? AND digest <> '' AND at <= ?", (digest, at)),
        ):
            query = (
                f"SELECT path, offset, length FROM captures WHERE NOT is_revisit AND {where} ORDER BY at DESC LIMIT 1"  # noqa: S608
            )
            if row := self._database.execute(query, values).fetchone():
                return Place(Path(row[0]), row[1], row[2])
        return None

    def _lines(self, where: str, values: tuple[str | int, ...]) -> Iterator[OldLine]:
        with closing(self._database.execute(f"SELECT {LINE_COLUMNS} FROM lines {where}", values)) as rows:  # noqa: S608
            for row in rows:
                yield OldLine(*row)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
