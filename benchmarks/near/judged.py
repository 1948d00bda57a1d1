"""How many pairs the signatures tell right, whatever the bound of likeness."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from benchmarks.near.pairs import Pair
from crawler.extract.signature import signature
from crawler.likeness import LEAST_SHARED_NUMBERS, bands, likeness, shared_numbers


@dataclass(frozen=True, slots=True)
class Judged:
    """What the signatures of a pair say; `likeness` is 0 where no look-up would bring the two together."""

    kind: str
    is_copy: bool
    likeness: float
    shared_numbers: float

    def is_told(self, least_likeness: float, least_numbers: float = LEAST_SHARED_NUMBERS) -> bool:
        """Whether the pair is taken for copies."""
        return self.likeness >= least_likeness and self.shared_numbers >= least_numbers


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over the pairs at one bound; `told` by kind."""

    right: int
    missed: int
    wrong: int
    told: Counter[str]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def judged(pairs: Iterable[Pair]) -> list[Judged]:
    """The pairs whose texts are both long enough to be compared, judged."""
    found = []
    for pair in pairs:
        a, b = _signature(pair.one), _signature(pair.other)
        if a and b:
            meet = any(one == other for one, other in zip(bands(a), bands(b), strict=True))
            found.append(Judged(pair.kind, pair.is_copy, likeness(a, b) if meet else 0.0, shared_numbers(a, b)))
    return found


def score(pairs: Iterable[Judged], least_likeness: float, least_numbers: float = LEAST_SHARED_NUMBERS) -> Score:
    """How `pairs` do at these bounds."""
    right = missed = wrong = 0
    told: Counter[str] = Counter()
    for pair in pairs:
        is_told = pair.is_told(least_likeness, least_numbers)
        told[pair.kind] += is_told
        right += is_told and pair.is_copy
        missed += pair.is_copy and not is_told
        wrong += is_told and not pair.is_copy
    return Score(right, missed, wrong, told)


_signature = lru_cache(maxsize=4096)(signature)
