"""Dates with their zone: machine-written stamps in, aware date-times or plain days out."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MAX_STAMP_CHARS = 100  # the longest RFC 822 date with a comment has some 60; what is longer is prose
EAST = timedelta(hours=14)  # Line Islands
WEST = timedelta(hours=12)  # Baker Island

ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})(?:-?(?P<day>\d{2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?",  # "2025-03-04T09:10:00+02:00"
    re.IGNORECASE | re.ASCII,
)
UNIX_TIME = re.compile(r"\d{10}|\d{13}", re.ASCII)  # "1741072200", or with milliseconds


def parse_stamp(raw: str, zone: str | None = None) -> datetime | date:
    """The moment or day that a machine wrote: ISO 8601 / W3C-DTF, RFC 3339, RFC 822 or digits of a Unix time.

    A time without a zone is taken in `zone` (an IANA name); without that only its day is known, and a day comes
    back. Raises ValueError for anything else, for days that no calendar has, and for years outside 1900-2100.
    """
    text = raw.strip()
    if len(text) > MAX_STAMP_CHARS:
        raise ValueError(f"not a date: {text[:MAX_STAMP_CHARS]!r}…")
    if match := ISO.fullmatch(text):
        value = _from_iso(match, zone)
    elif UNIX_TIME.fullmatch(text):
        value = datetime.fromtimestamp(int(text[:10]), UTC)
    else:
        value = _from_rfc822(text, zone)
    if not 1900 <= value.year <= 2100:
        raise ValueError(f"year out of range: {raw!r}")
    return value


def zone_named(name: str) -> ZoneInfo:
    """The zone with the IANA name `name`. Raises ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:  # OSError: "Europe" is a folder of zones
        raise ValueError(f"no time zone is called {name!r}") from error


def rfc3339(value: datetime | date) -> str:
    """`value` as the record writes it: a date-time with its offset, or a full-date."""
    if not isinstance(value, datetime):
        return value.isoformat()
    offset = value.utcoffset()
    if offset is not None and offset.total_seconds() % 60:  # local mean time, before zones: RFC 3339 has no seconds
        value = value.astimezone(UTC)
    return value.replace(microsecond=0).isoformat()


def utc_stamp(value: datetime) -> str:
    """An aware `value` in UTC, to the second, ending in Z."""
    return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def day_of(value: datetime | date) -> date:
    """The day of `value` in its own zone."""
    return value.date() if isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True)
class Window:
    """The days of publication that a run asks for, both ends included; None is open."""

    since: date | None = None
    until: date | None = None

    def admits(self, published: datetime | date) -> bool:
        """Whether an article published then is wanted, by the day in its own zone."""
        day = day_of(published)
        return not (self.since and day < self.since) and not (self.until and day > self.until)

    def is_before(self, changed: datetime | date) -> bool:
        """Whether a page last changed then was certainly published before the window, in whatever zone it is dated."""
        return self.since is not None and _latest_day(changed) < self.since

    def is_after(self, published: datetime | date) -> bool:
        """Whether a page published then certainly lies after the window, in whatever zone it is dated."""
        return self.until is not None and _earliest_day(published) > self.until


def _from_iso(match: re.Match[str], zone: str | None) -> datetime | date:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"] or 1)
    if match["day"] is None and "-" not in match[0]:
        raise ValueError(f"not a date: {match[0]!r}")  # 202411 may be anything
    if match["hour"] is None:
        return date(year, month, day)
    naive = datetime(year, month, day, int(match["hour"]), int(match["minute"]), int(match["second"] or 0))  # noqa: DTZ001 - the zone follows
    return _with_zone(naive, _offset(match["zone"]), zone)


def _from_rfc822(text: str, zone: str | None) -> datetime | date:
    try:
        parsed = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError) as error:  # IndexError: CPython's parser on odd commas
        raise ValueError(f"not a date: {text!r}") from error
    return _with_zone(parsed.replace(tzinfo=None), parsed.tzinfo if isinstance(parsed.tzinfo, timezone) else None, zone)


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    if digits[2:] > "59":
        raise ValueError(f"not an offset: {text!r}")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _with_zone(naive: datetime, offset: timezone | None, zone: str | None) -> datetime | date:
    if offset is not None:
        return naive.replace(tzinfo=offset)
    return naive.replace(tzinfo=zone_named(zone)) if zone else naive.date()


# A moment has a day in every zone, and a day of an unknown zone reaches into the days beside it: from there on the
# same holds again for the moment within it.
def _latest_day(value: datetime | date) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) + EAST).date()
    return value + timedelta(days=2)


def _earliest_day(value: datetime | date) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) - WEST).date()
    return value - timedelta(days=2)
