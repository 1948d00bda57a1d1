"""Regrouping: the groups of copies as the texts of articles are now, after many came in or changed at once."""

import sqlite3

from crawler.state.copies import keep_signature, unite
from crawler.state.packed import packed_hex
from crawler.state.rows import KnownRecord

CHANGED = """
    CREATE TEMP TABLE changed AS
    SELECT ours.number AS number, coalesce(before.signature, x'') AS before, coalesce(now.signature, x'') AS signature
    FROM made.packed_records AS made JOIN main.packed_records AS ours USING (id)
    LEFT JOIN made.packed_copies AS now ON now.number = made.number
    LEFT JOIN main.packed_copies AS before ON before.number = ours.number
    WHERE coalesce(now.signature, x'') != coalesce(before.signature, x'')
"""
# All of a group in which one text is another: who is still a copy is found out anew.
DISSOLVED = """
    CREATE TEMP TABLE dissolved AS SELECT number, signature FROM main.packed_copies WHERE first IN (
        SELECT first FROM main.packed_copies WHERE first IS NOT NULL AND number IN (SELECT number FROM temp.changed))
"""
JOINED = """
    SELECT ours.number, named.number FROM made.packed_copies AS made
    JOIN made.packed_records AS article ON article.number = made.number
    JOIN made.packed_records AS first ON first.number = made.first
    JOIN main.packed_records AS ours ON ours.id = article.id JOIN main.packed_records AS named ON named.id = first.id
    WHERE ours.number != named.number
"""

MARK = "INSERT OR REPLACE INTO temp.marked VALUES (?, ?)"
MARKED = """
    SELECT ours.number, named.number FROM temp.marked AS marked
    JOIN packed_records AS ours ON ours.id = marked.id JOIN packed_records AS named ON named.id = marked.first
"""
ELECTED = """
    CREATE TEMP TABLE elected AS SELECT first, number FROM (
        SELECT first, number, row_number() OVER (
            PARTITION BY first ORDER BY id IN (SELECT id FROM temp.marked), fetched_at, id) AS place
        FROM packed_copies JOIN packed_records USING (number) WHERE first IS NOT NULL)
    WHERE place = 1
"""
ELECT = "UPDATE packed_copies SET first = elected.number FROM temp.elected WHERE packed_copies.first = elected.first"


def take_signatures(connection: sqlite3.Connection) -> None:
    """Let the articles that the attached state `made` knows have its signatures, and be grouped by them."""
    connection.execute(CHANGED)
    connection.execute(DISSOLVED)
    connection.execute("UPDATE main.packed_copies SET first = NULL WHERE number IN (SELECT number FROM temp.dissolved)")
    near = "SELECT number, before, signature FROM temp.changed ORDER BY number"
    for number, before, signature in connection.execute(near):
        unite(connection, {number, *keep_signature(connection, number, before, signature)})
    again = """
        SELECT number, signature FROM temp.dissolved WHERE number NOT IN (SELECT number FROM temp.changed)
        ORDER BY number
    """
    for number, signature in connection.execute(again):
        unite(connection, {number, *keep_signature(connection, number, signature, signature)})
    for numbers in connection.execute(JOINED):
        unite(connection, set(numbers))


def begin_marks(connection: sqlite3.Connection) -> None:
    """Get ready for `mark`."""
    connection.execute("CREATE TEMP TABLE marked (id PRIMARY KEY, first NOT NULL) WITHOUT ROWID")


def mark(connection: sqlite3.Connection, record: KnownRecord) -> None:
    """Remember what the newest version of an article says that it copies: the first may be read only later."""
    if record.duplicate_of:
        connection.execute(MARK, (packed_hex(record.id), packed_hex(record.duplicate_of)))
    else:
        connection.execute("DELETE FROM temp.marked WHERE id = ?", (packed_hex(record.id),))


def elect_firsts(connection: sqlite3.Connection) -> None:
    """Let each group be named by the one of it that copies none, by its record; of several, by that fetched first."""
    for numbers in connection.execute(MARKED):
        unite(connection, set(numbers))
    connection.execute(ELECTED)
    connection.execute(ELECT)
