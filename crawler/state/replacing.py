"""Replacing: what a state knows of some sites' articles, exchanged for what another says, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from crawler.state.database import Database
from crawler.state.packed import OWN_ID
from crawler.state.regrouping import take_signatures
from crawler.state.rows import Segment, seconds
from crawler.state.words import OUTCOMES

SITE_IS_REDONE = "site IN (SELECT site FROM temp.redone)"
MADE_SITE_IS_REDONE = "made.site IN (SELECT made_site FROM temp.redone)"

ERROR = OUTCOMES["error"]


def _ours(column: str) -> str:
    """The number that a word of the state that was made has here."""
    return f"(SELECT number FROM temp.word WHERE made_number = made.{column})"  # noqa: S608 - ours, as are all of these


STATEMENTS = (
    "INSERT OR IGNORE INTO main.words (word) SELECT word FROM made.words",
    """
    CREATE TEMP TABLE word AS SELECT made.number AS made_number, ours.number AS number
    FROM made.words AS made JOIN main.words AS ours USING (word)
    """,
    """
    CREATE TEMP TABLE redone AS SELECT word.number AS site, word.made_number AS made_site
    FROM temp.word AS word JOIN main.words AS ours USING (number)
    WHERE ours.word IN (SELECT site FROM temp.named_site)
    """,
    # The last answer, and when the page is looked at again, stay; unless what was a reject is an article now, or the
    # other way around.
    f"""
    UPDATE main.packed_urls AS old SET
        record_id = made.record_id,
        alias_of = made.alias_of,
        published = coalesce(made.published, old.published),
        fetched_at = coalesce(old.fetched_at, made.fetched_at),
        status = coalesce(old.status, made.status),
        due_at = CASE WHEN old.outcome IS NOT NULL
                AND (old.outcome = {ERROR} OR (old.record_id IS NULL) = (made.record_id IS NULL)) THEN old.due_at
            WHEN made.due_at > :now THEN made.due_at END,
        reason = CASE WHEN old.outcome = {ERROR} THEN old.reason ELSE {_ours("reason")} END,
        outcome = CASE WHEN old.outcome = {ERROR} OR (old.outcome IS NOT NULL
                AND old.record_id IS NOT NULL AND made.record_id IS NOT NULL) THEN old.outcome
            ELSE made.outcome END
    FROM made.packed_urls AS made WHERE made.hash = old.hash AND {MADE_SITE_IS_REDONE}
    """,  # noqa: S608
    f"""
    INSERT OR IGNORE INTO main.packed_urls (hash, key, site, url, first_seen_at, sort_at, published, due_at, fetched_at,
        outcome, reason, status, record_id, alias_of)
    SELECT hash, key, {_ours("site")}, url, first_seen_at, sort_at, published,
        CASE WHEN due_at > :now THEN due_at END, fetched_at, outcome, {_ours("reason")}, status, record_id,
        alias_of
    FROM made.packed_urls AS made WHERE {MADE_SITE_IS_REDONE}
    """,  # noqa: S608
    # When an article was found to have vanished stays known: the new state may not have seen all that told of it.
    f"""
    INSERT INTO main.packed_records
        (id, site, url, version, content_hash, prints, published, fetched_at, segment, gone_at)
    SELECT made.id, {_ours("site")},
        iif(EXISTS (SELECT 1 FROM main.packed_urls WHERE hash = made.id), made.url,
            (SELECT url FROM made.records AS shown WHERE shown.number = made.number)),
        made.version, made.content_hash, made.prints, made.published, made.fetched_at, {_ours("segment")},
        CASE WHEN old.id IS NULL THEN made.gone_at ELSE old.gone_at END
    FROM made.packed_records AS made LEFT JOIN main.packed_records AS old ON old.id = made.id
    WHERE {MADE_SITE_IS_REDONE}
    ON CONFLICT (id) DO UPDATE SET site = excluded.site, url = excluded.url, version = excluded.version,
        content_hash = excluded.content_hash, prints = excluded.prints, published = excluded.published,
        fetched_at = excluded.fetched_at, segment = excluded.segment, gone_at = excluded.gone_at
    """,  # noqa: S608
    f"""
    DELETE FROM main.packed_records WHERE {SITE_IS_REDONE} AND id NOT IN (SELECT id FROM made.packed_records)
    """,  # noqa: S608
    f"""
    UPDATE main.packed_urls SET record_id = NULL
    WHERE {SITE_IS_REDONE} AND record_id IS NOT NULL AND {OWN_ID} NOT IN (SELECT id FROM main.packed_records)
    """,  # noqa: S608
    f"""
    UPDATE main.packed_urls SET alias_of = NULL
    WHERE {SITE_IS_REDONE} AND alias_of IS NOT NULL AND alias_of NOT IN (SELECT id FROM main.packed_records)
    """,  # noqa: S608
    # What a site has taught stays as it is, or the same archive would be read another way the next time.
    """
    INSERT INTO main.memory_lines SELECT * FROM made.memory_lines
    WHERE site IN (SELECT site FROM temp.named_site) AND site NOT IN (SELECT site FROM main.memory_sites)
    """,
    """
    INSERT OR IGNORE INTO main.memory_sites SELECT * FROM made.memory_sites
    WHERE site IN (SELECT site FROM temp.named_site)
    """,
    """
    DELETE FROM main.segments
    WHERE site IN (SELECT site FROM temp.named_site) AND kind IN ('records', 'rejects')
    """,
)
SEGMENT = "INSERT INTO main.segments (path, site, kind, committed_bytes, closed) VALUES (?, ?, ?, ?, 1)"


def replace_sites(path: Path, made: Path, sites: Sequence[str], segments: Sequence[Segment], now: datetime) -> None:
    """Let the state at `path` know of `sites` the articles that the state at `made` knows, lying in `segments`.

    Hold the sites' locks, and have `made` closed. Raises CannotWrite, and then nothing has changed.
    """
    database = Database(path)
    try:
        database.attach(made, "made")
        with database.writing() as connection:
            connection.execute("CREATE TEMP TABLE named_site (site TEXT PRIMARY KEY)")
            connection.executemany("INSERT INTO temp.named_site VALUES (?)", [(site,) for site in sites])
            for statement in STATEMENTS:
                connection.execute(statement, {"now": seconds(now)} if ":now" in statement else {})
            take_signatures(connection)
            connection.executemany(SEGMENT, [(one.path, one.site, one.kind, one.committed_bytes) for one in segments])
    finally:
        database.close()
