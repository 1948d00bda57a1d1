"""Payloads: which bodies the archive holds already, so that none is stored twice."""

from crawler.state.database import Database, Value, Values
from crawler.state.packed import SHA256, packed_hex, packed_key, packed_url, packed_urn
from crawler.state.rows import Payload, from_microseconds, microseconds
from crawler.urls import url_key

SELECT = "SELECT digest, record_id, url, captured_us FROM payloads"

# What has the digest, by an index of its first bytes alone.
WITH_DIGEST = """
    SELECT number FROM packed_payloads
    WHERE substr(digest, 1, 8) = substr(:digest, 1, 8) AND digest = :digest
"""

# A page's payload holds no address of its own. Other captures (lists, further pages) hold theirs.
KEEP = f"""
    INSERT INTO packed_payloads (digest, record_id, page, url, captured_us)
    SELECT :digest, :record_id, page.number, iif(page.number IS NULL, :url, :form), :captured_us
    FROM (SELECT 1) LEFT JOIN packed_urls AS page ON page.hash = :hash AND typeof(:form) = 'integer'
    WHERE NOT EXISTS ({WITH_DIGEST})
"""  # noqa: S608 - nothing foreign in it

OF_URL = """
    SELECT number FROM packed_payloads
    WHERE page = (SELECT number FROM packed_urls WHERE hash = :hash) AND url = :form
    UNION ALL SELECT number FROM packed_payloads WHERE page IS NULL AND url = :url
"""


class Payloads:
    """The payloads, one a digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, digest: str) -> Payload | None:
        """The payload of that digest."""
        return self._first(f"{SELECT} WHERE number IN ({WITH_DIGEST})", {"digest": packed_hex(digest, SHA256)})

    def of(self, url: str) -> Payload | None:
        """The payload that was stored last for just this URL."""
        return self._first(f"{SELECT} WHERE number IN ({OF_URL}) ORDER BY captured_us DESC LIMIT 1", _url_values(url))

    def _first(self, query: str, values: Values) -> Payload | None:
        row = self._database.one(query, values)
        if row is None:
            return None
        digest, record_id, url, captured_us = row
        return Payload(digest, record_id, url, from_microseconds(captured_us))


def keep_row(payload: Payload) -> dict[str, Value]:
    """The values of KEEP."""
    return {
        "digest": packed_hex(payload.digest, SHA256),
        "record_id": packed_urn(payload.record_id),
        "captured_us": microseconds(payload.captured_at),
        **_url_values(payload.url),
    }


def _url_values(url: str) -> dict[str, Value]:
    key = url_key(url)
    return {"hash": packed_key(key), "form": packed_url(url, key), "url": url}
