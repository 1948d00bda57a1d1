"""Exchange: files of some sites taken for others that hold the same, less what is not wanted, in one transaction."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from crawler.state.database import Database
from crawler.state.packed import SHA256, packed_hex, packed_urn
from crawler.state.payloads import WITH_DIGEST
from crawler.state.rows import Segment
from crawler.state.words import learn, number_of

FORGET = "DELETE FROM segments WHERE path = ?"
KNOW = "INSERT INTO segments (path, site, kind, committed_bytes, closed) VALUES (?, ?, ?, ?, 1)"
RENAME = "INSERT INTO temp.renamed VALUES (?, ?)"
RENAMED = f"""
    UPDATE packed_records SET segment = {number_of("renamed.new")} FROM temp.renamed
    WHERE packed_records.segment = {number_of("renamed.old")}
"""  # noqa: S608 - ours, as the other
DROP = f"DELETE FROM packed_payloads WHERE number IN ({WITH_DIGEST}) AND record_id = :record_id"  # noqa: S608


def exchange_files(
    path: Path,
    old: Iterable[str],
    new: Sequence[Segment],
    renamed: Mapping[str, str],
    dropped: Iterable[tuple[str, str]],
    also: Callable[[sqlite3.Connection], None] | None = None,
) -> None:
    """Let the state at `path` know the files `new` and no longer those of `old`.

    `renamed` are the segments of records among them, old to new; `dropped` are WARC-Record-ID and digest of the
    captures that are no more; `also` does what else belongs to the transaction. Hold the sites' locks. Raises
    CannotWrite, and then nothing has changed.
    """
    database = Database(path)
    try:
        with database.writing() as connection:
            connection.executemany(FORGET, ((one,) for one in old))
            connection.executemany(KNOW, [(one.path, one.site, one.kind, one.committed_bytes) for one in new])
            connection.execute("CREATE TEMP TABLE renamed (old TEXT PRIMARY KEY, new TEXT)")
            connection.executemany(RENAME, renamed.items())
            learn(connection, renamed.values())
            connection.execute(RENAMED)
            connection.executemany(
                DROP,
                (
                    {"digest": packed_hex(digest, SHA256), "record_id": packed_urn(record_id)}
                    for record_id, digest in dropped
                ),
            )
            if also:
                also(connection)
        if also:
            database.empty_log()
    finally:
        database.close()
