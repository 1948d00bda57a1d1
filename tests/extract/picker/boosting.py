"""Gradient boosting of small trees for yes-or-no rows: all that the block trees need, in numpy.

Method: Friedman (2001) with second-order gains as in Chen and Guestrin (2016), grown leaf by leaf over histograms.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Node = tuple[int, float, int, int, float]

BINS = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """How trees are grown. Found by cross-validation by host; twice the trees gain nothing."""

    trees: int = 80
    leaves: int = 12
    rate: float = 0.1
    rows_a_leaf: int = 40
    ridge: float = 1.0
    features: float = 0.5  # share of the features that a tree may use
    rows: float = 0.8  # share of the rows that a tree sees
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Boosted:
    """The trees and where they start from, in log-odds."""

    start: float
    trees: tuple[tuple[Node, ...], ...]


@dataclass(slots=True)
class _Leaf:
    node: int
    rows: NDArray[np.intp]
    gain: float
    feature: int
    cut: int


def fit(values: Floats, is_yes: Floats, weights: Floats, settings: Settings = Settings()) -> Boosted:
    """Trees for rows of `values` (row by feature). The same input gives the same trees."""
    edges = [_edges(values[:, feature]) for feature in range(values.shape[1])]
    binned = np.column_stack([np.searchsorted(edge, values[:, at]) for at, edge in enumerate(edges)]).astype(np.int32)
    rng = np.random.default_rng(settings.seed)
    share = float(np.average(is_yes, weights=weights))
    start = float(np.log(share / (1 - share)))
    totals = np.full(len(values), start)
    trees = []
    for _ in range(settings.trees):
        sure = 1 / (1 + np.exp(-totals))
        slope, bend = weights * (sure - is_yes), weights * sure * (1 - sure)
        rows = np.flatnonzero(rng.random(len(values)) < settings.rows)
        features = np.sort(rng.permutation(values.shape[1])[: round(values.shape[1] * settings.features)])
        tree = _Grower(binned, edges, slope, bend, features, settings).grow(rows)
        trees.append(tree)
        totals += outcomes(tree, values)
    return Boosted(start, tuple(trees))


def probabilities(boosted: Boosted, values: Floats) -> Floats:
    """How sure the trees are of each row, between 0 and 1."""
    totals = np.full(len(values), boosted.start)
    for tree in boosted.trees:
        totals += outcomes(tree, values)
    sure: Floats = 1 / (1 + np.exp(-totals))
    return sure


def outcomes(tree: tuple[Node, ...], values: Floats) -> Floats:
    """What one tree adds for each row."""
    added = np.empty(len(values))
    waiting = [(0, np.arange(len(values)))]
    while waiting:
        at, rows = waiting.pop()
        feature, threshold, low, high, value = tree[at]
        if feature < 0:
            added[rows] = value
            continue
        is_low = values[rows, feature] <= threshold
        waiting += [(low, rows[is_low]), (high, rows[~is_low])]
    return added


class _Grower:
    def __init__(
        self, binned: NDArray[np.int32], edges: list[Floats], slope: Floats, bend: Floats, features: NDArray[np.intp],
        settings: Settings,
    ) -> None:  # fmt: skip
        self._edges, self._slope, self._bend, self._features = edges, slope, bend, features
        self._settings = settings
        self._binned = binned[:, features]
        self._cells = self._binned + np.arange(len(features), dtype=np.int32) * BINS
        self._nodes: list[Node] = []

    def grow(self, rows: NDArray[np.intp]) -> tuple[Node, ...]:
        leaves = [self._leaf(rows)]
        while len(leaves) < self._settings.leaves:
            best = max(leaves, key=lambda leaf: leaf.gain)
            if best.gain <= 0:
                break
            leaves.remove(best)
            is_low = self._binned[best.rows, best.feature] <= best.cut
            low, high = self._leaf(best.rows[is_low]), self._leaf(best.rows[~is_low])
            feature = int(self._features[best.feature])
            threshold = float(self._edges[feature][best.cut])
            self._nodes[best.node] = (feature, threshold, low.node, high.node, self._nodes[best.node][4])
            leaves += [low, high]
        return tuple(self._nodes)

    def _leaf(self, rows: NDArray[np.intp]) -> _Leaf:
        slope, bend = float(self._slope[rows].sum()), float(self._bend[rows].sum())
        self._nodes.append((-1, 0.0, 0, 0, -self._settings.rate * slope / (bend + self._settings.ridge)))
        node, width = len(self._nodes) - 1, len(self._features)
        if len(rows) < 2 * self._settings.rows_a_leaf:
            return _Leaf(node, rows, 0.0, 0, 0)
        cells = self._cells[rows].ravel()
        slopes, bends, counts = (
            np.bincount(cells, weights, BINS * width).reshape(width, BINS).cumsum(axis=1)[:, :-1]
            for weights in (np.repeat(self._slope[rows], width), np.repeat(self._bend[rows], width), None)
        )
        ridge = self._settings.ridge
        gains = slopes**2 / (bends + ridge) + (slope - slopes) ** 2 / (bend - bends + ridge) - slope**2 / (bend + ridge)
        few = np.minimum(counts, len(rows) - counts) < self._settings.rows_a_leaf
        gains = np.where(few, 0.0, gains)
        feature, cut = divmod(int(gains.argmax()), BINS - 1)
        return _Leaf(node, rows, float(gains[feature, cut]), feature, cut)


def _edges(column: Floats) -> Floats:
    """At most BINS - 1 thresholds: between all values when they are few, else where equal shares of rows part."""
    distinct = np.unique(column)
    if len(distinct) > BINS:
        distinct = np.unique(np.quantile(column, np.linspace(0, 1, BINS)))
    edges: Floats = (distinct[:-1] + distinct[1:]) / 2
    return edges
