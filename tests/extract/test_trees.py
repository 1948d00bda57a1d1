import numpy as np
import pytest

from crawler.extract.features import FEATURES
from crawler.extract.trees import Trees, block_trees
from tests.extract.picker.boosting import outcomes

WORDS = FEATURES.index("words")
SHARE = FEATURES.index("vote_share")
TREES = Trees(
    0.0,
    (
        ((WORDS, 9.5, 1, 2, 0.0), (-1, 0.0, 0, 0, -1.0), (-1, 0.0, 0, 0, 1.0)),
        ((SHARE, 0.5, 1, 2, 0.1), (-1, 0.0, 0, 0, -2.0), (-1, 0.0, 0, 0, 2.0)),
    ),
)


def row(**values: float) -> list[float]:
    return [values.get(name, 0.0) for name in FEATURES]


def test_a_value_at_the_threshold_goes_the_low_way() -> None:
    rows = np.array([row(words=9.5, vote_share=0.5), row(words=9.6, vote_share=0.6)])

    assert TREES.probabilities(rows) == pytest.approx([1 / (1 + 2.718281828**3), 1 / (1 + 2.718281828**-3)])


@pytest.mark.parametrize("name", ["place", "trafilatura"])
def test_all_trees_at_once_say_what_each_says_by_itself(name: str) -> None:
    trees = block_trees(name)
    rows = np.random.default_rng(4).uniform(-20, 120, (1500, len(FEATURES)))

    sure = trees.probabilities(rows)

    totals = trees.start + sum(outcomes(tree, rows) for tree in trees.trees)
    assert sure == pytest.approx(1 / (1 + np.exp(-np.clip(totals, -30, 30))))


def test_what_lowered_the_sum_most_is_named() -> None:
    assert TREES.against(row(words=3, vote_share=0.1)) == "vote_share"
    assert TREES.against(row(words=3, vote_share=0.9)) == "words"


def test_the_tables_fit_the_features_and_are_small() -> None:
    assert sum(len(tree) for name in ("place", "trafilatura") for tree in block_trees(name).trees) < 6000
