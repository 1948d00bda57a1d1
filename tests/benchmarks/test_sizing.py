import pytest

from benchmarks.bench.costs import Costs, costs_of
from benchmarks.bench.sides import Crawled, TwoRuns
from benchmarks.bench.sizing import Load, cores, load_lines, machines, unit_lines, workers_a_parent
from benchmarks.bench.store import Bytes, Records
from benchmarks.bench.watch import Watched

COSTS = Costs(
    page_ms=12, parent_ms=3, visit_ms=30, parent_bytes=90e6, idle_bytes=60e6, worker_bytes=100e6, archive_bytes=50e3,
    index_bytes=500, records_bytes=9e3, state_bytes=500,
)  # fmt: skip


def run(records: int, cpu_s: float, main_s: float, again_s: float) -> TwoRuns:
    peak = ((90_000_000,), (50_000_000, 10_000_000), (90_000_000, 110_000_000))
    first = Crawled(Watched(1, cpu_s, cpu_s, main_s, peak, ()), Records(records, records, 900))
    size = Bytes(archive=50_000 * records, index=0, records=0, state=0, others=0)
    return TwoRuns(first, Watched(1, again_s, again_s, again_s, (), ()), size)


def test_costs_are_what_more_pages_and_more_sites_take() -> None:
    many, few = run(1010, 16, 4, 1.3), run(10, 4, 1, 1.0)

    found = costs_of(many, few, 11)

    assert (found.page_ms, found.parent_ms, found.visit_ms) == pytest.approx((12, 3, 30))
    assert (found.parent_bytes, found.idle_bytes, found.worker_bytes) == (90e6, 60e6, 100e6)
    assert found.archive_bytes == 50e3


def test_a_parent_keeps_as_many_workers_busy_as_pages_cost_them_more_than_it() -> None:
    found = workers_a_parent(COSTS)

    assert found == 3


def test_a_thousand_sites_cost_pages_and_visits() -> None:
    load = Load(1000, pages_a_day=100, visits_a_day=24)

    found = cores(COSTS, load)

    assert found == pytest.approx((1000 * 100 * 0.012 + 1000 * 24 * 0.03) / 86_400)


def test_a_load_that_half_a_machine_bears_needs_one() -> None:
    light, heavy = Load(1, 100, 24), Load(300_000, 100, 24)

    found = [machines(COSTS, light), machines(COSTS, heavy)]

    assert found == [1, 2]


def test_the_lines_name_what_a_million_pages_take_of_the_disk_and_each_load() -> None:
    lines = [*unit_lines(COSTS), *load_lines(COSTS, [Load(1, 100, 24), Load(1000, 100, 24)], 1)]

    rows = {line[:44].strip(): line[44:].split() for line in lines}

    assert rows["disk, a million pages"][:2] == ["60.0", "GB"]
    assert rows["pages a day"] == ["100", "100,000"]
    assert rows["most that one host gives, pages a day"][0] == "86,400"
