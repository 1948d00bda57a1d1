"""Pairs of texts of which is known whether one is a near copy of the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from benchmarks.near.edits import EDITS, follow_up, same_quotes
from benchmarks.near.templates import filled

FILLED = 120  # stories a template


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and of what kind the pair is."""

    kind: str
    is_copy: bool
    one: str
    other: str


def pairs_of(
    texts: Sequence[str], templates: Mapping[str, str], chance: Random, stories: int = FILLED
) -> Iterator[Pair]:
    """Each text with each edit of it, and pairs that are only alike: by quotes, by background, by template."""
    for at, text in enumerate(texts):
        other, third = texts[(at + len(texts) // 3) % len(texts)], texts[(at + 2 * len(texts) // 3) % len(texts)]
        for kind, edit in EDITS.items():
            yield Pair(kind, True, text, edit(text, other, chance))
        yield Pair("same quotes", False, *same_quotes(text, other, third, chance))
        yield Pair("same background", False, *follow_up(text, other, third, chance))
    for kind, template in templates.items():
        days = [filled(template, chance) for _ in range(stories)]
        yield from (Pair(kind, False, one, other) for one, other in combinations(days, 2))
