import pytest

from crawler.extract.features import FEATURES
from crawler.extract.trees import Trees, block_trees

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
    assert TREES.probability(row(words=9.5, vote_share=0.5)) == pytest.approx(1 / (1 + 2.718281828**3))
    assert TREES.probability(row(words=9.6, vote_share=0.6)) == pytest.approx(1 / (1 + 2.718281828**-3))


def test_what_lowered_the_sum_most_is_named() -> None:
    assert TREES.against(row(words=3, vote_share=0.1)) == "vote_share"
    assert TREES.against(row(words=3, vote_share=0.9)) == "words"


def test_the_table_fits_the_features_and_is_small() -> None:
    trees = block_trees()

    assert sum(map(len, trees.trees)) < 3000
