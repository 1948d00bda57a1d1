from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import Window, day_of, parse_stamp, rfc3339, utc_stamp, zone_named

CAIRO = timezone(timedelta(hours=2))
STAMPS = st.one_of(
    st.text(max_size=40),
    st.from_regex(
        r"[0-9 ]{0,5}[A-Za-z]{3},? [0-9]{1,30} [A-Za-z]{3} [0-9]{1,25} [0-9:]{1,12} [+-][0-9]{1,30}", fullmatch=True
    ),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})", fullmatch=True),
)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2025-03-04T09:10:00+02:00", datetime(2025, 3, 4, 9, 10, tzinfo=CAIRO)),
        (" 2025-03-04 09:10 +0200\n", datetime(2025, 3, 4, 9, 10, tzinfo=CAIRO)),
        ("2025-03-04T09:10:11.123456Z", datetime(2025, 3, 4, 9, 10, 11, tzinfo=UTC)),
        ("20250304T091011Z", datetime(2025, 3, 4, 9, 10, 11, tzinfo=UTC)),
        ("Tue, 04 Mar 2025 09:10:00 +0200", datetime(2025, 3, 4, 9, 10, tzinfo=CAIRO)),
        ("Tue, 04 Mar 2025 07:10:00 GMT", datetime(2025, 3, 4, 7, 10, tzinfo=UTC)),
        ("1741072200", datetime(2025, 3, 4, 7, 10, tzinfo=UTC)),
        ("1741072200123", datetime(2025, 3, 4, 7, 10, tzinfo=UTC)),
        ("2025-03-04", date(2025, 3, 4)),
        ("20250304", date(2025, 3, 4)),
        ("2025-03", date(2025, 3, 1)),
        ("2025-03-04T09:10:00", date(2025, 3, 4)),
    ],
)
def test_a_machine_written_stamp_is_read(raw: str, value: datetime | date) -> None:
    assert parse_stamp(raw) == value


def test_a_time_without_a_zone_is_taken_in_the_sites_zone() -> None:
    value = parse_stamp("2025-07-04T09:10:00", zone="Europe/Istanbul")

    assert value == datetime(2025, 7, 4, 6, 10, tzinfo=UTC)
    assert rfc3339(value) == "2025-07-04T09:10:00+03:00"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "2025-02-30",
        "2025-13-01",
        "2025-03-04T25:00:00Z",
        "2025-03-04T09:10:00+99:00",
        "2025-03-04T09:10:00+02:75",
        "202411",
        "0000-00-00T00:00:00",
        "1899-12-31",
        "2101-01-01",
        "9999999999",
        "31 Feb 2025 00:00:00 GMT",
        "12",
        "٢٠٢٥-٠٣-٠٤",
        "2025-03-04 09:10" + " " * 5000 + "x",
        "1 Jan 99999999999999999999 00:00:00 GMT",
        ",,,",
    ],
)
def test_what_is_no_date_is_a_value_error(raw: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_stamp(raw)


@pytest.mark.parametrize(
    "zone", ["Nowhere/Land", "Europe", "../../etc/passwd", "/etc/localtime", "Europe/Berlin\x00", " "]
)
def test_a_zone_that_does_not_exist_is_a_value_error(zone: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        zone_named(zone)
    with pytest.raises(ValueError, match="no time zone"):
        parse_stamp("2025-03-04T09:10:00", zone=zone)


@given(STAMPS)
def test_any_text_is_a_date_or_a_value_error(raw: str) -> None:
    try:
        value = parse_stamp(raw, "Asia/Tehran")
    except ValueError:
        return
    assert 1900 <= value.year <= 2100
    assert parse_stamp(rfc3339(value)) == (value.replace(microsecond=0) if isinstance(value, datetime) else value)


def test_an_offset_with_seconds_is_written_in_utc() -> None:
    value = datetime(1905, 5, 1, 12, 0, tzinfo=ZoneInfo("Africa/Monrovia"))

    assert value.utcoffset() != timedelta(hours=-1)
    assert rfc3339(value).endswith("+00:00")


def test_a_utc_stamp_ends_in_z() -> None:
    assert utc_stamp(datetime(2025, 3, 4, 9, 10, 11, 999, tzinfo=CAIRO)) == "2025-03-04T07:10:11Z"


def test_a_day_is_counted_in_its_own_zone() -> None:
    assert day_of(datetime(2025, 3, 5, 1, 0, tzinfo=CAIRO)) == date(2025, 3, 5)


def test_a_window_admits_its_first_and_last_day() -> None:
    window = Window(since=date(2025, 3, 4), until=date(2025, 3, 6))

    assert [window.admits(date(2025, 3, day)) for day in (3, 4, 6, 7)] == [False, True, True, False]
    assert window.admits(datetime(2025, 3, 4, 0, 30, tzinfo=CAIRO))


def test_a_page_is_before_the_window_only_when_no_zone_puts_it_inside() -> None:
    window = Window(since=date(2025, 3, 4))

    assert window.is_before(datetime(2025, 3, 3, 9, 59, tzinfo=UTC))
    assert not window.is_before(datetime(2025, 3, 3, 10, 0, tzinfo=UTC))  # already 4 March on the Line Islands
    assert window.is_before(date(2025, 3, 1))
    assert not window.is_before(date(2025, 3, 2))


def test_a_page_is_after_the_window_only_when_no_zone_puts_it_inside() -> None:
    window = Window(until=date(2025, 3, 4))

    assert window.is_after(datetime(2025, 3, 5, 12, 0, tzinfo=UTC))
    assert not window.is_after(datetime(2025, 3, 5, 11, 59, tzinfo=UTC))  # still 4 March on Baker Island
    assert window.is_after(date(2025, 3, 7))
    assert not window.is_after(date(2025, 3, 6))


def test_an_open_window_holds_everything() -> None:
    assert Window().admits(date(1900, 1, 1))
    assert not Window().is_before(date(1900, 1, 1))
    assert not Window().is_after(date(2100, 1, 1))


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - the zone is drawn apart
    st.integers(-12, 14),
    st.integers(-12, 14),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_pruning_never_loses_an_article_that_the_window_admits(
    moment: datetime, written_in: int, dated_in: int, bound: date
) -> None:
    published = moment.replace(tzinfo=timezone(timedelta(hours=dated_in)))
    changed = published.astimezone(timezone(timedelta(hours=written_in)))

    for window in (Window(since=bound), Window(until=bound)):
        if window.admits(published):
            assert not window.is_before(changed)
            assert not window.is_before(changed.date())
            assert not window.is_after(changed)
            assert not window.is_after(changed.date())
