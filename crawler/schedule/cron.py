"""Cron expressions: the five fields of crontab(5), read, and the moments that they mean.

APScheduler's own reading is not used: it takes weekday 0 for Monday, wants day and weekday both to fit, and loses a
midnight that the clocks skip.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")  # cron counts from Sunday

ITEM = re.compile(  # "*", "*/10", "5", "mon-fri", "0-30/5"
    r"(?:\*|(?P<first>[0-9]{1,2}|[a-z]{3})(?:-(?P<last>[0-9]{1,2}|[a-z]{3}))?)(?:/(?P<step>[0-9]{1,2}))?", re.ASCII
)
MAX_TEXT = 300  # five full lists of numbers have some 400 characters; nobody writes them

DAY = timedelta(days=1)
SEARCH_DAYS = 41 * 366  # 29 February on a given weekday comes back after at most 40 years (around 2100)
HOUR_LASTS = timedelta(hours=3)  # an hour of the clock with its repetition; no zone turns back by more than two hours


@dataclass(frozen=True, slots=True)
class Field:
    """One of the five: what it is called, what it may hold, and the names that stand for numbers from `least` on."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()


MINUTE = Field("minute", 0, 59)
HOUR = Field("hour", 0, 23)
DAY_OF_MONTH = Field("day of the month", 1, 31)
MONTH = Field("month", 1, 12, MONTHS)
WEEKDAY = Field("weekday", 0, 7, WEEKDAYS)
FIELDS = (MINUTE, HOUR, DAY_OF_MONTH, MONTH, WEEKDAY)


@dataclass(frozen=True, slots=True)
class Cron:
    """When minute, hour, month and day fit. `weekdays` count from Monday, 0, as Python's do.

    As in cron, days and weekdays are alternatives when both are restricted: `either`. All lists are sorted.
    """

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The first due time after `moment` by the clocks of `zone`, in UTC; None when none comes in 40 years.

        When clocks go forward, a time that they skip comes as much later as they skip. When they go back, a time that
        comes twice counts once, the first time; only what is due in every hour is due in the repeated one, too.
        """
        day = moment.astimezone(zone).date() - DAY  # a skipped time may fall on the day after
        for _ in range(SEARCH_DAYS):
            if self._fits(day):
                # A skipped time before midnight comes after the first times of the next day.
                found = [due for near in (day, day + DAY) if self._fits(near) for due in self._due(near, zone, moment)]
                if found:
                    return min(found)
            day += DAY
        return None

    def _fits(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        fits, fits_week = day.day in self.days, day.weekday() in self.weekdays
        return fits or fits_week if self.either else fits and fits_week

    def _due(self, day: date, zone: tzinfo, moment: datetime) -> Iterator[datetime]:
        best: datetime | None = None
        folds = (0, 1) if len(self.hours) == 24 else (0,)
        for hour in self.hours:
            begins = _instant(day, hour, 0, 0, zone)
            if begins + HOUR_LASTS <= moment or (best and begins >= best):
                continue
            for minute in self.minutes:
                for fold in folds:
                    due = _instant(day, hour, minute, fold, zone)
                    # Of a skipped time, the second reading is earlier than the first: it is another time's.
                    if fold and due < _instant(day, hour, minute, 0, zone):
                        continue
                    if due > moment and (best is None or due < best):
                        best = due
        if best:
            yield best


def read_cron(text: str) -> Cron:
    """The expression that `text` writes down. Raises ValueError, saying what is allowed."""
    words = text.lower().split()
    if len(text) > MAX_TEXT or len(words) != len(FIELDS):
        raise ValueError(
            f"{text[:80]!r} is no cron expression: five fields are needed (minute, hour, day of the month, month,"
            ' weekday), such as "*/10 * * * *" or "30 6 * * mon-fri"'
        )
    minutes, hours, days, months, weekdays = (_values(word, kind) for word, kind in zip(words, FIELDS, strict=True))
    cron = Cron(
        text=" ".join(words),
        minutes=minutes,
        hours=hours,
        days=days,
        months=months,
        weekdays=tuple(sorted({(number - 1) % 7 for number in weekdays})),
        either=not words[2].startswith("*") and not words[4].startswith("*"),
    )
    if cron.after(datetime(2000, 1, 1, tzinfo=UTC), UTC) is None:
        raise ValueError(f"{text!r} never comes: no month has such a day")
    return cron


def _values(word: str, field: Field) -> tuple[int, ...]:
    found: set[int] = set()
    for item in word.split(","):
        match = ITEM.fullmatch(item)
        if not match:
            raise ValueError(f"{item[:40]!r} is no {field.name}: {_allowed(field)}")
        first, last = field.least, field.most
        if match["first"]:
            first = _number(match["first"], field)
            last = _number(match["last"], field) if match["last"] else first
        step = int(match["step"] or 1)
        if last < first:
            raise ValueError(f"{item!r} runs backwards: write the lesser {field.name} first")
        if step < 1 or (match["step"] and first == last):
            raise ValueError(f'{item!r} is no {field.name}: a step follows a range and is at least 1, such as "*/10"')
        found.update(range(first, last + 1, step))
    return tuple(sorted(found))


def _number(word: str, field: Field) -> int:
    if word in field.names:
        return field.least + field.names.index(word)
    if not word.isdigit() or not field.least <= int(word) <= field.most:
        raise ValueError(f"{word!r} is no {field.name}: {_allowed(field)}")
    return int(word)


def _allowed(field: Field) -> str:
    names = f" or {field.names[0]} to {field.names[-1]}" if field.names else ""
    return f"{field.least} to {field.most}{names}, lists (1,2), ranges (1-5), * and steps (*/10)"


def _instant(day: date, hour: int, minute: int, fold: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour, minute, fold=fold), zone).astimezone(UTC)
