"""Sources: when each was read, what it led to, and whether it is worth asking again."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.dates import parse_stamp, rfc3339
from crawler.items import Source
from crawler.state.database import Database
from crawler.state.rows import KnownSource, Validators, seconds
from crawler.urls import url_key

POLLED = """
    INSERT INTO sources (key, site, kind, url, depth, modified, polled_at, etag, last_modified, further, idle_polls)
    VALUES (:key, :site, :kind, :url, :depth, :modified, :at, :etag, :last_modified, :further, :idle)
    ON CONFLICT (key, site, kind) DO UPDATE SET url = :url, depth = :depth, modified = :modified, polled_at = :at,
        etag = :etag, last_modified = :last_modified, further = :further,
        idle_polls = CASE WHEN :idle THEN idle_polls + 1 ELSE 0 END
"""


class Sources:
    """The table of sources, a row a site, kind and key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, site: str, source: Source) -> KnownSource | None:
        """What is known of `source`, or None when it was never read."""
        row = self._database.one(
            "SELECT kind, url, depth, modified, polled_at, etag, last_modified, further, idle_polls, complete"
            " FROM sources WHERE site = ? AND kind = ? AND key = ?",
            (site, source.kind, url_key(source.url)),
        )
        if row is None:
            return None
        kind, url, depth, modified, polled_at, etag, last_modified, further, idle_polls, complete = row
        return KnownSource(
            source=_source({"kind": kind, "url": url, "depth": depth, "modified": modified}),
            polled_at=datetime.fromtimestamp(polled_at, UTC),
            validators=Validators(etag, last_modified),
            further=tuple(_source(one) for one in json.loads(further)),
            idle_polls=idle_polls,
            is_complete=bool(complete),
        )

    def note_poll(
        self,
        site: str,
        source: Source,
        at: datetime,
        validators: Validators,
        further: tuple[Source, ...],
        *,
        idle: bool,
    ) -> None:
        """Know that `source` was read; `idle` when it named nothing new."""
        row = _row(source)
        with self._database.writing() as connection:
            connection.execute(
                POLLED,
                {
                    **row, "key": url_key(source.url), "site": site, "at": seconds(at), "etag": validators.etag,
                    "last_modified": validators.last_modified, "further": json.dumps([_row(one) for one in further]),
                    "idle": idle,
                },
            )  # fmt: skip

    def note_complete(self, site: str, source: Source) -> None:
        """Know that the list that begins at `source` has been read to its last page."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE sources SET complete = 1 WHERE site = ? AND kind = ? AND key = ?",
                (site, source.kind, url_key(source.url)),
            )


def _row(source: Source) -> dict[str, str | int | None]:
    modified = rfc3339(source.modified) if source.modified else None
    return {"kind": source.kind, "url": source.url, "depth": source.depth, "modified": modified}


def _source(row: Mapping[str, object]) -> Source:
    modified = row["modified"]
    return Source(
        row["kind"],  # type: ignore[arg-type]  # only _row wrote it
        str(row["url"]),
        int(str(row["depth"])),
        parse_stamp(str(modified)) if modified else None,
    )
