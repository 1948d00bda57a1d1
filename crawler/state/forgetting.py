"""Forgetting: all that a state knows of some articles, or of a site, leaves it within a transaction.

What hangs on an article by its row of `packed_records`, such as its group of copies, goes with that row.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from crawler.state.copies import drop_parts
from crawler.state.packed import OWN_ID, packed_hex, packed_key
from crawler.state.words import number_of


@dataclass(frozen=True, slots=True)
class Going:
    """What goes: articles by id, addresses by the hash (hex) of their key, memory lines by site and key; or a site."""

    ids: Collection[str] = ()
    hashes: Collection[str] = ()
    lines: Collection[tuple[str, bytes]] = ()
    site: str | None = None


# A line that one or two articles hold was theirs; one that more hold is the site's, and is counted once less.
LINES = (
    "DELETE FROM memory_lines WHERE (site, key) IN (SELECT site, key FROM temp.going_lines) AND articles <= 2",
    """
    UPDATE memory_lines SET articles = articles - 1 WHERE (site, key) IN (SELECT site, key FROM temp.going_lines)
    """,
)
NUMBERS = "SELECT number FROM packed_records WHERE id IN (SELECT id FROM temp.going_ids)"
ARTICLES = (
    "DELETE FROM packed_payloads WHERE page IN (SELECT number FROM temp.going_urls)",
    # An address may be packed against the row of another page, that goes.
    """
    UPDATE packed_records SET url = (SELECT url FROM records WHERE records.number = packed_records.number)
    WHERE id IN (SELECT hash FROM packed_urls WHERE number IN (SELECT number FROM temp.going_urls))
    """,
    "DELETE FROM packed_records WHERE id IN (SELECT id FROM temp.going_ids)",
    "DELETE FROM packed_urls WHERE number IN (SELECT number FROM temp.going_urls)",
)
SITE = (
    f"INSERT OR IGNORE INTO temp.going_ids SELECT id FROM packed_records WHERE site = {number_of(':site')}",  # noqa: S608 - ours, as all
    f"INSERT OR IGNORE INTO temp.going_urls SELECT number FROM packed_urls WHERE site = {number_of(':site')}",  # noqa: S608
    "DELETE FROM sources WHERE site = :site",
    "DELETE FROM memory_lines WHERE site = :site",
    "DELETE FROM memory_sites WHERE site = :site",
)


def forget(connection: sqlite3.Connection, going: Going) -> None:
    """Let the state know nothing of what is `going`; freed pages of the file are overwritten."""
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("CREATE TEMP TABLE going_ids (id PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE going_urls (number INTEGER PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE going_hashes (hash BLOB PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE going_lines (site, key)")
    connection.executemany("INSERT OR IGNORE INTO temp.going_ids VALUES (?)", [(packed_hex(id_),) for id_ in going.ids])
    hashes = {bytes.fromhex(text) for text in going.hashes}
    connection.executemany("INSERT INTO temp.going_hashes VALUES (?)", [(hash_,) for hash_ in hashes])
    connection.executemany("INSERT INTO temp.going_lines VALUES (?, ?)", going.lines)
    connection.execute(
        f"INSERT INTO temp.going_urls SELECT number FROM packed_urls"  # noqa: S608
        f" WHERE hash IN (SELECT hash FROM temp.going_hashes) OR {OWN_ID} IN (SELECT id FROM temp.going_ids)"
        f" OR alias_of IN (SELECT id FROM temp.going_ids)"
    )
    if going.site is not None:
        for statement in SITE:
            connection.execute(statement, {"site": going.site} if ":site" in statement else {})
    sources = connection.execute("SELECT site, kind, key FROM sources").fetchall()
    named = [row for row in sources if packed_key(row[2]) in hashes]
    connection.executemany("DELETE FROM sources WHERE site = ? AND kind = ? AND key = ?", named)
    numbers = connection.execute(NUMBERS).fetchall()
    drop_parts(connection, [number for (number,) in numbers])
    for statement in (*LINES, *ARTICLES):
        connection.execute(statement)
