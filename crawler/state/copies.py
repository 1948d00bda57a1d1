"""Copies: which articles have nearly the same text as others, over all sites and runs.

Each article that is long enough has its signature here, found by 16 parts of it (locality-sensitive hashing, Indyk and
Motwani 1998). Articles that are near copies, of each other or by way of others, are a group; it is named by the one
that was taken in first. An article that is in a group stays in it, whatever its later versions say.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from crawler.likeness import BAND_BYTES, BANDS, are_copies, bands
from crawler.state.database import Values
from crawler.state.packed import hex_text, packed_hex
from crawler.state.rows import KnownRecord

# A key is the band, its four bytes of the signature, and the article's number: 4, 32 and 27 bits of 63.
NUMBER_BITS = 27
MOST_NUMBER = (1 << NUMBER_BITS) - 1

# Articles that are compared, a band: the latest. What thousands share (a desk's template) must not cost the more the
# more there are, and copies come soon after each other.
LATEST = 8

IN_BAND = f"""
    SELECT key & {MOST_NUMBER} FROM (
        SELECT key FROM copy_bands WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT {LATEST})
"""  # noqa: S608 - ours, as are all of these
ALIKE = f"""
    SELECT number, signature, coalesce(first, number) FROM packed_copies
    WHERE number IN ({" UNION ".join([IN_BAND] * BANDS)})
"""  # noqa: S608
KNOWN = """
    SELECT number, (SELECT signature FROM packed_copies WHERE packed_copies.number = packed_records.number)
    FROM packed_records WHERE id = ?
"""
KEEP = """
    INSERT INTO packed_copies (number, signature) VALUES (?, ?)
    ON CONFLICT (number) DO UPDATE SET signature = excluded.signature
"""
PLACE = """
    SELECT coalesce((SELECT first FROM packed_copies WHERE number = known.number), number) FROM packed_records AS known
"""
GROUP = f"SELECT {hex_text('id')} FROM packed_records WHERE number = ({PLACE} WHERE id = ?)"  # noqa: S608 - ours
GROUPS = f"""
    SELECT article.id, {hex_text("article.id")}, {hex_text("named.id")}
    FROM packed_records AS article
    JOIN packed_copies AS copy USING (number) JOIN packed_records AS named ON named.number = copy.first
    WHERE article.id > ? AND EXISTS (
        SELECT 1 FROM packed_copies AS other WHERE other.first = copy.first AND other.number != copy.number)
    ORDER BY article.id LIMIT 1000
"""  # noqa: S608

Ask = Callable[[str, Values], list[tuple[Any, ...]]]  # the rows of a query


class Copies:
    """The groups of articles, as far as they are committed."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def group_of(self, id: str) -> str:  # noqa: A002 - the field's name
        """The first article of the group of article `id`: itself when it has no copies, or is not on record."""
        return next((first for (first,) in self._ask(GROUP, (packed_hex(id),))), id)

    def groups(self) -> Iterator[tuple[str, str]]:
        """Id and group of every article that has copies, in order of the id."""
        after: str | bytes = ""
        while rows := self._ask(GROUPS, (after,)):
            for after, id_, first in rows:  # noqa: B007 - the last one is where the next rows begin
                yield id_, first

    def alike(self, signature: bytes) -> list[str]:
        """The ids of the articles that are near copies of the text of `signature`, in no order."""
        return [self.at(number) for number, _ in alike(self._ask, signature)]

    # For what is not committed yet: a group's place is the number of its first article, lower when it came earlier.

    def places_alike(self, signature: bytes) -> set[int]:
        """The places of the groups that hold a near copy of the text of `signature`."""
        return {first for _, first in alike(self._ask, signature)}

    def place_of(self, id: str) -> int | None:  # noqa: A002
        """The place of the group of article `id`; None when that is not on record."""
        return next((place for (place,) in self._ask(f"{PLACE} WHERE id = ?", (packed_hex(id),))), None)

    def at(self, place: int) -> str:
        """The id of the article with that number."""
        ((id_,),) = self._ask(f"SELECT {hex_text('id')} FROM packed_records WHERE number = ?", (place,))  # noqa: S608
        return str(id_)


def alike(ask: Ask, signature: bytes) -> list[tuple[int, int]]:
    """Number and group's first of the articles whose texts are near copies of that of `signature`."""
    bounds = [bound for low in _keys(signature, 0) for bound in (low, low + MOST_NUMBER)]
    if not bounds:
        return []
    return [(number, first) for number, other, first in ask(ALIKE, tuple(bounds)) if are_copies(signature, other)]


def keep_copies(connection: sqlite3.Connection, record: KnownRecord) -> None:
    """Know the text of `record`, which is on record, and let it join what it copies, in the transaction that is open.

    A record without a signature is as it was.
    """
    if record.signature is None:
        return
    number, before = connection.execute(KNOWN, (packed_hex(record.id),)).fetchone()
    near = set()
    if record.signature != (before or b""):
        near = set(keep_signature(connection, number, before or b"", record.signature))
    if record.duplicate_of:
        near |= {one for one, _ in connection.execute(KNOWN, (packed_hex(record.duplicate_of),)).fetchall()}
    unite(connection, {number, *near})


def keep_signature(connection: sqlite3.Connection, number: int, before: bytes, signature: bytes) -> list[int]:
    """The numbers of the articles that are near copies of article `number`, which has `signature` from now on."""
    gone = [(key,) for key in _keys(before, number)]
    connection.executemany("DELETE FROM copy_bands WHERE key = ?", gone)
    near = [one for one, _ in alike(lambda query, values: connection.execute(query, values).fetchall(), signature)]
    connection.execute(KEEP, (number, signature))
    new = [(key,) for key in _keys(signature, number)]
    connection.executemany("INSERT OR IGNORE INTO copy_bands VALUES (?)", new)
    return near


def unite(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Let the articles of these numbers be of one group, with all that are in theirs; for one alone nothing changes."""
    rows = [(number,) for number in numbers]
    if len(rows) < 2:
        return
    connection.executemany("INSERT OR IGNORE INTO packed_copies (number, signature) VALUES (?, x'')", rows)
    place = "SELECT coalesce(first, number) FROM packed_copies WHERE number = ?"
    places = {connection.execute(place, row).fetchone()[0] for row in rows}
    first = min(places)
    connection.executemany("UPDATE packed_copies SET first = ? WHERE first = ?", [(first, one) for one in places])
    connection.executemany("UPDATE packed_copies SET first = ? WHERE number = ?", [(first, one) for (one,) in rows])


def _keys(signature: bytes, number: int) -> list[int]:
    return [(band << 8 * BAND_BYTES | value) << NUMBER_BITS | number for band, value in enumerate(bands(signature))]
