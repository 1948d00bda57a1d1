from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.schedule.every import Every, span_s

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone follows


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("6h", 21600), ("1d", 86400), ("366d", 31622400)]
)
def test_a_span_is_a_number_and_a_unit(text: str, seconds: int) -> None:
    assert span_s(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "15", "m", "0m", "-5m", "1.5h", "15 m", "15min", "1w", "367d", "٣m", "1h30m", "9" * 99 + "s"]
)
def test_what_is_no_span_says_how_one_is_written(text: str) -> None:
    with pytest.raises(ValueError, match='such as "90s", "15m"'):
        span_s(text)


@given(MOMENTS, st.integers(1, 10**7))
def test_the_next_time_is_a_whole_number_of_spans_from_1970_and_the_first_after_the_moment(
    moment: datetime, seconds: int
) -> None:
    due = Every(seconds).after(moment, UTC)

    assert due.timestamp() % seconds == 0
    assert timedelta() < due - moment <= timedelta(seconds=seconds)
