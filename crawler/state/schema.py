"""The tables of the state, and how an older state becomes today's."""

import sqlite3

from crawler.errors import CannotWrite

# An entry a version: the statements that bring the version before it up to it. Never edit one that has been released.
MIGRATIONS = (
    (
        """
        CREATE TABLE urls (
            key TEXT PRIMARY KEY,      -- url_key: what two addresses of one page share
            site TEXT NOT NULL,
            url TEXT NOT NULL,         -- what is fetched
            via TEXT,                  -- kind of the source that named it first; null: a person or a redirect
            first_seen_at INTEGER NOT NULL,  -- Unix seconds, as every *_at here
            sort_at INTEGER NOT NULL,  -- newest first: published, else modified, else first seen
            published TEXT,            -- day, as a source or the page said
            modified TEXT,             -- RFC 3339, as a source said last
            due_at INTEGER,            -- null: not due
            claimed_by INTEGER,        -- run that has it in hand
            fetched_at INTEGER,
            outcome TEXT,              -- record, unchanged, reject, outside, error
            reason TEXT,               -- of a reject or an error
            status INTEGER,            -- HTTP, of the last answer
            etag TEXT,
            last_modified TEXT,
            failures INTEGER NOT NULL DEFAULT 0,  -- in a row
            record_id TEXT             -- article that the page is, under whatever URL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX urls_due ON urls (site, sort_at) WHERE due_at IS NOT NULL AND claimed_by IS NULL",
        "CREATE INDEX urls_outside ON urls (site) WHERE outcome = 'outside'",
        "CREATE INDEX urls_claimed ON urls (site) WHERE claimed_by IS NOT NULL",
        """
        CREATE TABLE records (
            id TEXT PRIMARY KEY,
            site TEXT NOT NULL,
            url TEXT NOT NULL,
            version INTEGER NOT NULL,
            content_hash TEXT NOT NULL,
            prints TEXT NOT NULL,      -- JSON: field to the hash of its value, to tell what changed
            published TEXT,            -- day
            fetched_at INTEGER NOT NULL,
            segment TEXT,              -- file of the newest version, relative to the store
            gone_at INTEGER            -- when its page was first found to have vanished
        ) WITHOUT ROWID
        """,
        "CREATE INDEX records_content ON records (content_hash)",
        "CREATE INDEX records_published ON records (site, published)",
        """
        CREATE TABLE sources (
            site TEXT NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            url TEXT NOT NULL,
            depth INTEGER NOT NULL,
            modified TEXT,             -- RFC 3339, as the source above it said
            polled_at INTEGER NOT NULL,
            etag TEXT,
            last_modified TEXT,
            further TEXT NOT NULL,     -- JSON: the sources that it led to
            idle_polls INTEGER NOT NULL,  -- in a row without anything new
            complete INTEGER NOT NULL DEFAULT 0,  -- first page of a list that has been read to its last
            PRIMARY KEY (site, kind, key)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE payloads (
            digest TEXT PRIMARY KEY,   -- WARC-Payload-Digest
            record_id TEXT NOT NULL,   -- WARC-Record-ID of the response that holds it
            url TEXT NOT NULL,
            captured_at INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX payloads_url ON payloads (url)",
        """
        CREATE TABLE segments (
            path TEXT PRIMARY KEY,     -- relative to the store, without .part
            site TEXT NOT NULL,
            kind TEXT NOT NULL,        -- records, rejects, archive, index
            committed_bytes INTEGER NOT NULL,
            closed INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            site TEXT NOT NULL,
            pid INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            exit_code INTEGER,
            counts TEXT                -- JSON
        )
        """,
    ),
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database up to today's schema, within the transaction that is open.

    Raises CannotWrite when a newer newskeep made it.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise CannotWrite(
            f"the state was made by a newer newskeep (schema {version}, this one knows {len(MIGRATIONS)})"
        )
    # Statement by statement: executescript would commit first, and let another process in.
    for statement in (statement for migration in MIGRATIONS[version:] for statement in migration):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
