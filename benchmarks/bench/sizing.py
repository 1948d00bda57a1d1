"""How large a machine must be, computed from what `make bench` measured.

    python -m benchmarks.bench.sizing [--json build/bench.json] [--pages-a-day N] [--visits-a-day N] [--delay SECONDS]

Pages a day are all that is fetched and read of a site in a day, new or changed; visits are runs that look whether there
is anything. Both are assumptions, to be set to one's own. What is computed is without reserve: for peaks, for pages
heavier than these and for other programs, double it.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from benchmarks.bench.costs import Costs

DAY_S = 86_400
SITES = (1, 1_000, 100_000)
CORES = 8  # of a machine
PARTS = ("archive", "index", "records", "state")


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of the machines."""

    sites: int
    pages_a_day: float  # of a site
    visits_a_day: float  # of a site

    @property
    def pages(self) -> float:
        """Of all sites, a day."""
        return self.sites * self.pages_a_day


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), metavar="FILE")
    parser.add_argument("--pages-a-day", type=float, default=100)
    parser.add_argument("--visits-a-day", type=float, default=24)
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between two requests to a host")
    args = parser.parse_args()
    found = json.loads(args.json.read_text("utf-8"))
    print(", ".join(f"{key}: {value}" for key, value in found["machine"].items()), end="\n\n")  # noqa: T201 - its output
    loads = [Load(sites, args.pages_a_day, args.visits_a_day) for sites in SITES]
    for line in (*unit_lines(Costs(**found["costs"])), "", *load_lines(Costs(**found["costs"]), loads, args.delay)):
        print(line)  # noqa: T201


def cores(costs: Costs, load: Load) -> float:
    """Cores that are busy all day with the load."""
    return load.sites * (load.pages_a_day * costs.page_ms + load.visits_a_day * costs.visit_ms) / 1000 / DAY_S


def workers_a_parent(costs: Costs) -> int:
    """How many workers one parent process keeps busy; more of them wait for it. At least 1."""
    return max(1, int((costs.page_ms - costs.parent_ms) / costs.parent_ms))


def unit_lines(costs: Costs) -> Iterator[str]:
    """What the units come to."""
    workers = workers_a_parent(costs)
    memory = costs.parent_bytes + costs.idle_bytes + workers * costs.worker_bytes
    yield f"{'CPU a page':<44}{costs.page_ms:>10.1f} ms, {costs.parent_ms:.1f} of them in the parent process"
    yield f"{'pages a second, a core':<44}{1000 / costs.page_ms:>10.1f}"
    yield f"{'workers that one parent keeps busy':<44}{workers:>10}"
    yield f"{'pages a second, one parent and those':<44}{workers * 1000 / (costs.page_ms - costs.parent_ms):>10.1f}"
    yield f"{'memory, the parent':<44}{costs.parent_bytes / 1e6:>10.0f} MB"
    yield f"{'memory, a worker':<44}{costs.worker_bytes / 1e6:>10.0f} MB"
    yield f"{'memory, one parent and those':<44}{memory / 1e6:>10.0f} MB"
    yield f"{'CPU of a visit that finds nothing new':<44}{costs.visit_ms:>10.0f} ms"
    parts = (costs.archive_bytes, costs.index_bytes, costs.records_bytes, costs.state_bytes)
    beside = ", ".join(f"{name} {part / 1e3:.1f}" for name, part in zip(PARTS, parts, strict=True))
    yield f"{'disk, a million pages':<44}{costs.disk_bytes / 1e3:>10.1f} GB ({beside})"


def load_lines(costs: Costs, loads: Sequence[Load], delay_s: float) -> Iterator[str]:
    """A column a load."""
    rows = {
        "sites": [f"{load.sites:,}" for load in loads],
        "pages a day": [f"{load.pages:,.0f}" for load in loads],
        "cores at work, all day": [f"{cores(costs, load):.4f}" for load in loads],
        f"machines of {CORES} cores, half of them at work": [f"{machines(costs, load):,}" for load in loads],
        "disk, GB a day": [f"{load.pages * costs.disk_bytes / 1e9:,.2f}" for load in loads],
        "disk, TB a year": [f"{load.pages * costs.disk_bytes * 365 / 1e12:,.2f}" for load in loads],
    }
    for name, cells in rows.items():
        yield "".join([f"{name:<44}", *(f"{cell:>12}" for cell in cells)])
    yield f"{'most that one host gives, pages a day':<44}{DAY_S / delay_s:>12,.0f}  at {delay_s:g} s between requests"


def machines(costs: Costs, load: Load) -> int:
    """Machines that the load needs when half of each is to be at work."""
    return max(1, ceil(cores(costs, load) / (CORES / 2)))


if __name__ == "__main__":
    main()
