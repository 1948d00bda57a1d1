"""Boosted trees from tables of numbers: how sure they are of rows of values, and which values spoke against one."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from crawler.extract.features import FEATURES, Rows

# A node: feature (-1: a leaf), threshold, the nodes for values at most and above it, and the sum that it stands for.
Node = tuple[int, float, int, int, float]

MOST_LEAVES = 16  # bits of a mask
ROWS_AT_ONCE = 1000  # 15 MB


@dataclass(frozen=True)
class Trees:
    """The trees and where they start from, in log-odds."""

    start: float
    trees: tuple[tuple[Node, ...], ...]

    def probabilities(self, rows: Rows) -> list[float]:
        """How sure the trees are of each of `rows`, between 0 and 1."""
        return [
            probability
            for start in range(0, len(rows), ROWS_AT_ONCE)
            for probability in self._masks.probabilities(rows[start : start + ROWS_AT_ONCE], self.start)
        ]

    def against(self, row: Sequence[float]) -> str:
        """The name of the feature that lowered the sum for `row` most. Method: Saabas (2014), paths of trees."""
        change: Counter[int] = Counter()
        for tree in self.trees:
            node = tree[0]
            while node[0] >= 0:
                below = tree[node[2] if row[node[0]] <= node[1] else node[3]]
                change[node[0]] += below[4] - node[4]  # type: ignore[assignment]  # a Counter of floats
                node = below
        return FEATURES[min(change, key=lambda feature: change[feature])]

    @cached_property
    def _masks(self) -> "_Masks":
        return _Masks(self.trees)


class _Masks:
    """The trees as bits, all of them asked at once: a quarter of the time of walking each for each row.

    Of a tree's leaves, from the low side to the high, a node whose value is above its threshold strikes out those on
    its low side; the lowest that is left is where the row ends. Method: Lucchese et al. (2015), QuickScorer.
    """

    def __init__(self, trees: Sequence[Sequence[Node]]) -> None:
        inner = max(sum(node[0] >= 0 for node in tree) for tree in trees) or 1
        shape = (len(trees), inner)
        self._features = np.zeros(shape, np.intp)
        self._thresholds = np.full(shape, np.inf)  # of a node that is not there: never above
        self._strikes = np.full(shape, ~0, np.int32)
        self._sums = np.zeros((len(trees), MOST_LEAVES + 1))
        self._lowest = np.array([0, *((bits & -bits).bit_length() for bits in range(1, 1 << MOST_LEAVES))], np.intp)
        self._tree = np.arange(len(trees))
        for number, tree in enumerate(trees):
            leaves: list[float] = []
            nodes: list[tuple[int, float, int]] = []
            _bits(tree, 0, leaves, nodes)
            self._sums[number, 1 : len(leaves) + 1] = leaves
            for place, (feature, threshold, low) in enumerate(nodes):
                self._features[number, place] = feature
                self._thresholds[number, place] = threshold
                self._strikes[number, place] = ~low
        self._whole = (1 << MOST_LEAVES) - 1

    def probabilities(self, rows: Rows, start: float) -> list[float]:
        struck = np.where(rows[:, self._features] > self._thresholds, self._strikes, ~0)
        left = np.bitwise_and.reduce(struck, axis=2) & self._whole
        totals = start + self._sums[self._tree, self._lowest[left]].sum(axis=1)
        found: NDArray[np.float64] = 1 / (1 + np.exp(-totals.clip(-30.0, 30.0)))
        return found.tolist()  # type: ignore[no-any-return]  # numpy types no lists


def _bits(tree: Sequence[Node], at: int, leaves: list[float], nodes: list[tuple[int, float, int]]) -> int:
    """The bits of the leaves below the node `at`; adds the sums of those to `leaves`, in order, and to `nodes` each
    inner node with the bits of its low side."""
    feature, threshold, low, high, value = tree[at]
    if feature < 0:
        leaves.append(value)
        return 1 << (len(leaves) - 1)
    low_bits = _bits(tree, low, leaves, nodes)
    nodes.append((feature, threshold, low_bits))
    return low_bits | _bits(tree, high, leaves, nodes)


@cache
def block_trees(name: str) -> Trees:
    """The trees `name` that tell an article's blocks, as `python -m tests.extract.picker` wrote them.

    Raises ValueError when the table was made for other features than FEATURES.
    """
    table = json.loads(files("crawler.extract").joinpath("data/blocks.json").read_text("utf-8"))
    if tuple(table["features"]) != FEATURES:
        raise ValueError("data/blocks.json was made for other features")
    trees = tuple(
        tuple((int(f), float(t), int(low), int(high), float(v)) for f, t, low, high, v in tree)
        for tree in table[name]["trees"]
    )
    return Trees(float(table[name]["start"]), trees)
