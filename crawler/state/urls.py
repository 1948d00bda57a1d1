"""URLs: which are known, which are due, and what became of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from crawler.dates import Window, day_of
from crawler.items import Found
from crawler.state.database import Database, Value
from crawler.state.packed import (
    OWN_ID,
    day_text,
    hex_text,
    http_date_text,
    packed_day,
    packed_hex,
    packed_http_date,
    packed_key,
    packed_own_id,
    packed_url,
    url_text,
)
from crawler.state.rows import DueUrl, Finished, Validators, seconds
from crawler.state.words import OUTCOMES, learn, number_of, word_of
from crawler.urls import url_key

SEEN_AGAIN = f"""
    INSERT INTO packed_urls (hash, key, site, url, via, first_seen_at, sort_at, published, modified, due_at,
        depth)
    VALUES (:hash, :key, {number_of(":site")}, :url, {number_of(":via")}, :now, :sort_at, :published, :modified,
        :started, :depth)
    ON CONFLICT (hash) DO UPDATE SET
        published = coalesce(excluded.published, published),
        modified = excluded.modified,
        sort_at = max(sort_at, excluded.sort_at),
        due_at = CASE
            -- Two sources of one run may tell different times: what this run fetched is not due again in it.
            WHEN coalesce(fetched_at, 0) >= :started THEN due_at
            -- A first date says that the page has changed only if it lies after the last fetch.
            WHEN packed_urls.modified IS NULL AND :modified <= coalesce(fetched_at, 0) THEN due_at
            ELSE :started END
    WHERE excluded.modified > packed_urls.modified OR (packed_urls.modified IS NULL AND excluded.modified IS NOT NULL)
    RETURNING due_at = :started
"""  # noqa: S608 - nothing foreign in it, as in all of these

IN_WINDOW = "(published IS NULL OR published BETWEEN :since AND :until)"

DUE = f"""
    SELECT number FROM packed_urls
    WHERE site = {number_of(":site")} AND due_at IS NOT NULL AND claimed_by IS NULL AND due_at <= :now AND {IN_WINDOW}
    ORDER BY sort_at DESC LIMIT :count
"""  # noqa: S608

CLAIM = f"""
    UPDATE packed_urls SET claimed_by = :run WHERE number IN ({DUE})
    RETURNING key, {url_text("url", "key")}, {word_of("via")}, {word_of("outcome")}, {word_of("reason")},
        {day_text("published")}, sort_at, etag, {http_date_text("last_modified")}, {hex_text(OWN_ID)},
        coalesce(depth, 0)
"""  # noqa: S608

FINISH = f"""
    INSERT INTO packed_urls (hash, key, site, url, first_seen_at, sort_at, fetched_at, outcome, reason, status,
        record_id, alias_of, published, due_at, failures, etag, last_modified)
    VALUES (:hash, :key, {number_of(":site")}, :url, :at, :at, :at, :outcome, {number_of(":reason")}, :status,
        :record_id, :alias_of, :published, :due_at, :failed, :etag, :last_modified)
    ON CONFLICT (hash) DO UPDATE SET
        fetched_at = :at, outcome = :outcome, reason = excluded.reason, status = :status, due_at = :due_at,
        claimed_by = NULL,
        record_id = coalesce(:record_id, record_id),
        alias_of = CASE WHEN :failed THEN alias_of ELSE :alias_of END, published = coalesce(:published, published),
        failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END,
        etag = CASE WHEN :revalidates THEN :etag ELSE etag END,
        last_modified = CASE WHEN :revalidates THEN :last_modified ELSE last_modified END
