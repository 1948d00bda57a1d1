"""The blocks of a page that are its article: trafilatura's vote, mended by the page's structure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks
from crawler.extract.vote import trafilatura_text, votes

# Below this share of the page's prose trafilatura's quick way may have taken the wrong part, or none, and its slow way
# is asked. Found on 416 pages: it holds for all pages on which another extractor does much better, and for few others.
MIN_PROSE_SHARE = 0.4
# Below this share its slow way has failed, too. In between stand short stories on pages full of other prose.
LOST_PROSE_SHARE = 0.2

# Paragraphs in a kind of place where this share of the taken words stands are taken too, at most so far away.
PLACE_SHARE = 0.2
PLACE_REACH = 5

# How much a paragraph speaks for the element around it, and for those further out.
OUTWARD = (1.0, 1.0, 0.5, 0.25)


def article_blocks(tree: HtmlElement, page: Blocks) -> list[Block]:
    """The article's blocks, in order. `tree` is the tree that `page` was read from."""
    blocks = page.blocks
    is_out = [False] * len(blocks)
    for part in page.parts:
        is_out[part.start : part.stop] = [True] * (part.stop - part.start)
    prose = sum(block.words for block in blocks if block.is_good and not is_out[block.index])
    taken = _voted(tree, blocks, is_out, fast=True)
    if _words(blocks, taken) <= MIN_PROSE_SHARE * prose:
        taken = _voted(tree, blocks, is_out, fast=False)
        if _words(blocks, taken) <= LOST_PROSE_SHARE * prose:
            taken = _densest(page, is_out)
    _add_siblings(blocks, taken, is_out)
    return [block for block in blocks if taken[block.index]]


def _voted(tree: HtmlElement, blocks: Sequence[Block], is_out: Sequence[bool], *, fast: bool) -> list[bool]:
    text = trafilatura_text(tree, fast=fast)
    return [vote and not out for vote, out in zip(votes(blocks, text), is_out, strict=True)]


def _words(blocks: Sequence[Block], taken: Sequence[bool]) -> int:
    return sum(block.words for block in blocks if taken[block.index])


def _densest(page: Blocks, is_out: Sequence[bool]) -> list[bool]:
    """The blocks between the first and the last paragraph of the place where most prose stands."""
    weights: dict[int, float] = defaultdict(float)
    for block in page.blocks:
        if block.is_good and not is_out[block.index]:
            for place, weight in zip(_outward(page, block.place), OUTWARD, strict=False):
                weights[place] += block.words * weight
    taken = [False] * len(page.blocks)
    if weights:
        best = page.places[max(weights, key=lambda place: (weights[place], place))]
        good = [
            block.index for block in page.blocks[best.start : best.stop] if block.is_good and not is_out[block.index]
        ]
        for block in page.blocks[good[0] : good[-1] + 1]:
            taken[block.index] = not is_out[block.index] and block.linked_words * 2 < block.words
    return taken


def _outward(page: Blocks, place: int) -> Iterator[int]:
    while place >= 0:
        yield place
        place = page.places[place].parent


def _add_siblings(blocks: Sequence[Block], taken: list[bool], is_out: Sequence[bool]) -> None:
    good = [block for block in blocks if taken[block.index] and block.is_good]
    if not good:
        return
    words: Counter[tuple[str, str, str, str]] = Counter()
    for block in good:
        words[block.signature] += block.words
    least = PLACE_SHARE * words.total()
    for block in blocks[max(0, good[0].index - PLACE_REACH) : good[-1].index + PLACE_REACH + 1]:
        if not is_out[block.index] and block.is_good and words[block.signature] >= least:
            taken[block.index] = True
