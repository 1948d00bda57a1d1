"""What was measured, turned into the figures of the table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.bench.page_costs import PageCosts
from benchmarks.bench.sides import Crawled, TwoRuns
from benchmarks.bench.sums import at, at_work, further_s, middle, others_share
from benchmarks.bench.table import Figure, Goal
from benchmarks.bench.watch import Watched

CPU_A_PAGE = Goal(12, "<= 12")
OF_NAIVE = Goal(1 / 3, "<= 0.333")
CORES_AT_WORK = Goal(0.9, ">= 90%", is_least=True)
PARENT = Goal(4, "<= 4")
EXTRACTION = Goal(8, "<= 8")
SLOWEST = Goal(100, "<= 100")
ARCHIVE = Goal(0.3, "<= 0.3")
MEMORY = Goal(450, "<= 450")
SECOND = Goal(0.02, "<= 2%")
HELP = Goal(0.25, "<= 0.25")
FETCH = Goal(1.2, "<= 1.2")

# Of the machine's CPU. Above it cores are busy whatever a crawl leaves undone, and nothing is said of its own.
OTHERS_MOST = 0.15


@dataclass(slots=True)
class Measured:
    """The runs of each side, in the order they were run. `few` is the crawl of a small site, for what is no page's."""

    ours: list[TwoRuns] = field(default_factory=list)
    few: list[TwoRuns] = field(default_factory=list)
    naive: list[Crawled] = field(default_factory=list)
    pages: list[PageCosts] = field(default_factory=list)
    extract: list[Crawled] = field(default_factory=list)
    help: list[Watched] = field(default_factory=list)
    fetch: list[Watched] = field(default_factory=list)
    long: Crawled | None = None  # ten times the articles


def figures(measured: Measured, articles: int) -> Iterator[Figure]:
    """The lines of the table, in order. `articles` is how many the web holds."""
    yield from _crawl(measured)
    yield from _pages(measured)
    yield from _whole(measured)
    yield from _sanity(measured, articles)


def _crawl(measured: Measured) -> Iterator[Figure]:
    firsts = [run.first for run in measured.ours]
    own = [_ms_a_record(run) for run in firsts]
    naive = [_ms_a_record(run) for run in measured.naive]
    yield _figure("CPU a page: crawl, archive, extract, record", own, "ms", CPU_A_PAGE)
    yield _figure("  the spider of twenty lines", naive, "ms", None, "no archive, no state, no validation")
    yield Figure("  ours / the spider's", middle(own) / middle(naive), "x", OF_NAIVE)
    few = measured.few
    further = [
        1000 * further_s(run.first.watched.cpu_s, one.first.watched.cpu_s, *_counts(run, one))
        for run, one in zip(measured.ours, few, strict=True)
    ]
    yield _figure("  a further page, the start subtracted", further, "ms")
    shares = [share for run in firsts if (share := at_work(run.watched.samples)) is not None]
    if shares:
        others = middle([others_share(run.watched.samples) for run in firsts])
        is_told = others <= OTHERS_MOST
        beside = "of what others left" if is_told else f"others took {others:.0%}, and leave no core idle: says nothing"
        yield _figure("cores at work while pages wait", shares, "%", CORES_AT_WORK if is_told else None, beside)
    naive_shares = [share for run in measured.naive if (share := at_work(run.watched.samples)) is not None]
    if naive_shares:
        yield _figure("  the spider of twenty lines", naive_shares, "%", None, "with the server")
    parent = [
        1000 * further_s(run.first.watched.main_s, one.first.watched.main_s, *_counts(run, one))
        for run, one in zip(measured.ours, few, strict=True)
    ]
    yield _figure("parent process, a further page", parent, "ms", PARENT, "imports are in a run over few pages")


def _pages(measured: Measured) -> Iterator[Figure]:
    pages = measured.pages
    own, others = [middle(one.ours_ms) for one in pages], [middle(one.trafilatura_ms) for one in pages]
    yield _figure("extraction alone, median page", own, "ms", EXTRACTION, f"{len(pages[0].ours_ms)} pages")
    yield _figure("  99th percentile", [at(one.ours_ms, 0.99) for one in pages], "ms", SLOWEST)
    yield _figure("  mean page", [_mean(one.ours_ms) for one in pages], "ms")
    yield _figure("  trafilatura.extract alone, median page", others, "ms")
    yield _figure("  trafilatura.extract alone, mean page", [_mean(one.trafilatura_ms) for one in pages], "ms")
    whole = [1000 * run.watched.cpu_s / len(pages[0].ours_ms) for run in measured.extract]
    yield _figure("  newskeep extract, the whole command", whole, "ms", None, "a page; with its start")
    yield _figure("archive's share of a page", [one.archive_ms for one in pages], "ms", ARCHIVE)


def _whole(measured: Measured) -> Iterator[Figure]:
    peaks = [run.first.watched.peak_bytes / 1e6 for run in measured.ours]
    yield _figure("peak memory, all processes (PSS)", peaks, "MB", MEMORY)
    yield _figure("  the spider of twenty lines", [run.watched.peak_bytes / 1e6 for run in measured.naive], "MB")
    if measured.long:
        peak = measured.long.watched.peak_bytes / 1e6
        yield Figure("  ten times the pages / peak of the shorter", peak / middle(peaks), "x", None, f"{peak:.0f} MB")
    second = [_second(run, few) for run, few in zip(measured.ours, measured.few, strict=True)]
    yield _figure("second run, nothing changed, of the first", second, "%", SECOND, "CPU beyond the imports")
    yield _figure("newskeep --help, CPU", [run.cpu_s for run in measured.help], "s", HELP)
    yield _figure("newskeep fetch of one URL, CPU", [run.cpu_s for run in measured.fetch], "s", FETCH)


def _sanity(measured: Measured, articles: int) -> Iterator[Figure]:
    sides = (("", [run.first for run in measured.ours]), ("  the spider of twenty lines", measured.naive))
    for name, runs in sides:
        without = ", ".join(f"{reason} {count}" for reason, count in runs[-1].losses.items() if count)
        counts = [run.records.count / articles for run in runs]
        yield _figure(name or "records an article", counts, "x", None, f"without: {without}" if without else "")
    for name, runs in sides:
        yield _figure(name or "mean length of a text", [run.records.mean_characters for run in runs], "", None, "chars")
    for name, runs in sides:
        yield _figure(name or "records a second", [run.records.count / run.watched.wall_s for run in runs], "/s")
    busy = [others_share(run.first.watched.samples) for run in measured.ours]
    yield _figure("of the machine, taken by other programs", busy, "%", None, "the more, the less the figures say")


def _second(run: TwoRuns, few: TwoRuns) -> float:
    first_s = run.first.watched.cpu_s - few.first.watched.cpu_s
    return max(0.0, run.second.cpu_s - few.second.cpu_s) / first_s


def _counts(many: TwoRuns, few: TwoRuns) -> tuple[int, int]:
    return many.first.records.count, few.first.records.count


def _ms_a_record(run: Crawled) -> float:
    return 1000 * run.watched.cpu_s / run.records.count


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _figure(name: str, runs: Sequence[float], unit: str, goal: Goal | None = None, beside: str = "") -> Figure:
    return Figure(name, middle(runs), unit, goal, beside, tuple(runs))
