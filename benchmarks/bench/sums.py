"""The sums of the benchmark: medians, what a further page costs, how busy the cores were."""

from collections.abc import Sequence
from math import ceil
from statistics import median

from benchmarks.bench.watcher import Sample

# Of what is written in the end: before it a crawl starts, after it the last pages of some sites are all there is.
FROM_SHARE, TO_SHARE = 0.05, 0.95


def middle(values: Sequence[float]) -> float:
    """The median. Raises ValueError when there is none."""
    if not values:
        raise ValueError("no runs")
    return median(values)


def at(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least that share of them does not exceed (nearest rank)."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


def further_s(many_s: float, few_s: float, many: int, few: int) -> float:
    """What a further page costs, by a run over many and one over few: imports and the like are in both.

    Raises ValueError when the first had no more pages than the second.
    """
    if many <= few:
        raise ValueError(f"{many} pages are not more than {few}")
    return (many_s - few_s) / (many - few)


def at_work(samples: Sequence[Sample]) -> float | None:
    """Of the CPU that the machine had for the crawl and its server while pages were waiting, the share they used.

    What other programs took is left out on both sides. None when the run was too short to tell.
    """
    ends = samples[-1].grown_bytes if samples else 0
    waiting = [one for one in samples if FROM_SHARE * ends <= one.grown_bytes <= TO_SHARE * ends and ends]
    if len(waiting) < 4:
        return None
    first, last = waiting[0], waiting[-1]
    used = last.tree_s - first.tree_s + last.server_s - first.server_s
    return used / (used + last.idle_s - first.idle_s)


def others_share(samples: Sequence[Sample]) -> float:
    """Of all CPU of the machine during the run, the share that neither the command nor its server took, but others."""
    first, last = samples[0], samples[-1]
    busy = last.busy_s - first.busy_s
    ours = last.tree_s - first.tree_s + last.server_s - first.server_s
    return max(0.0, busy - ours) / max(1e-9, busy + last.idle_s - first.idle_s)
