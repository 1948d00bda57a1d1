import pytest

from benchmarks.bench.page_costs import PageCosts
from benchmarks.bench.report import Measured, figures
from benchmarks.bench.sides import Crawled, TwoRuns
from benchmarks.bench.store import Bytes, Records
from benchmarks.bench.watch import Watched
from benchmarks.bench.watcher import Sample

SAMPLES = (Sample(0, 0, 0, 0, 0, 0, 0), Sample(1, 1, 0, 1, 0, 0, 10))


def watched(cpu_s: float, main_s: float = 0, peak_bytes: int = 100_000_000) -> Watched:
    return Watched(2.0, cpu_s, cpu_s, main_s, ((peak_bytes,),), SAMPLES)


def crawled(records: int, cpu_s: float, main_s: float = 0) -> Crawled:
    return Crawled(watched(cpu_s, main_s), Records(records, records, 900))


def two_runs(records: int, cpu_s: float, main_s: float, second_s: float) -> TwoRuns:
    return TwoRuns(crawled(records, cpu_s, main_s), watched(second_s), Bytes(1, 1, 1, 1, 1))


def test_each_figure_is_the_median_of_its_runs_and_starts_are_no_page_s() -> None:
    measured = Measured(
        ours=[two_runs(110, 4 + cpu_s, 2.0, 1.03) for cpu_s in (1.2, 1.0, 9.0)],
        few=[two_runs(10, 4.0, 1.5, 1.0) for _ in range(3)],
        naive=[crawled(110, cpu_s) for cpu_s in (11.0, 5.2, 10.4)],
        pages=[PageCosts([1, 7, 90], [20, 30, 40], 0.2)],
        extract=[crawled(3, 0.9)],
        help=[watched(0.2)],
        fetch=[watched(1.3)],
    )

    found = {figure.name.strip(): figure for figure in figures(measured, 110)}

    assert round(found["CPU a page: crawl, archive, extract, record"].value, 2) == 47.27
    assert found["ours / the spider's"].value == pytest.approx(0.5)
    assert found["a further page, the start subtracted"].value == pytest.approx(12)
    assert found["parent process, a further page"].value == pytest.approx(5)
    assert found["extraction alone, median page"].value == pytest.approx(7)
    assert found["second run, nothing changed, of the first"].verdict == "MISSED"
    assert found["newskeep --help, CPU"].verdict == "met"
    assert "cores at work while pages wait" not in found  # two samples are too few


@pytest.mark.parametrize(("others_s", "verdict"), [(0.1, "MISSED"), (1.0, "")])
def test_of_cores_that_others_keep_busy_nothing_is_said(others_s: float, verdict: str) -> None:
    samples = tuple(
        Sample(second, second, 0, second * (1 + others_s), second / 2, 0, 10 + 16 * second) for second in range(7)
    )
    run = Crawled(Watched(2.0, 4.0, 4.0, 1.0, ((1,),), samples), Records(110, 110, 900))
    measured = Measured(
        ours=[TwoRuns(run, watched(1.0), Bytes(1, 1, 1, 1, 1))],
        few=[two_runs(10, 1.0, 0.5, 0.5)],
        naive=[crawled(110, 9.0)],
        pages=[PageCosts([1], [2], 0.2)],
        extract=[crawled(1, 0.9)],
        help=[watched(0.2)],
        fetch=[watched(1.3)],
    )

    found = {figure.name: figure for figure in figures(measured, 110)}["cores at work while pages wait"]

    assert found.value == pytest.approx(2 / 3)
    assert found.verdict == verdict