"""  # noqa: S608


class Urls:
    """The table of URLs, a row a key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.writing() as connection:
            # On disk when it is large (SQLite's own doing): a set in memory would grow with the site.
            connection.execute("CREATE TEMP TABLE named (site, hash, PRIMARY KEY (site, hash)) WITHOUT ROWID")

    def free(self, site: str) -> None:
        """What an earlier run of `site` left in hand is free again. Hold the site's lock."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE packed_urls SET claimed_by = NULL"  # noqa: S608
                f" WHERE site = {number_of('?')} AND claimed_by IS NOT NULL",
                (site,),
            )

    def make_due(self, site: str, now: datetime, window: Window, *, everything: bool) -> None:
        """Make due what an earlier run left outside of its window and this one wants; `everything`: all URLs known."""
        # Two statements: with an OR, SQLite would read every URL of the store at every start (5 s at a million).
        which = "" if everything else f"AND outcome = {OUTCOMES['outside']}"
        with self._database.writing() as connection:
            connection.execute(
                f"UPDATE packed_urls SET due_at = :now WHERE site = {number_of(':site')} {which} AND {IN_WINDOW}",  # noqa: S608
                {"now": seconds(now), "site": site, **_days(window)},
            )

    def add_found(self, site: str, found: Iterable[Found], now: datetime, started: datetime) -> tuple[int, int]:
        """How many of `found` no source of this process has named before, and how many are due by this.

        Due, as of the run's start `started`, are those that are new, or have changed since before it.
        """
        rows = [_found_row(site, one, seconds(now), seconds(started)) for one in found]
        hashes = [(site, row["hash"]) for row in rows]
        with self._database.writing() as connection:
            learn(connection, (site, *(str(row["via"]) for row in rows)))
            before = connection.total_changes
            connection.executemany("INSERT OR IGNORE INTO temp.named VALUES (?, ?)", hashes)
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
                Validators(etag, last_modified), record_id, depth,
            )
            for key, url, via, outcome, reason, published, sort_at, etag, last_modified, record_id, depth in rows
        ]  # fmt: skip

    def has_due(self, site: str, count: int, now: datetime, window: Window) -> bool:
        """Whether at least `count` URLs of `site` are due by `now` and in nobody's hands."""
        row = self._database.one(
            f"SELECT count(*) FROM ({DUE})",  # noqa: S608
            {"site": site, "now": seconds(now), "count": count, **_days(window)},
        )
        return row is not None and int(row[0]) >= count

    def failures(self, url: str) -> int:
        """How many times in a row `url` has failed."""
        row = self._database.one("SELECT failures FROM packed_urls WHERE hash = ?", (packed_key(url_key(url)),))
        return int(row[0]) if row else 0

    def id_of(self, key: str) -> str | None:
        """The article that the page of `key` is known to be."""
        row = self._database.one("SELECT record_id FROM urls WHERE hash = ?", (packed_key(key),))
        return row[0] if row else None


def finish_rows(one: Finished) -> list[dict[str, Value]]:
    """The values of FINISH for the URL that was asked for and, when redirects led on, the one that answered.

    `finish_words` have to be known.
    """
    validators = one.validators or Validators()
    final_key = url_key(one.final_url)
    return [
        {
            "hash": (key_hash := packed_key(key)),
            "key": key,
            "site": one.site,
            "url": packed_url(url, key),
            "at": seconds(one.fetched_at),
            "outcome": OUTCOMES[one.outcome],
            "reason": one.reason,
            "status": one.status,
            "record_id": packed_own_id(one.record_id, key_hash),
            "alias_of": packed_hex(one.alias_of) if one.alias_of else None,
            "published": packed_day(one.published) if one.published else None,
            # An address that only leads on is not looked at again: the article's own is.
            "due_at": seconds(one.due_at) if one.due_at and key == final_key else None,
            "failed": one.outcome == "error",
            "revalidates": one.validators is not None,
            "etag": validators.etag,
            "last_modified": packed_http_date(validators.last_modified),
        }
        for key, url in {final_key: one.final_url, url_key(one.url): one.url}.items()
    ]


def finish_words(finished: Iterable[Finished]) -> Iterator[str | None]:
    """The words in the rows of `finished` and of their records."""
    for one in finished:
        yield from (one.site, one.reason)
        if one.record:
            yield from (one.record.site, one.record.segment)


def _found_row(site: str, one: Found, now: int, started: int) -> dict[str, Value]:
    named = one.published or one.modified
    key = url_key(one.url)
    return {
        "hash": packed_key(key),
        "key": key,
        "site": site,
        "url": packed_url(one.url, key),
        "via": one.via,
        "now": now,
        "started": started,
        # Without a date, what is nearer to the site's own sources first: a trap only ever leads away from them.
        "sort_at": seconds(_utc(named)) if named else started - one.depth,
        "depth": one.depth or None,
        "published": packed_day(day_of(one.published).isoformat()) if one.published else None,
        "modified": seconds(_utc(one.modified)) if one.modified else None,
    }


def _why(outcome: str | None, reason: str | None) -> str:
    if outcome is None:
        return "new"
    return f"{outcome} before" + (f" ({reason})" if reason else "")


def _utc(value: datetime | date) -> datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _days(window: Window) -> dict[str, Value]:
    since, until = window.since or date.min, window.until or date.max
    return {"since": packed_day(since.isoformat()), "until": packed_day(until.isoformat())}
