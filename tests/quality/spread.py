"""How far a figure would move on other hosts."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def standard_errors(
    groups: Sequence[Sequence[T]], measure: Callable[[Sequence[T]], Mapping[str, float]]
) -> Mapping[str, float]:
    """The standard error of each number that `measure` finds in the pages of all `groups`; 0 for a single group.

    A group is a host: its pages are made by one template and fail together, so they are left out together.
    Method: the delete-one-group jackknife (Quenouille 1956, Tukey 1958). It draws no random numbers.
    """
    found = measure([page for group in groups for page in group])
    if len(groups) < 2:
        return dict.fromkeys(found, 0.0)
    without = [
        measure([page for other, group in enumerate(groups) if other != left_out for page in group])
        for left_out in range(len(groups))
    ]
    return {name: _jackknife([numbers[name] for numbers in without if name in numbers]) for name in found}


def _jackknife(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.sqrt((len(values) - 1) / len(values) * math.fsum((value - mean) ** 2 for value in values))
