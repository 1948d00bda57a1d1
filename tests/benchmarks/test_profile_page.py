from collections.abc import Iterator
from functools import reduce
from importlib import import_module

import pytest

from benchmarks.profile_page import STAGES, Clock, stage_lines


def ticking() -> Iterator[float]:
    yield from (0.0, 1.0, 4.0, 6.0)


def test_a_stage_s_time_is_not_that_of_the_stage_around_it() -> None:
    clock = Clock(now=ticking().__next__)

    with clock.stage("body"), clock.stage("trafilatura"):
        pass

    assert clock.spent_s == {"body": 3.0, "trafilatura": 3.0}


@pytest.mark.parametrize("place", STAGES)
def test_every_stage_is_where_it_is_said_to_be(place: str) -> None:
    module, _, path = place.partition(":")

    found = reduce(getattr, path.split("."), import_module(module))

    assert callable(found)


def test_the_dearest_stage_stands_first_and_the_whole_last() -> None:
    clock = Clock(now=ticking().__next__)
    with clock.stage("body"):
        pass
    with clock.stage("vote"):
        pass

    head, *lines = stage_lines(clock, 2)

    assert head.split()[0] == "stage"
    assert [line.split()[:2] for line in lines] == [["vote", "1000.000"], ["body", "500.000"], ["whole", "1500.000"]]
