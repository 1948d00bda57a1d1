"""The tables of the state, and how an older state becomes today's.

What has a row for every page is packed (`packed_urls`, `packed_records`, `packed_payloads`) and written as such; the
views `urls`, `records` and `payloads` show the same rows in words, and cost no bytes. Every *_at is in Unix seconds.
"""

import sqlite3

from crawler.errors import CannotWrite
from crawler.state import packed
from crawler.state.words import OUTCOMES, word_of

PACKED_TABLES = (
    "CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
    *(f"INSERT INTO words VALUES ({number}, '{word}')" for word, number in OUTCOMES.items()),  # noqa: S608 - ours
    """
    CREATE TABLE packed_urls (
        number INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE, -- of the key
        key TEXT NOT NULL,         -- url_key: what two addresses of one page share
        site INTEGER NOT NULL,     -- word
        url NOT NULL,              -- what is fetched
        via INTEGER,               -- word: kind of the source that named it first; null: a person or a redirect
        first_seen_at INTEGER NOT NULL,
        sort_at INTEGER NOT NULL,  -- newest first: published, else modified, else first seen
        published INTEGER,         -- day, as a source or the page said
        modified INTEGER,          -- as a source said last
        due_at INTEGER,            -- null: not due
        claimed_by INTEGER,        -- run that has it in hand
        fetched_at INTEGER,
        outcome INTEGER,           -- word: record, unchanged, reject, outside, error
        reason INTEGER,            -- word: of a reject or an error
        status INTEGER,            -- HTTP, of the last answer
        etag TEXT,
        last_modified,
        failures INTEGER NOT NULL DEFAULT 0,  -- in a row
        record_id                  -- article that the page is, under whatever URL
    )
    """,
    # With all that a claim asks for: it passes over what is due later without a look at its row.
    "CREATE INDEX urls_due ON packed_urls (site, sort_at, due_at, published, claimed_by)"
    " WHERE due_at IS NOT NULL AND claimed_by IS NULL",
    f"CREATE INDEX urls_outside ON packed_urls (site) WHERE outcome = {OUTCOMES['outside']}",
    "CREATE INDEX urls_claimed ON packed_urls (site) WHERE claimed_by IS NOT NULL",
    """
    CREATE TABLE packed_records (
        number INTEGER PRIMARY KEY,
        id NOT NULL UNIQUE,
        site INTEGER NOT NULL,     -- word
        url NOT NULL,              -- packed against the key of the page whose hash is the id
        version INTEGER NOT NULL,
        content_hash NOT NULL,
        prints BLOB NOT NULL,      -- of the fields that are compared, to tell what changed
        published INTEGER,         -- day
        fetched_at INTEGER NOT NULL,
        segment INTEGER,           -- word: file of the newest version, relative to the store
        gone_at INTEGER            -- when its page was first found to have vanished
    )
    """,
    "CREATE INDEX records_content ON packed_records (substr(content_hash, 1, 8))",
    "CREATE INDEX records_published ON packed_records (site, published)",
    """
    CREATE TABLE packed_payloads (
        number INTEGER PRIMARY KEY,
        digest NOT NULL,           -- WARC-Payload-Digest
        record_id NOT NULL,        -- WARC-Record-ID of the response that holds it
        page INTEGER,              -- number of the URL whose key `url` is packed against; null: it is not packed
        url NOT NULL,
        captured_us INTEGER NOT NULL  -- Unix microseconds: WARC-Date
    )
    """,
    "CREATE INDEX payloads_digest ON packed_payloads (substr(digest, 1, 8))",
    "CREATE INDEX payloads_page ON packed_payloads (page) WHERE page IS NOT NULL",
    "CREATE INDEX payloads_url ON packed_payloads (url) WHERE page IS NULL",
)

PLAIN_TABLES = (
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
    """
    CREATE TABLE memory_sites (
        site TEXT PRIMARY KEY,
        articles INTEGER NOT NULL,  -- counted, halved now and then
        turn INTEGER NOT NULL       -- articles counted in all
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE memory_lines (
        site TEXT NOT NULL,
        key BLOB NOT NULL,          -- crawler.extract.furniture.line_key
        articles INTEGER NOT NULL,  -- that hold it, halved with those of the site
        turn INTEGER NOT NULL,      -- of the last of them
        text TEXT,                  -- null while only one article holds it
        PRIMARY KEY (site, key)
    ) WITHOUT ROWID
    """,
)

VIEWS = (
    f"""
    CREATE VIEW urls AS SELECT number, hash, key, {word_of("site")} AS site, {packed.url_text("url", "key")} AS url,
        {word_of("via")} AS via, first_seen_at, sort_at, {packed.day_text("published")} AS published,
        {packed.moment_text("modified")} AS modified, due_at, claimed_by, fetched_at, {word_of("outcome")} AS outcome,
        {word_of("reason")} AS reason, status, etag, {packed.http_date_text("last_modified")} AS last_modified,
        failures, {packed.hex_text(packed.OWN_ID)} AS record_id
    FROM packed_urls
    """,  # noqa: S608 - ours, as are all of these
    f"""
    CREATE VIEW records AS SELECT number, {packed.hex_text("id")} AS id, {word_of("site")} AS site,
        {packed.url_text("url", "(SELECT key FROM packed_urls WHERE hash = id)")} AS url, version,
        {packed.hex_text("content_hash", packed.SHA256)} AS content_hash, prints,
        {packed.day_text("published")} AS published, fetched_at, {word_of("segment")} AS segment, gone_at
    FROM packed_records
    """,  # noqa: S608
    f"""
    CREATE VIEW payloads AS SELECT number, {packed.hex_text("digest", packed.SHA256)} AS digest,
        {packed.urn_text("record_id")} AS record_id,
        {packed.url_text("url", "(SELECT key FROM packed_urls WHERE packed_urls.number = page)")} AS url, captured_us
    FROM packed_payloads
    """,  # noqa: S608
)

# An entry a version: the statements that bring the version before it up to it. Never edit one that has been released.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (*PACKED_TABLES, *PLAIN_TABLES, *VIEWS),
    # Steps from the site's own sources to the page; null: not known, as none.
    ("ALTER TABLE packed_urls ADD COLUMN depth INTEGER",),
    # The article of the site that has the same text as this page, which is none of its own.
    ("ALTER TABLE packed_urls ADD COLUMN alias_of",),
    # Articles on record before have no signatures: their texts are in the records, from which a rebuild makes them.
    (
        """
        CREATE TABLE packed_copies (
            number INTEGER PRIMARY KEY,  -- of the article in packed_records
            signature BLOB NOT NULL,     -- crawler.likeness; empty: too short
            first INTEGER                -- number of the first article of its group; null: no copies
        )
        """,
        "CREATE INDEX copies_first ON packed_copies (first) WHERE first IS NOT NULL",
        # A key is a part of a signature and an article's number: what has that part lies side by side.
        "CREATE TABLE copy_bands (key INTEGER PRIMARY KEY)",
        # Keys of an article that is no more are passed over, as it has no signature.
        """
        CREATE TRIGGER copies_gone AFTER DELETE ON packed_records BEGIN
            DELETE FROM packed_copies WHERE number = old.number;
            UPDATE packed_copies SET first = (SELECT min(number) FROM packed_copies WHERE first = old.number)
            WHERE first = old.number;
        END
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
