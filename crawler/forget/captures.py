"""Which captures of an archive go, and which revisits of others stood for one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.archive.captured import CAPTURES, Captured
from crawler.archive.page_note import note_of
from crawler.rewrite.ledger import Ledger, Place
from crawler.run.forgotten import hash_of_url

TABLES = """
    CREATE TABLE addresses (file TEXT, offset INTEGER, hash TEXT, leads_to TEXT);
    CREATE INDEX addresses_hash ON addresses (hash);
    CREATE INDEX addresses_place ON addresses (file, offset);
    CREATE TABLE parts (page TEXT, hash TEXT, url TEXT);
    CREATE TABLE going (hash TEXT PRIMARY KEY);
"""

# The other pages of an article go with it.
PARTS = """
    SELECT DISTINCT addresses.hash, parts.url FROM parts
    JOIN captures ON captures.record_id = parts.page
    JOIN addresses ON addresses.file = captures.file AND addresses.offset = captures.offset
    WHERE addresses.hash IN (SELECT hash FROM going)
"""
# What answered at one of the addresses, and what led there: that says the address.
GOES = """
    UPDATE captures SET may_go = 1 WHERE EXISTS (
        SELECT 1 FROM addresses WHERE addresses.file = captures.file AND addresses.offset = captures.offset
            AND (hash IN (SELECT hash FROM going) OR leads_to IN (SELECT hash FROM going)))
"""
# A revisit that stays, and the payload that goes: named by it, or by its digest when what it names is not there.
WIDOWS = """
    SELECT one.file, one.offset, one.length, other.file, other.offset, other.length
    FROM captures AS one JOIN captures AS other ON other.refers_id IS NULL AND NOT other.is_kept AND (
        (one.refers_id <> '' AND other.record_id = one.refers_id)
        OR (one.refers_url = other.url AND one.refers_at = substr(other.at, 1, 19))
        OR (one.digest <> '' AND other.digest = one.digest AND other.at <= one.at AND NOT one.is_unmodified
            AND NOT EXISTS (SELECT 1 FROM captures AS named WHERE named.record_id = one.refers_id)))
    WHERE one.is_kept AND one.refers_id IS NOT NULL
    ORDER BY one.file, one.offset, other.at
"""


@dataclass(frozen=True, slots=True)
class Widow:
    """A revisit that stays, and where the payload lies that it stood for."""

    place: Place
    file: str
    payload: Place


class Addresses:
    """The addresses of the captures in `ledger`. First all is added, then come the questions, `give_up` the last."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        ledger.database.executescript(TABLES)

    def add(self, file: str, captured: Captured) -> None:
        """Know what a record of `file` says of addresses."""
        if captured.kind in CAPTURES:
            exchange = captured.exchange
            location = exchange.header("location") if exchange and 300 <= exchange.status < 400 else ""
            leads_to = _hash(urljoin(captured.url, location)) if location else None
            row = (file, captured.offset, _hash(captured.url), leads_to)
            self._ledger.database.execute("INSERT INTO addresses VALUES (?, ?, ?, ?)", row)
        elif note := note_of(captured):
            rows = [(captured.concurrent_to, _hash(url), url) for url, _ in note.further]
            self._ledger.database.executemany("INSERT INTO parts VALUES (?, ?, ?)", rows)

    def file_of(self, hash_: str) -> str | None:
        """A file that holds a capture of that address."""
        row = self._ledger.database.execute("SELECT file FROM addresses WHERE hash = ? LIMIT 1", (hash_,)).fetchone()
        return row[0] if row else None

    def parts_of(self, hashes: Iterable[str]) -> list[tuple[str, str]]:
        """The other pages of the articles at the addresses `hashes`: the article's hash, and the page's URL."""
        self._going(hashes)
        return self._ledger.database.execute(PARTS).fetchall()

    def give_up(self, hashes: Iterable[str], site_files: Iterable[str]) -> None:
        """Let all captures of the addresses `hashes` go, and all in `site_files`."""
        database = self._ledger.database
        self._going(hashes)
        database.execute(GOES)
        database.executemany("UPDATE captures SET may_go = 1 WHERE file = ?", [(file,) for file in site_files])

    def widows(self) -> dict[str, dict[int, Widow]]:
        """By file and offset, the revisits that stay without their payload."""
        found: dict[str, dict[int, Widow]] = {}
        for file, offset, length, other, at, other_length in self._ledger.database.execute(WIDOWS):
            widow = Widow(Place(offset, length), other, Place(at, other_length))
            found.setdefault(file, {})[offset] = widow
        return found

    def _going(self, hashes: Iterable[str]) -> None:
        rows = [(hash_,) for hash_ in hashes]
        self._ledger.database.executemany("INSERT OR IGNORE INTO going VALUES (?)", rows)


def _hash(url: str) -> str | None:
    try:
        return hash_of_url(url)
    except ValueError:
        return None
