from datetime import UTC, datetime

import pytest

from crawler.run.moments import moment_of, published_at, published_day


def test_a_day_alone_counts_from_its_end() -> None:
    assert published_at("2026-03-04") == datetime(2026, 3, 5, tzinfo=UTC)


def test_a_time_counts_as_it_is_and_its_day_is_the_one_that_was_written() -> None:
    stamp = "2026-03-04T23:30:00-05:00"

    assert published_at(stamp) == datetime(2026, 3, 5, 4, 30, tzinfo=UTC)
    assert published_day(stamp) == "2026-03-04"


def test_no_date_is_neither_a_moment_nor_a_day() -> None:
    assert published_at(None) is None
    assert published_day(None) is None


@pytest.mark.parametrize("stamp", ["2026-03-04", "yesterday"])
def test_what_tells_no_time_is_no_moment_of_fetching(stamp: str) -> None:
    with pytest.raises(ValueError, match=r"fetched_at|yesterday"):
        moment_of(stamp)
