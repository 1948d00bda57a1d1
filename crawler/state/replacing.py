"""Replacing: what a state knows of some sites' articles, exchanged for what another says, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from crawler.state.database import Database
from crawler.state.rows import Segment, seconds

STATEMENTS = (
    # When an article was found to have vanished stays known: the new state may not have seen all that told of it.
    """
    INSERT OR REPLACE INTO main.records
        (id, site, url, version, content_hash, prints, published, fetched_at, segment, gone_at)
    SELECT made.id, made.site, made.url, made.version, made.content_hash, made.prints, made.published, made.fetched_at,
        made.segment, CASE WHEN old.id IS NULL THEN made.gone_at ELSE old.gone_at END
    FROM made.records AS made LEFT JOIN main.records AS old ON old.id = made.id
    WHERE made.site IN (SELECT site FROM temp.redone)
    """,
    """
    DELETE FROM main.records
    WHERE site IN (SELECT site FROM temp.redone) AND id NOT IN (SELECT id FROM made.records)
    """,
    # The last answer, and when the page is looked at again, stay; unless what was a reject is an article now, or the
    # other way around.
    """
    UPDATE main.urls AS old SET
        record_id = made.record_id,
        published = coalesce(made.published, old.published),
        fetched_at = coalesce(old.fetched_at, made.fetched_at),
        status = coalesce(old.status, made.status),
        due_at = CASE WHEN old.outcome IS NOT NULL
                AND (old.outcome = 'error' OR (old.record_id IS NULL) = (made.record_id IS NULL)) THEN old.due_at
            WHEN made.due_at > :now THEN made.due_at END,
        reason = CASE WHEN old.outcome = 'error' THEN old.reason ELSE made.reason END,
        outcome = CASE WHEN old.outcome = 'error' OR (old.outcome IS NOT NULL
                AND old.record_id IS NOT NULL AND made.record_id IS NOT NULL) THEN old.outcome
            ELSE made.outcome END
    FROM made.urls AS made WHERE made.key = old.key AND made.site IN (SELECT site FROM temp.redone)
    """,
    """
    INSERT OR IGNORE INTO main.urls (key, site, url, first_seen_at, sort_at, published, due_at, fetched_at, outcome,
        reason, status, record_id)
    SELECT key, site, url, first_seen_at, sort_at, published, CASE WHEN due_at > :now THEN due_at END, fetched_at,
        outcome, reason, status, record_id
    FROM made.urls WHERE site IN (SELECT site FROM temp.redone)
    """,
    """
    UPDATE main.urls SET record_id = NULL
    WHERE site IN (SELECT site FROM temp.redone) AND record_id IS NOT NULL
        AND record_id NOT IN (SELECT id FROM main.records)
    """,
    """
    DELETE FROM main.segments WHERE site IN (SELECT site FROM temp.redone) AND kind IN ('records', 'rejects')
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
            connection.execute("CREATE TEMP TABLE redone (site TEXT PRIMARY KEY)")
            connection.executemany("INSERT INTO temp.redone VALUES (?)", [(site,) for site in sites])
            for statement in STATEMENTS:
                connection.execute(statement, {"now": seconds(now)} if ":now" in statement else {})
            connection.executemany(SEGMENT, [(one.path, one.site, one.kind, one.committed_bytes) for one in segments])
    finally:
        database.close()
