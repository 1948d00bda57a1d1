"""Trafilatura's say: which of a page's blocks it would take. The only module that knows trafilatura."""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from functools import cache
from typing import Protocol, cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.structure import SILENT
from crawler.extract.words import same_words

WIDTH = 4  # words a shingle, as the usual measures of extraction have it
LONG_WORDS = 8  # from here a block is told by its shingles; shorter ones must equal a line
SHARE = 0.6  # of a block's shingles; trafilatura drops and joins bits within a paragraph
REACH = 6  # blocks: a short line counts this near to a long block that was taken; menus repeat headings


def pruned(tree: HtmlElement, parts: Iterable[HtmlElement]) -> HtmlElement:
    """A copy of `tree` without the elements `parts` and without what nobody reads: trafilatura takes half the time."""
    gone = set(parts)
    copied = deepcopy(tree)
    for twin in [twin for element, twin in zip(tree.iter(), copied.iter(), strict=True) if element in gone]:
        twin.drop_tree()
    etree.strip_elements(copied, *SILENT - {"head", "title"}, with_tail=False)
    return copied


def trafilatura_text(tree: HtmlElement) -> str:
    """The article that trafilatura finds in `tree`, as plain lines; "" when it finds none. `tree` stays as it is."""
    # Without its second opinions (readability, jusText), 50 ms where they are asked. With them where it finds little,
    # trees of other hosts judge no better: body F1 .9603, without .9606; exact texts .401 and .406, segments .938 and
    # .939, AEB .976 and .975.
    document = _bare_extraction()(tree, fast=True, favor_precision=True, include_comments=False, with_metadata=False)
    return (document.text or "") if document is not None else ""


def vote_shares(words: Sequence[Sequence[str]], text: str) -> list[float]:
    """For each block, given by its words, how much of it is in `text`, 0 to 1. Short ones equal a line of it or not."""
    lines = {tuple(same_words(line.lstrip("-|# "))) for line in text.split("\n")}
    shingles: set[tuple[str, ...]] = set()
    for line in lines:
        shingles.update(_shingles(line))
    return [
        _share(own, shingles) if len(own) >= LONG_WORDS else float(bool(own) and tuple(own) in lines) for own in words
    ]


def votes(words: Sequence[Sequence[str]], shares: Sequence[float]) -> list[bool]:
    """For each block, whether it is taken, by its words and its share. Short blocks count near a longer one only."""
    taken = [len(own) >= LONG_WORDS and share >= SHARE for own, share in zip(words, shares, strict=True)]
    last_long = -REACH - 1
    near = [False] * len(words)
    for index in range(len(words)):
        last_long = index if taken[index] else last_long
        near[index] = index - last_long <= REACH
    next_long = len(words) + REACH + 1
    for index in reversed(range(len(words))):
        next_long = index if taken[index] else next_long
        near[index] = near[index] or next_long - index <= REACH
    return [
        is_taken or (is_near and len(own) < LONG_WORDS and share == 1.0)
        for own, share, is_taken, is_near in zip(words, shares, taken, near, strict=True)
    ]


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + WIDTH]) for start in range(len(words) - WIDTH + 1)]


def _share(words: Sequence[str], shingles: set[tuple[str, ...]]) -> float:
    own = _shingles(words)
    return sum(shingle in shingles for shingle in own) / len(own)


class _Extracted(Protocol):
    text: str | None


@cache
def _bare_extraction() -> Callable[..., _Extracted | None]:
    # Imported at the first page: 0.4 s that commands which extract nothing need not wait for.
    from trafilatura import bare_extraction

    return cast("Callable[..., _Extracted | None]", bare_extraction)
