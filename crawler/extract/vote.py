"""Trafilatura's say: which of a page's blocks it would take. The only module that knows trafilatura."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol, cast

from lxml.html import HtmlElement

from crawler.extract.blocks import Block
from crawler.extract.words import same_words

WIDTH = 4  # words a shingle, as the usual measures of extraction have it
LONG_WORDS = 8  # from here a block is told by its shingles; shorter ones must equal a line
SHARE = 0.6  # of a block's shingles; trafilatura drops and joins bits within a paragraph
REACH = 6  # blocks: a short line counts this near to a long block that was taken; menus repeat headings


def trafilatura_text(tree: HtmlElement, *, fast: bool) -> str:
    """The article that trafilatura finds in `tree`, as plain lines; "" when it finds none. `tree` stays as it is."""
    document = _bare_extraction()(tree, fast=fast, favor_precision=True, include_comments=False, with_metadata=False)
    return (document.text or "") if document is not None else ""


def votes(blocks: Sequence[Block], text: str) -> list[bool]:
    """For each block, whether its words are in `text`. Short blocks must equal a line of it, near a longer one."""
    lines = {tuple(same_words(line.lstrip("-|# "))) for line in text.split("\n")}
    shingles: set[tuple[str, ...]] = set()
    for line in lines:
        shingles.update(_shingles(line))
    words = [same_words(block.text) for block in blocks]
    taken = [len(own) >= LONG_WORDS and _share(own, shingles) >= SHARE for own in words]
    last_long = -REACH - 1
    near = [False] * len(blocks)
    for index in range(len(blocks)):
        last_long = index if taken[index] else last_long
        near[index] = index - last_long <= REACH
    next_long = len(blocks) + REACH + 1
    for index in reversed(range(len(blocks))):
        next_long = index if taken[index] else next_long
        near[index] = near[index] or next_long - index <= REACH
    return [
        is_taken or (is_near and 0 < len(own) < LONG_WORDS and tuple(own) in lines)
        for own, is_taken, is_near in zip(words, taken, near, strict=True)
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
