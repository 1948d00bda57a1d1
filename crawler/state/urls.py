"""URLs: which are known, which are due, and what became of them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from crawler.dates import Window, day_of, rfc3339
from crawler.items import Found
from crawler.state.database import Database
from crawler.state.rows import DueUrl, Finished, Validators, seconds
from crawler.urls import url_key

SEEN_AGAIN = """
    INSERT INTO urls (key, site, url, via, first_seen_at, sort_at, published, modified, due_at)
    VALUES (:key, :site, :url, :via, :now, :sort_at, :published, :modified, :now)
    ON CONFLICT (key) DO UPDATE SET
        published = coalesce(excluded.published, published),
        modified = excluded.modified,
        sort_at = max(sort_at, excluded.sort_at),
        due_at = CASE
            -- Two sources of one run may tell different times: what this run fetched is not due again in it.
            WHEN coalesce(fetched_at, 0) >= :started THEN due_at
            -- A first date says that the page has changed only if it lies after the last fetch.
            WHEN urls.modified IS NULL AND :modified_at <= coalesce(fetched_at, 0) THEN due_at
            ELSE :now END
    WHERE excluded.modified > coalesce(urls.modified, '')
    RETURNING due_at = :now
"""

IN_WINDOW = "(published IS NULL OR (published >= :since AND published <= :until))"

CLAIM = f"""
    UPDATE urls SET claimed_by = :run WHERE key IN (
        SELECT key FROM urls
        WHERE site = :site AND due_at IS NOT NULL AND claimed_by IS NULL AND due_at <= :now AND {IN_WINDOW}
        ORDER BY sort_at DESC LIMIT :count)
    RETURNING key, url, via, outcome, reason, published, sort_at, etag, last_modified, record_id
"""  # noqa: S608 - nothing foreign in it

FINISH = """
    INSERT INTO urls (key, site, url, first_seen_at, sort_at, fetched_at, outcome, reason, status, record_id, published,
        due_at, failures, etag, last_modified)
    VALUES (:key, :site, :url, :at, :at, :at, :outcome, :reason, :status, :record_id, :published,
        :due_at, :failed, :etag, :last_modified)
    ON CONFLICT (key) DO UPDATE SET
        fetched_at = :at, outcome = :outcome, reason = :reason, status = :status, due_at = :due_at, claimed_by = NULL,
        record_id = coalesce(:record_id, record_id), published = coalesce(:published, published),
        failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END,
        etag = CASE WHEN :revalidates THEN :etag ELSE etag END,
        last_modified = CASE WHEN :revalidates THEN :last_modified ELSE last_modified END
