from datetime import UTC, datetime, timedelta

import pytest

from crawler.run.retries import Retries

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
RETRIES = Retries(first_s=3600, most_s=10_000, times=3)


@pytest.mark.parametrize(("failures", "wait_s"), [(0, 3600), (1, 7200), (2, 10_000)])
def test_every_failure_in_a_row_doubles_the_wait_up_to_its_bound(failures: int, wait_s: float) -> None:
    assert RETRIES.due_at(failures, NOW, NOW) == NOW + timedelta(seconds=wait_s)


def test_after_the_last_retry_a_page_is_given_up() -> None:
    assert RETRIES.due_at(3, NOW, NOW) is None


def test_without_a_wait_a_page_is_due_in_a_later_run_and_not_in_the_one_that_it_failed_in() -> None:
    at_once = Retries(first_s=0, most_s=0, times=3)

    assert at_once.due_at(0, NOW, NOW) == NOW + timedelta(seconds=1)
    assert at_once.due_at(0, NOW + timedelta(hours=1), NOW) == NOW + timedelta(hours=1)
