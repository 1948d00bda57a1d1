import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.bench.sums import at, at_work, further_s, middle, others_share
from benchmarks.bench.watcher import Sample


def sample(at_s: float, tree_s: float, idle_s: float, grown: int, server_s: float = 0, busy_s: float = 0) -> Sample:
    return Sample(at_s, tree_s, server_s, busy_s, idle_s, 0, grown)


def test_the_middle_of_runs_is_their_median() -> None:
    runs = [9.0, 1.0, 2.0]

    found = middle(runs)

    assert found == 2.0


def test_no_runs_have_no_middle() -> None:
    with pytest.raises(ValueError, match="no runs"):
        middle([])


def test_the_99th_percentile_of_a_hundred_pages_leaves_one_above_it() -> None:
    pages = [float(number) for number in range(1, 101)]

    found = at(pages, 0.99)

    assert found == 99


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_at_least_the_share_of_the_values_does_not_exceed_what_stands_at_it(values: list[float], share: float) -> None:
    found = at(values, share)

    assert sum(value <= found for value in values) >= share * len(values)


def test_what_few_pages_take_is_the_start_and_no_further_page_pays_for_it() -> None:
    start_s, page_s = 3.0, 0.02

    found = further_s(start_s + 1000 * page_s, start_s + 10 * page_s, 1000, 10)

    assert found == pytest.approx(page_s)


def test_a_run_that_had_no_more_pages_says_nothing_of_a_further_one() -> None:
    with pytest.raises(ValueError, match="10 pages are not more than 10"):
        further_s(4, 3, 10, 10)


def test_cores_are_at_work_by_what_was_left_idle_while_pages_were_waiting() -> None:
    start = [sample(0, 0, 0, 0), sample(1, 1, 1, 0)]
    waiting = [sample(2 + second, 2 + 1.5 * second, 2 + 0.5 * second, 10 + 16 * second) for second in range(6)]
    end = [sample(8, 10, 9, 100)]

    found = at_work([*start, *waiting, *end])

    assert found == pytest.approx(0.75)


def test_the_server_works_for_the_crawl() -> None:
    samples = [sample(second, second, second / 2, 10 + 16 * second, server_s=second / 2) for second in range(6)]

    found = at_work([*samples, sample(6, 6, 3, 100)])

    assert found == pytest.approx(0.75)


def test_of_a_run_too_short_nothing_is_said_of_the_cores() -> None:
    samples = [sample(0, 0, 0, 0), sample(1, 2, 0, 100)]

    found = at_work(samples)

    assert found is None


def test_what_others_took_is_what_was_busy_without_crawl_and_server() -> None:
    samples = [sample(0, 0, 10, 0, busy_s=5), sample(1, 2, 11, 0, server_s=1, busy_s=9)]

    found = others_share(samples)

    assert found == pytest.approx(0.2)