"""


class Urls:
    """The table of URLs, a row a key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.writing() as connection:
            # On disk when it is large (SQLite's own doing): a set in memory would grow with the site.
            connection.execute("CREATE TEMP TABLE named (site, key, PRIMARY KEY (site, key)) WITHOUT ROWID")

    def free(self, site: str) -> None:
        """What an earlier run of `site` left in hand is free again. Hold the site's lock."""
        with self._database.writing() as connection:
            connection.execute("UPDATE urls SET claimed_by = NULL WHERE site = ? AND claimed_by IS NOT NULL", (site,))

    def make_due(self, site: str, now: datetime, window: Window, *, everything: bool) -> None:
        """Make due what an earlier run left outside of its window and this one wants; `everything`: all URLs known."""
        # Two statements: with an OR, SQLite would read every URL of the store at every start (5 s at a million).
        which = "" if everything else "AND outcome = 'outside'"
        with self._database.writing() as connection:
            connection.execute(
                f"UPDATE urls SET due_at = :now WHERE site = :site {which} AND {IN_WINDOW}",  # noqa: S608 - all ours
                {"now": seconds(now), "site": site, **_days(window)},
            )

    def add_found(self, site: str, found: Iterable[Found], now: datetime, started: datetime) -> tuple[int, int]:
        """How many of `found` no source of this process has named before, and how many are due from `now` on.

        Due are those that are new, or have changed since before this run `started`.
        """
        rows = [_found_row(site, one, seconds(now), seconds(started)) for one in found]
        keys = [(site, row["key"]) for row in rows]
        with self._database.writing() as connection:
            before = connection.total_changes
            connection.executemany("INSERT OR IGNORE INTO temp.named VALUES (?, ?)", keys)
            named = connection.total_changes
            due = sum(bool(due) for row in rows for (due,) in connection.execute(SEEN_AGAIN, row).fetchall())
            return named - before, due

    def claim(self, site: str, run: int, count: int, now: datetime, window: Window) -> list[DueUrl]:
        """At most `count` URLs of `site` that are due by `now`, newest first, now in the hands of `run`."""
        with self._database.writing() as connection:
            rows = connection.execute(
                CLAIM, {"site": site, "run": run, "count": count, "now": seconds(now), **_days(window)}
            ).fetchall()
        rows.sort(key=lambda row: -int(row[6]))
        return [
            DueUrl(
                key, url, via, _why(outcome, reason), published, datetime.fromtimestamp(sort_at, UTC),
                Validators(etag, last_modified), record_id,
            )
            for key, url, via, outcome, reason, published, sort_at, etag, last_modified, record_id in rows
        ]  # fmt: skip

    def count_due(self, site: str, now: datetime, window: Window) -> int:
        """How many URLs of `site` are due by `now` and in nobody's hands."""
        row = self._database.one(
            "SELECT count(*) FROM urls WHERE site = :site AND due_at IS NOT NULL AND claimed_by IS NULL"  # noqa: S608
            f" AND due_at <= :now AND {IN_WINDOW}",
            {"site": site, "now": seconds(now), **_days(window)},
        )
        return int(row[0]) if row else 0

    def failures(self, url: str) -> int:
        """How many times in a row `url` has failed."""
        row = self._database.one("SELECT failures FROM urls WHERE key = ?", (url_key(url),))
        return int(row[0]) if row else 0

    def id_of(self, key: str) -> str | None:
        """The article that the page of `key` is known to be."""
        row = self._database.one("SELECT record_id FROM urls WHERE key = ?", (key,))
        return row[0] if row else None


def finish_rows(one: Finished) -> list[dict[str, str | int | None]]:
    """The values of FINISH for the URL that was asked for and, when redirects led on, the one that answered."""
    validators = one.validators or Validators()
    return [
        {
            "key": url_key(url),
            "site": one.site,
            "url": url,
            "at": seconds(one.fetched_at),
            "outcome": one.outcome,
            "reason": one.reason,
            "status": one.status,
            "record_id": one.record_id,
            "published": one.published,
            # An address that only leads on is not looked at again: the article's own is.
            "due_at": seconds(one.due_at) if one.due_at and url_key(url) == url_key(one.final_url) else None,
            "failed": one.outcome == "error",
            "revalidates": one.validators is not None,
            "etag": validators.etag,
            "last_modified": validators.last_modified,
        }
        for url in {url_key(url): url for url in (one.final_url, one.url)}.values()
    ]


def _found_row(site: str, one: Found, now: int, started: int) -> dict[str, str | int | None]:
    named = one.published or one.modified
    return {
        "key": url_key(one.url),
        "site": site,
        "url": one.url,
        "via": one.via,
        "now": now,
        "started": started,
        "sort_at": seconds(_utc(named)) if named else now,
        "published": day_of(one.published).isoformat() if one.published else None,
        "modified": rfc3339(_utc(one.modified)) if one.modified else None,
        "modified_at": seconds(_utc(one.modified)) if one.modified else None,
    }


def _why(outcome: str | None, reason: str | None) -> str:
    if outcome is None:
        return "new"
    return f"{outcome} before" + (f" ({reason})" if reason else "")


def _utc(value: datetime | date) -> datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _days(window: Window) -> dict[str, str | int | None]:
    return {"since": str(window.since or "0000"), "until": str(window.until or "9999")}
