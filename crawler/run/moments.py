"""Moments: when a page was fetched and an article came out, as the stamps of a record tell it."""

from datetime import UTC, date, datetime, time, timedelta

from crawler.dates import parse_stamp


def moment_of(stamp: str) -> datetime:
    """The moment that a `fetched_at` tells. Raises ValueError when it tells none."""
    value = parse_stamp(stamp)
    if not isinstance(value, datetime):
        raise ValueError(f"fetched_at without a time: {stamp!r}")
    return value


def published_day(stamp: str | None) -> str | None:
    """The day (ISO) of a `date_published`. Raises ValueError when it begins with none."""
    return date.fromisoformat(stamp[:10]).isoformat() if stamp else None


def published_at(stamp: str | None) -> datetime | None:
    """When it came out; for a day alone the day's end, as the first look after it must not come too late."""
    if stamp is None:
        return None
    value = parse_stamp(stamp)
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC) + timedelta(days=1)
