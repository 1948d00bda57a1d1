"""What a site's articles have in common: how many of them hold each line. Furniture is told by it.

Bounded: lines that stand in one article only are forgotten when there are many, and all counts are halved now and then,
so that what a site no longer prints is forgotten, too.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from crawler.state.database import Database
from crawler.state.rows import CountedLine, SharedLine

# A line is furniture when it stands in this share of the articles, and in this many. News has refrains (the opening of
# a weekly column, the headings of a match report); none of them stands in every fourth article of a site.
LEAST_SHARE = 0.25
LEAST_COUNT = 5
LEAST_ARTICLES = 10  # of a site, before anything counts as furniture

# With fewer of its words new than this, an article is another's copy (a story sent again, a wire report under a second
# headline) and says nothing about furniture.
NEW_SHARE = 0.35

MOST_LINES = 300  # of one article that are counted: a live blog has thousands
MOST_ROWS = 20_000  # of a site; those that go when there are more are of one article, the oldest first
ROWS_AFTER = 15_000
HALVE_AT = 2_000  # articles: from then on, about the last so many say what is furniture
CHECK_EVERY = 64  # articles, for the number of rows

COUNT = """
    INSERT INTO memory_lines (site, key, articles, turn) VALUES (:site, :key, 1, :turn)
    ON CONFLICT DO UPDATE SET articles = articles + 1, turn = excluded.turn, text = :text
"""
EVICT = """
    DELETE FROM memory_lines WHERE (site, key) IN (
        SELECT site, key FROM memory_lines WHERE site = :site ORDER BY articles, turn LIMIT :surplus)
"""
SHARED = """
    SELECT key, text, articles, (SELECT articles FROM memory_sites WHERE memory_sites.site = memory_lines.site)
    FROM memory_lines WHERE site = ? AND text IS NOT NULL ORDER BY articles DESC, key
"""


class Memory:
    """The tables of the site memory."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def shared(self, site: str) -> list[SharedLine]:
        """The lines of `site` that more than one article holds, the commonest first."""
        return shared_lines(self._database.all(SHARED, (site,)))


def shared_lines(rows: Iterable[tuple[bytes, str, int, int]]) -> list[SharedLine]:
    """The rows that SHARED gives."""
    return [SharedLine(key, text, held, of, _is_furniture(held, of)) for key, text, held, of in rows]


def count(connection: sqlite3.Connection, site: str, lines: Sequence[CountedLine]) -> None:
    """Count the lines of a new article of `site`, each once, within the transaction that is open."""
    lines = list({line.key: line for line in lines[:MOST_LINES]}.values())
    row = connection.execute("SELECT articles, turn FROM memory_sites WHERE site = ?", (site,)).fetchone()
    articles, turn = row or (0, 0)
    if not lines or _is_copy(connection, site, articles, lines):
        return
    rows = [{"site": site, "key": line.key, "turn": turn + 1, "text": line.text} for line in lines]
    connection.executemany(COUNT, rows)
    articles += 1
    if articles >= HALVE_AT:
        articles //= 2
        connection.execute("UPDATE memory_lines SET articles = articles / 2 WHERE site = ?", (site,))
        connection.execute("DELETE FROM memory_lines WHERE site = ? AND articles = 0", (site,))
    connection.execute("INSERT OR REPLACE INTO memory_sites VALUES (?, ?, ?)", (site, articles, turn + 1))
    if turn % CHECK_EVERY == 0:
        (held,) = connection.execute("SELECT count(*) FROM memory_lines WHERE site = ?", (site,)).fetchone()
        if held > MOST_ROWS:
            connection.execute(EVICT, {"site": site, "surplus": held - ROWS_AFTER})


def _is_copy(connection: sqlite3.Connection, site: str, articles: int, lines: Sequence[CountedLine]) -> bool:
    marks = ", ".join("?" * len(lines))
    query = f"SELECT key, articles FROM memory_lines WHERE site = ? AND key IN ({marks})"  # noqa: S608 - marks only
    held = dict(connection.execute(query, (site, *(line.key for line in lines))).fetchall())
    own = [line for line in lines if not _is_furniture(held.get(line.key, 0), articles)]
    new = sum(line.words for line in own if line.key not in held)
    return new < NEW_SHARE * sum(line.words for line in own)


def _is_furniture(articles: int, of: int) -> bool:
    return of >= LEAST_ARTICLES and articles >= max(LEAST_COUNT, LEAST_SHARE * of)
