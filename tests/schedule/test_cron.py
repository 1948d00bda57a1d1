from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.schedule.cron import Cron, read_cron

BERLIN = ZoneInfo("Europe/Berlin")  # 02:00 -> 03:00 on 2026-03-29, 03:00 -> 02:00 on 2026-10-25


def times(text: str, after: str, count: int, zone: str = "UTC") -> list[str]:
    """The first times after `after` (by the clocks of `zone`), without seconds, with the offset where it is not UTC."""

    def each() -> Iterator[str]:
        clock = ZoneInfo(zone)
        moment: datetime | None = datetime.fromisoformat(after).replace(tzinfo=clock)
        while moment and (moment := read_cron(text).after(moment, clock)):
            yield moment.astimezone(clock).isoformat(timespec="minutes").removesuffix("+00:00")

    return list(islice(each(), count))


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("*/20 * * * *", "2026-03-04T07:05", ["2026-03-04T07:20", "2026-03-04T07:40", "2026-03-04T08:00"]),
        ("30 6 * * *", "2026-03-04T06:30", ["2026-03-05T06:30", "2026-03-06T06:30"]),
        ("0 0 31 * *", "2026-03-31T00:00", ["2026-05-31T00:00", "2026-07-31T00:00"]),
        ("0 12 * feb,MAR sat", "2026-02-27T12:00", ["2026-02-28T12:00", "2026-03-07T12:00"]),
        ("5-9/2 1,3 * * *", "2026-03-04T01:06", ["2026-03-04T01:07", "2026-03-04T01:09", "2026-03-04T03:05"]),
        ("0 0 29 2 *", "2026-01-01T00:00", ["2028-02-29T00:00", "2032-02-29T00:00"]),
        ("0 0 1 1 *", "2026-01-01T00:00", ["2027-01-01T00:00"]),
    ],
)
def test_a_time_is_due_when_every_field_fits(text: str, after: str, expected: list[str]) -> None:
    assert times(text, after, len(expected)) == expected


@pytest.mark.parametrize("sunday", ["0", "7", "sun", "SUN"])
def test_the_week_begins_on_sunday_which_is_0_and_7(sunday: str) -> None:
    assert times(f"0 6 * * {sunday}", "2026-03-04T00:00", 2) == ["2026-03-08T06:00", "2026-03-15T06:00"]


def test_a_range_of_weekdays_may_end_on_sunday() -> None:
    assert read_cron("0 6 * * fri-7").weekdays == (4, 5, 6)


def test_a_day_and_a_weekday_are_alternatives_as_in_cron() -> None:
    both = times("0 6 13 * fri", "2026-03-04T00:00", 3)
    starred = times("0 6 */2 * fri", "2026-03-04T00:00", 2)

    assert both == ["2026-03-06T06:00", "2026-03-13T06:00", "2026-03-20T06:00"]
    assert starred == ["2026-03-13T06:00", "2026-03-27T06:00"]  # odd days that are Fridays


def test_a_time_that_the_clocks_skip_comes_as_much_later() -> None:
    assert times("30 2 * * *", "2026-03-28T12:00", 2, "Europe/Berlin") == [
        "2026-03-29T03:30+02:00",
        "2026-03-30T02:30+02:00",
    ]


def test_a_midnight_that_the_clocks_skip_is_not_lost() -> None:
    assert times("0 0 * * *", "2026-03-07T12:00", 2, "America/Havana") == [
        "2026-03-08T01:00-04:00",
        "2026-03-09T00:00-04:00",
    ]


def test_times_before_and_after_a_skipped_hour_come_once_and_in_order() -> None:
    assert times("0,30 2,3 * * *", "2026-03-29T00:00", 3, "Europe/Berlin") == [
        "2026-03-29T03:00+02:00",
        "2026-03-29T03:30+02:00",
        "2026-03-30T02:00+02:00",
    ]


def test_a_time_that_comes_twice_counts_once() -> None:
    assert times("30 2 * * *", "2026-10-24T12:00", 2, "Europe/Berlin") == [
        "2026-10-25T02:30+02:00",
        "2026-10-26T02:30+01:00",
    ]


