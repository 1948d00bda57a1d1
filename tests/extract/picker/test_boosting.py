import numpy as np
import pytest

from tests.extract.picker.boosting import Boosted, Floats, Settings, fit, outcomes, probabilities

FEW = Settings(trees=20, leaves=4, rows_a_leaf=10, features=1.0)


def rows_of(count: int = 400) -> tuple[Floats, Floats]:
    """Rows of which those are yes whose first two values lie on different sides of a half."""
    values = np.random.default_rng(7).random((count, 3))
    return values, ((values[:, 0] > 0.5) != (values[:, 1] > 0.5)).astype(np.float64)


def test_trees_learn_what_no_single_feature_tells() -> None:
    values, is_yes = rows_of()

    boosted = fit(values, is_yes, np.ones(len(values)), FEW)

    right = (probabilities(boosted, values) > 0.5) == (is_yes > 0.5)
    assert right.mean() > 0.9


def test_the_same_rows_give_the_same_trees() -> None:
    values, is_yes = rows_of(100)

    first, second = (fit(values, is_yes, np.ones(len(values)), FEW) for _ in range(2))

    assert first == second


def test_the_start_is_the_weighted_share_in_log_odds() -> None:
    values = np.zeros((4, 1))

    boosted = fit(values, np.array([1.0, 0, 0, 0]), np.array([3.0, 1, 1, 1]), FEW)

    assert boosted.start == pytest.approx(0.0)


def test_a_row_of_no_weight_teaches_nothing() -> None:
    values, _ = rows_of()
    is_yes = (values[:, 0] > 0.5).astype(np.float64)
    weights = np.concatenate([np.ones(len(values)), np.zeros(len(values))])

    boosted = fit(np.vstack([values, values]), np.concatenate([is_yes, 1 - is_yes]), weights, FEW)

    assert ((probabilities(boosted, values) > 0.5) == (is_yes > 0.5)).mean() > 0.95


def test_no_leaf_holds_fewer_rows_than_the_settings_say() -> None:
    values, is_yes = rows_of(60)

    boosted = fit(values, is_yes, np.ones(60), Settings(trees=3, rows_a_leaf=31, features=1.0, rows=1.0))

    assert all(len(tree) == 1 for tree in boosted.trees)


def test_a_tree_uses_no_more_leaves_and_features_than_the_settings_say() -> None:
    values, is_yes = rows_of()

    boosted = fit(values, is_yes, np.ones(len(values)), Settings(trees=10, leaves=5, rows_a_leaf=5, features=0.34))

    for tree in boosted.trees:
        used = {feature for feature, *_ in tree if feature >= 0}
        assert len(used) <= 1
        assert sum(node[0] < 0 for node in tree) <= 5


def test_a_value_at_the_threshold_goes_the_low_way() -> None:
    tree = ((0, 0.5, 1, 2, 0.0), (-1, 0.0, 0, 0, -1.0), (-1, 0.0, 0, 0, 1.0))

    added = outcomes(tree, np.array([[0.5], [0.6]]))

    assert added.tolist() == [-1.0, 1.0]
    assert probabilities(Boosted(0.0, (tree,)), np.array([[0.6]])) == pytest.approx(1 / (1 + np.exp(-1)))
