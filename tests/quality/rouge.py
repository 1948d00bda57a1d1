"""ROUGE-LSum: how much of one text's sentences is found, in order, in those of another.

Written here, since the package that is usual for it brings a natural-language toolkit and is not made anew any more.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

TOKEN = re.compile(r"[a-z0-9]+")  # as ROUGE-1.5.5: other letters part words


@dataclass(frozen=True, slots=True)
class Rouge:
    """Shares of tokens, from 0 to 1."""

    precision: float
    recall: float

    @property
    def fmeasure(self) -> float:
        """The harmonic mean of both, 0 when both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def rouge_lsum(gold: str, found: str) -> Rouge:
    """ROUGE-LSum of `found` against `gold`, texts with a sentence a line; without stemming.

    Method: Lin (2004), ROUGE: a package for automatic evaluation of summaries, section 3.2: for each sentence of the
    gold the union of its longest common subsequences with all found sentences. As in ROUGE-1.5.5, no token of either
    text counts twice.
    """
    wanted, mine = _sentences(gold), _sentences(found)
    left_wanted = Counter(token for sentence in wanted for token in sentence)
    left_mine = Counter(token for sentence in mine for token in sentence)
    wanted_tokens, mine_tokens = left_wanted.total(), left_mine.total()
    if not wanted_tokens or not mine_tokens:
        return Rouge(0.0, 0.0)
    hits = 0
    for sentence in wanted:
        for at in sorted(_in_any(sentence, mine)):
            token = sentence[at]
            if left_wanted[token] and left_mine[token]:
                hits += 1
                left_wanted[token] -= 1
                left_mine[token] -= 1
    return Rouge(hits / mine_tokens, hits / wanted_tokens)


def _sentences(text: str) -> list[list[str]]:
    return [tokens for line in text.split("\n") if (tokens := TOKEN.findall(line.lower()))]


def _in_any(sentence: Sequence[str], others: Sequence[Sequence[str]]) -> set[int]:
    """The places in `sentence` that are in its longest common subsequence with any of `others`."""
    if sentence in others:
        return set(range(len(sentence)))
    return {place for other in others if not set(sentence).isdisjoint(other) for place in _common(sentence, other)}


def _common(sentence: Sequence[str], other: Sequence[str]) -> list[int]:
    """The places in `sentence` of one longest common subsequence with `other`."""
    table = [[0] * (len(other) + 1)]
    for token in sentence:
        above, row = table[-1], [0]
        for at, theirs in enumerate(other):
            row.append(above[at] + 1 if token == theirs else max(row[at], above[at + 1]))
        table.append(row)
    places = []
    down, across = len(sentence), len(other)
    while down and across:
        if sentence[down - 1] == other[across - 1]:
            down, across = down - 1, across - 1
            places.append(down)
        elif table[down][across - 1] > table[down - 1][across]:
            across -= 1
        else:
            down -= 1
    return places
