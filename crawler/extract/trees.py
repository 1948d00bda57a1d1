"""Boosted trees from a table of numbers: how sure they are of a row of values, and which values spoke against it."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crawler.extract.features import FEATURES

# A node: feature (-1: a leaf), threshold, the nodes for values at most and above it, and the sum that it stands for.
Node = tuple[int, float, int, int, float]


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees and where they start from, in log-odds."""

    start: float
    trees: tuple[tuple[Node, ...], ...]

    def probability(self, row: Sequence[float]) -> float:
        """How sure the trees are of `row`, between 0 and 1."""
        total = self.start
        for tree in self.trees:
            feature, threshold, low, high, value = tree[0]
            while feature >= 0:
                feature, threshold, low, high, value = tree[low if row[feature] <= threshold else high]
            total += value
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

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


@cache
def block_trees() -> Trees:
    """The trees that tell an article's blocks, as `python -m tests.extract.picker` wrote them.

    Raises ValueError when the table was made for other features than FEATURES.
    """
    table = json.loads(files("crawler.extract").joinpath("data/blocks.json").read_text("utf-8"))
    if tuple(table["features"]) != FEATURES:
        raise ValueError("data/blocks.json was made for other features")
    trees = tuple(
        tuple((int(f), float(t), int(low), int(high), float(v)) for f, t, low, high, v in tree)
        for tree in table["trees"]
    )
    return Trees(float(table["start"]), trees)
