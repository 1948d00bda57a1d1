"""Splits: shares are met, copies stay together, and what decides depends on no order."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pipelines.exports.splits import Plan, cuts_for, day_of, days_of, part_by_day, part_by_hash, shares_of

UNITS = [f"{number:032x}" for number in range(20_000)]
FIRST = date(2026, 3, 1)


def test_each_part_gets_its_share_of_the_units() -> None:
    counts = Counter(part_by_hash(unit, Plan("group", shares=(80, 15, 5))) for unit in UNITS)

    assert counts["train"] == pytest.approx(16_000, abs=250)  # three standard deviations are 170
    assert counts["validation"] == pytest.approx(3_000, abs=250)
    assert counts["test"] == pytest.approx(1_000, abs=150)


def test_another_seed_splits_otherwise_and_the_same_seed_the_same() -> None:
    plan = Plan("group", shares=(50, 50))
    parts = [part_by_hash(unit, plan) for unit in UNITS[:200]]

    again = [part_by_hash(unit, Plan("group", shares=(50, 50))) for unit in UNITS[:200]]
    otherwise = [part_by_hash(unit, Plan("group", shares=(50, 50), seed="other")) for unit in UNITS[:200]]

    assert again == parts
    assert otherwise != parts


def test_a_part_without_a_share_gets_nothing() -> None:
    counts = Counter(part_by_hash(unit, Plan("random", shares=(9, 0, 1))) for unit in UNITS)

    assert set(counts) == {"train", "test"}


def test_a_day_belongs_to_the_part_that_began_last() -> None:
    cuts = days_of("2025-01-01/2025-07-01")
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]

    parts = [part_by_day(day, cuts, ("train", "validation", "test")) for day in days]

    assert parts == ["train", "validation", "validation", "test"]


def test_shares_in_time_are_met_as_near_as_whole_days_allow() -> None:
    ten_days = {FIRST + timedelta(days=number): 10 for number in range(10)}

    assert cuts_for(ten_days, (80, 10, 10)) == (FIRST + timedelta(days=8), FIRST + timedelta(days=9))
    assert cuts_for(ten_days, (2, 1)) == (FIRST + timedelta(days=7),)
    assert cuts_for({FIRST: 1, FIRST + timedelta(days=1): 99}, (90, 10)) == (date.max,)
    assert cuts_for({}, (90, 10)) == (date.max,)


@given(
    some.dictionaries(some.dates(date(1990, 1, 1), date(2030, 1, 1)), some.integers(1, 50)),
    some.lists(some.integers(1, 9), min_size=2, max_size=3),
)
def test_parts_in_time_follow_one_another(records_by_day: dict[date, int], shares: list[int]) -> None:
    cuts = cuts_for(records_by_day, tuple(shares))

    assert list(cuts) == sorted(cuts)
    assert len(cuts) == len(shares) - 1


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-03-04T00:30:00+02:00", date(2026, 3, 3)),
        ("2026-03-04", date(2026, 3, 4)),
        (None, date(2026, 3, 9)),
        ("0001-01-01T00:00:00+03:00", date(1, 1, 1)),
    ],
)
def test_a_record_counts_by_its_day_in_utc_and_without_a_date_by_the_day_of_fetching(
    published: str | None, day: date
) -> None:
    assert day_of({"date_published": published, "fetched_at": "2026-03-09T08:00:00Z"}) == day


@pytest.mark.parametrize("text", ["90", "90/x", "", "0/10", "90/-5/15", "25/25/25/25"])
def test_shares_that_make_no_split_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="share"):
        Plan("group", shares=shares_of(text))


@pytest.mark.parametrize("text", ["2025", "2025-07-01/2025-01-01", "2025-01-01/2025-02-01/2025-03-01", "soon"])
def test_days_that_make_no_split_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="day"):
        Plan("time", cuts=days_of(text))


def test_days_are_only_for_a_split_by_time() -> None:
    with pytest.raises(ValueError, match="not one by group"):
        Plan("group", cuts=(FIRST,))
