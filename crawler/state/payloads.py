"""Payloads: which bodies the archive holds already, so that none is stored twice."""

from datetime import UTC, datetime

from crawler.state.database import Database
from crawler.state.rows import Payload, seconds

SELECT = "SELECT digest, record_id, url, captured_at FROM payloads"
KEEP = "INSERT OR IGNORE INTO payloads (digest, record_id, url, captured_at) VALUES (?, ?, ?, ?)"


class Payloads:
    """The table of payloads, a row a digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, digest: str) -> Payload | None:
        """The payload of that digest."""
        return self._first(f"{SELECT} WHERE digest = ?", digest)

    def of(self, url: str) -> Payload | None:
        """The payload that was stored last for just this URL."""
        return self._first(f"{SELECT} WHERE url = ? ORDER BY captured_at DESC LIMIT 1", url)

    def _first(self, query: str, value: str) -> Payload | None:
        row = self._database.one(query, (value,))
        if row is None:
            return None
        digest, record_id, url, captured_at = row
        return Payload(digest, record_id, url, datetime.fromtimestamp(captured_at, UTC))


def keep_row(payload: Payload) -> tuple[str | int | None, ...]:
    """The values of KEEP."""
    return (payload.digest, payload.record_id, payload.url, seconds(payload.captured_at))
