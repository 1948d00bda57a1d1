import math
from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

import pytest

from tests.quality.spread import standard_errors


def mean(pages: Sequence[float]) -> Mapping[str, float]:
    return {"mean": fmean(pages)}


def test_for_a_mean_of_pages_of_their_own_hosts_it_is_the_known_formula() -> None:
    values = [0.1, 0.5, 0.9, 1.0, 0.7]

    errors = standard_errors([[value] for value in values], mean)

    assert errors["mean"] == pytest.approx(stdev(values) / math.sqrt(len(values)))


def test_pages_that_fail_together_say_less_than_pages_of_their_own() -> None:
    together = [[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]]
    apart = [[value] for host in together for value in host]

    errors = standard_errors(together, mean), standard_errors(apart, mean)

    assert errors[0]["mean"] > errors[1]["mean"]


def test_a_single_host_says_nothing_of_the_spread() -> None:
    assert standard_errors([[0.2, 0.4]], mean) == {"mean": 0.0}
