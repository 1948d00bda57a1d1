"""Records: the newest version of each article, found by its id or its text."""

import json
from datetime import date, datetime
from typing import Any

from crawler.state.database import Database
from crawler.state.rows import KnownRecord, seconds

SELECT = "SELECT id, site, url, version, content_hash, prints, published, segment FROM records"

UPSERT = """
    INSERT INTO records (id, site, url, version, content_hash, prints, published, fetched_at, segment)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET url = excluded.url, version = excluded.version, content_hash = excluded.content_hash,
        prints = excluded.prints, published = excluded.published, segment = excluded.segment, gone_at = NULL
"""

GONE = "UPDATE records SET gone_at = coalesce(gone_at, ?) WHERE id = (SELECT record_id FROM urls WHERE key = ?)"
BACK = "UPDATE records SET gone_at = NULL WHERE id = ? AND gone_at IS NOT NULL"


class Records:
    """The table of articles, a row an id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id: str) -> KnownRecord | None:  # noqa: A002 - the field's name
        """The newest version of article `id`."""
        row = self._database.one(f"{SELECT} WHERE id = ?", (id,))
        return _known(row) if row else None

    def with_content(self, content_hash: str) -> list[KnownRecord]:
        """The articles whose newest version has this text, the first fetched first, over all sites."""
        return [
            _known(row)
            for row in self._database.all(f"{SELECT} WHERE content_hash = ? ORDER BY fetched_at, id", (content_hash,))
        ]

    def count(self, site: str) -> int:
        """Articles of `site` on record."""
        row = self._database.one("SELECT count(*) FROM records WHERE site = ?", (site,))
        return int(row[0]) if row else 0

    def published_by_day(self, site: str, since: date) -> dict[str, int]:
        """Articles on record a day of publication, from `since` on."""
        rows = self._database.all(
            "SELECT published, count(*) FROM records WHERE site = ? AND published >= ? GROUP BY published",
            (site, since.isoformat()),
        )
        return {str(day): int(count) for day, count in rows}


def upsert_row(record: KnownRecord, fetched_at: datetime) -> tuple[str | int | None, ...]:
    """The values of UPSERT."""
    prints = json.dumps(dict(record.prints), sort_keys=True)
    return (
        record.id, record.site, record.url, record.version, record.content_hash, prints, record.published,
        seconds(fetched_at), record.segment,
    )  # fmt: skip


def _known(row: tuple[Any, ...]) -> KnownRecord:
    id_, site, url, version, content_hash, prints, published, segment = row
    return KnownRecord(id_, site, url, version, content_hash, json.loads(prints), published, segment)
