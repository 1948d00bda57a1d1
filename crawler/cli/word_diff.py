"""What differs between two texts, word by word, within the paragraphs that changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["same", "added", "removed"]

# Scripts that write no spaces: there each character counts as a word.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"([{UNSPACED}]|[^\W{UNSPACED}]+|[^\w\s])(\s*)")  # "bridge ", "," , "橋"

# difflib's time grows with the product of both lengths; a block beyond this (2,000 words against 2,000 take a second
# at worst) is shown as taken out and put in whole.
MAX_PRODUCT = 4_000_000
MIN_ALIKE = 0.35  # share of common words below which a marked-up mixture is harder to read than both after each other


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, or only the newer (added) or the older one (removed)."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Folded:
    """So many paragraphs that did not change."""

    paragraphs: int


Pieces = tuple[Piece, ...]


def diff_paragraphs(before: str, after: str) -> list[Pieces | Folded]:
    """The paragraphs (parted by a blank line) of both texts in order, what did not change folded."""
    old, new = before.split("\n\n"), after.split("\n\n")
    if len(old) * len(new) > MAX_PRODUCT:
        return [*_whole("removed", old), *_whole("added", new)]
    found: list[Pieces | Folded] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Folded(j - i))
        else:
            found += _block(old[i:j], new[k:m])
    return found


def diff_words(before: str, after: str) -> Pieces:
    """Both texts as one, what was taken out before what was put in."""
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) * len(new) > MAX_PRODUCT:
        return _both(before, after)
    matcher = SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new], autojunk=False)
    if matcher.ratio() < MIN_ALIKE:
        return _both(before, after)
    return tuple(_pieces(matcher, old, new))


def _block(old: Sequence[str], new: Sequence[str]) -> list[Pieces | Folded]:
    if len(old) == len(new):
        return [diff_words(one, other) for one, other in zip(old, new, strict=True)]
    if not old or not new:
        return [*_whole("removed", old), *_whole("added", new)]
    # Paragraphs were split, joined, or put in beside a changed one: seen together, what stayed is found.
    joined = diff_words("\n\n".join(old), "\n\n".join(new))
    return (
        [joined] if any(piece.mark == "same" for piece in joined) else [*_whole("removed", old), *_whole("added", new)]
    )


def _pieces(
    matcher: "SequenceMatcher[str]", old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> Iterator[Piece]:
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            # At the end of the newer text, and only there, the older one may go on.
            word, gap = new[m - 1]
            yield Piece("same", _text([*new[k : m - 1], (word, gap or old[j - 1][1])]))
            continue
        if j > i:
            yield Piece("removed", _text(old[i:j]))
        if m > k:
            yield Piece("added", _text(new[k:m]))


def _text(words: Sequence[tuple[str, str]]) -> str:
    return "".join(word + gap for word, gap in words)


def _both(before: str, after: str) -> Pieces:
    pieces = (Piece("removed", before), Piece("added", after))
    return tuple(piece for piece in pieces if piece.text)


def _whole(mark: Mark, paragraphs: Sequence[str]) -> list[Pieces | Folded]:
    return [(Piece(mark, text),) for text in paragraphs if text]
