"""What one page, one visit of a site and one process cost: what a machine is sized by. Kept in the benchmark's JSON."""

from dataclasses import dataclass
from statistics import fmean

from benchmarks.bench.sides import TwoRuns
from benchmarks.bench.sums import further_s


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU in ms, memory and disk in bytes. Of a page: a further one, the start of the run subtracted.

    A visit is a run over a site where nothing has changed. `idle_bytes` are the helpers beside parent and workers.
    """

    page_ms: float
    parent_ms: float
    visit_ms: float
    parent_bytes: float
    idle_bytes: float
    worker_bytes: float
    archive_bytes: float
    index_bytes: float
    records_bytes: float
    state_bytes: float

    @property
    def disk_bytes(self) -> float:
        """Of a page."""
        return self.archive_bytes + self.index_bytes + self.records_bytes + self.state_bytes


def costs_of(many: TwoRuns, few: TwoRuns, sites: int) -> Costs:
    """The costs by a crawl of `sites` sites with many pages, and one of a single site with few.

    Raises ValueError when there were no more pages or sites than in the other.
    """
    counts = (many.first.records.count, few.first.records.count)
    ours, other = many.first.watched, few.first.watched
    # The command itself, its fork server and tracker, then the workers.
    parent, idle, workers = (*ours.peak, (), (), ())[:3]
    pages = counts[0]
    return Costs(
        page_ms=1000 * further_s(ours.cpu_s, other.cpu_s, *counts),
        parent_ms=1000 * further_s(ours.main_s, other.main_s, *counts),
        visit_ms=1000 * further_s(many.second.cpu_s, few.second.cpu_s, sites, 1),
        parent_bytes=sum(parent),
        idle_bytes=sum(idle),
        worker_bytes=fmean(workers) if workers else 0,
        archive_bytes=many.bytes.archive / pages,
        index_bytes=many.bytes.index / pages,
        records_bytes=many.bytes.records / pages,
        state_bytes=many.bytes.state / pages,
    )