def test_what_is_due_in_every_hour_is_due_in_the_repeated_one_too() -> None:
    assert times("*/30 * * * *", "2026-10-25T01:30", 5, "Europe/Berlin") == [
        "2026-10-25T02:00+02:00",
        "2026-10-25T02:30+02:00",
        "2026-10-25T02:00+01:00",
        "2026-10-25T02:30+01:00",
        "2026-10-25T03:00+01:00",
    ]


def test_half_an_hour_may_be_skipped_and_repeated() -> None:
    skipped = times("*/15 * * * *", "2026-10-04T01:45", 3, "Australia/Lord_Howe")  # 02:00 -> 02:30
    repeated = times("*/15 * * * *", "2026-04-05T01:30", 4, "Australia/Lord_Howe")  # 02:00 -> 01:30

    assert skipped == ["2026-10-04T02:30+11:00", "2026-10-04T02:45+11:00", "2026-10-04T03:00+11:00"]
    assert repeated == [
        "2026-04-05T01:45+11:00", "2026-04-05T01:30+10:30", "2026-04-05T01:45+10:30", "2026-04-05T02:00+10:30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "five fields are needed"),
        ("* * * *", "five fields are needed"),
        ("0 * * * * *", "five fields are needed"),
        ("@daily", "five fields are needed"),
        ("60 * * * *", "'60' is no minute: 0 to 59"),
        ("* 24 * * *", "'24' is no hour"),
        ("* * 0 * *", "'0' is no day of the month: 1 to 31"),
        ("* * * 13 *", "'13' is no month: 1 to 12 or jan to dec"),
        ("* * * * 8", "'8' is no weekday: 0 to 7 or sun to sat"),
        ("* * * * funday", "'funday' is no weekday"),
        ("* * * * foo", "'foo' is no weekday"),
        ("5-1 * * * *", "runs backwards"),
        ("*/0 * * * *", "a step follows a range and is at least 1"),
        ("5/10 * * * *", "a step follows a range"),
        ("1,,2 * * * *", "'' is no minute"),
        ("-1 * * * *", "'-1' is no minute"),
        ("١ * * * *", "is no minute"),
        ("0 0 31 feb *", "never comes"),
        ("0 0 30,31 2 */2", "never comes"),
    ],
)
def test_what_is_no_expression_says_why(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem.replace("*", r"\*")):
        read_cron(text)


@given(st.text(max_size=400) | st.text("0123456789*/,- \tabcdefghijklmnopqrstuvwxyz", max_size=60))
def test_any_text_is_an_expression_or_a_value_error(text: str) -> None:
    try:
        cron = read_cron(text)
    except ValueError:
        return

    assert isinstance(cron, Cron)


def field(least: int, most: int) -> st.SearchStrategy[str]:
    numbers = st.lists(st.integers(least, most), min_size=1, max_size=3).map(lambda some: ",".join(map(str, some)))
    return st.just("*") | st.integers(1, 20).map(lambda step: f"*/{step}") | numbers


EXPRESSIONS = st.tuples(field(0, 59), field(0, 23), field(1, 28), st.just("*"), field(0, 7)).map(" ".join)
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/Havana", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]
)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, ZONES, st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_no_minute_that_fits_is_passed_over(text: str, zone: str, moment: datetime) -> None:
    cron, clock = read_cron(text), ZoneInfo(zone)

    due = cron.after(moment, clock)

    assert due is not None
    assert due > moment
    assert due.second == due.microsecond == 0
    minute = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    for _ in range(3000):  # two days hold every change of clocks
        if minute >= due:
            break
        local = minute.astimezone(clock)
        days, week = local.day in cron.days, local.weekday() in cron.weekdays
        fits = local.minute in cron.minutes and local.hour in cron.hours
        fits = fits and ((days or week) if cron.either else (days and week))
        assert not fits or (local.fold and len(cron.hours) < 24), f"passed over {local}"
        minute += timedelta(minutes=1)
