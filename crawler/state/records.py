"""Records: the newest version of each article, found by its id or its text."""

from datetime import date, datetime

from crawler.state.database import Database, Value
from crawler.state.packed import OWN_ID, SHA256, day_text, packed_day, packed_hex, packed_key, packed_url
from crawler.state.rows import KnownRecord, seconds
from crawler.state.words import number_of
from crawler.urls import url_key

SELECT = "SELECT id, site, url, version, content_hash, prints, published, segment FROM records"

WITH_ID = "number = (SELECT number FROM packed_records WHERE id = ?)"

# By an index of its first bytes alone.
WITH_CONTENT = """
    number IN (SELECT number FROM packed_records
        WHERE substr(content_hash, 1, 8) = substr(:content_hash, 1, 8) AND content_hash = :content_hash)
"""

UPSERT = f"""
    INSERT INTO packed_records (id, site, url, version, content_hash, prints, published, fetched_at, segment)
    VALUES (:id, {number_of(":site")}, iif(EXISTS (SELECT 1 FROM packed_urls WHERE hash = :id), :form, :url), :version,
        :content_hash, :prints, :published, :fetched_at, {number_of(":segment")})
    ON CONFLICT (id) DO UPDATE SET url = excluded.url, version = excluded.version, content_hash = excluded.content_hash,
        prints = excluded.prints, published = excluded.published, segment = excluded.segment, gone_at = NULL
"""  # noqa: S608 - nothing foreign in it, as in all of these

GONE = f"""
    UPDATE packed_records SET gone_at = coalesce(gone_at, ?)
    WHERE id = (SELECT {OWN_ID} FROM packed_urls WHERE hash = ?)
"""  # noqa: S608
BACK = "UPDATE packed_records SET gone_at = NULL WHERE id = ? AND gone_at IS NOT NULL"


class Records:
    """The table of articles, a row an id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, id: str) -> KnownRecord | None:  # noqa: A002 - the field's name
        """The newest version of article `id`."""
        row = self._database.one(f"{SELECT} WHERE {WITH_ID}", (packed_hex(id),))
        return KnownRecord(*row) if row else None

    def with_content(self, content_hash: str) -> list[KnownRecord]:
        """The articles whose newest version has this text, the first fetched first, over all sites."""
        query = f"{SELECT} WHERE {WITH_CONTENT} ORDER BY fetched_at, id"
        return [
            KnownRecord(*row) for row in self._database.all(query, {"content_hash": packed_hex(content_hash, SHA256)})
        ]

    def of_day(self, site: str, day: str, at: int, print_: bytes) -> list[KnownRecord]:
        """The articles of `site` that were published on `day` and whose prints hold `print_` from byte `at` on."""
        query = f"""
            {SELECT} WHERE number IN (
                SELECT number FROM packed_records WHERE site = {number_of("?")} AND published = ?
                    AND substr(prints, ?, ?) = ?)
            ORDER BY fetched_at, id
        """  # noqa: S608
        values = (site, packed_day(day), at + 1, len(print_), print_)
        return [KnownRecord(*row) for row in self._database.all(query, values)]

    def count(self, site: str) -> int:
        """Articles of `site` on record."""
        row = self._database.one(f"SELECT count(*) FROM packed_records WHERE site = {number_of('?')}", (site,))  # noqa: S608
        return int(row[0]) if row else 0

    def published_by_day(self, site: str, since: date) -> dict[str, int]:
        """Articles on record a day of publication, from `since` on."""
        rows = self._database.all(
            f"SELECT {day_text('published')}, count(*) FROM packed_records"  # noqa: S608
            f" WHERE site = {number_of('?')} AND published >= ? GROUP BY published",
            (site, packed_day(since.isoformat())),
        )
        return {str(day): int(count) for day, count in rows}


def upsert_row(record: KnownRecord, fetched_at: datetime) -> dict[str, Value]:
    """The values of UPSERT. The words of the record have to be known, and its page had better be."""
    id_, key = packed_hex(record.id), url_key(record.url)
    return {
        "id": id_,
        "site": record.site,
        "form": packed_url(record.url, key) if packed_key(key) == id_ else record.url,
        "url": record.url,
        "version": record.version,
        "content_hash": packed_hex(record.content_hash, SHA256),
        "prints": record.prints,
        "published": packed_day(record.published) if record.published else None,
        "fetched_at": seconds(fetched_at),
        "segment": record.segment,
    }
