from datetime import date, timedelta

import pytest

from crawler.monitor.expectations import missed
from crawler.profiles.model import Expectations

TODAY = date(2026, 3, 11)


def days(*counts: int) -> dict[str, int]:
    """Articles published on the days before TODAY, yesterday first."""
    return {str(TODAY - timedelta(days=number)): count for number, count in enumerate(counts, 1)}


def test_a_healthy_run_misses_nothing() -> None:
    expect = Expectations(articles_per_day=(2, 10), filled=(("title", 1.0), ("authors", 0.5)), max_reject_share=0.2)

    lines = missed(
        expect, {"records": 20, "rejects/listing": 5}, {"title": 20, "authors": 10}, days(*[3] * 7), TODAY, 10
    )

    assert lines == []


def test_each_missed_expectation_is_named_with_its_figures() -> None:
    expect = Expectations(articles_per_day=(2, 10), filled=(("authors", 0.5),), max_reject_share=0.2)

    lines = missed(expect, {"records": 20, "rejects/listing": 6}, {"authors": 9}, days(1, 1, 1, 1, 1, 1, 1), TODAY, 10)

    assert lines == [
        "authors is filled in 45% of 20 records, 50% are expected",
        "23% of 26 pages were rejected, at most 20% are expected",
        "1.0 articles a day were published in the last 7 days, 2 to 10 are expected",
    ]


def test_a_few_records_are_no_evidence() -> None:
    expect = Expectations(filled=(("authors", 0.5),), max_reject_share=0.2)

    assert missed(expect, {"records": 9}, {}, {}, TODAY, 10) == []


@pytest.mark.parametrize("published", [{}, days(5, 5, 5, 5, 5, 5)])
def test_days_are_not_judged_while_the_store_is_younger_than_they(published: dict[str, int]) -> None:
    assert missed(Expectations(articles_per_day=(50, 60)), {}, {}, published, TODAY, 10) == []
