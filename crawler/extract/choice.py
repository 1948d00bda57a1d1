"""A first choice of a page's blocks: by the place where most prose stands, or by trafilatura's vote."""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks
from crawler.extract.features import Choice, Known, densest
from crawler.extract.vote import pruned, trafilatura_text, vote_shares, votes

# Below this share of the page's prose trafilatura has taken the wrong part, or none.
LOST_PROSE_SHARE = 0.2

# Paragraphs in a kind of place where this share of the taken words stands are taken too, at most so far away.
PLACE_SHARE = 0.2
PLACE_REACH = 5


def choice_by_place(page: Blocks, known: Known) -> Choice:
    """The blocks of the place where most prose stands, and paragraphs like them near it."""
    taken = _densest(page, known.is_out)
    _add_siblings(page.blocks, taken, known.is_out)
    return Choice(list(map(float, taken)), taken)


def choice_by_vote(tree: HtmlElement, page: Blocks, known: Known) -> Choice:
    """The blocks that trafilatura takes of `tree`, which `page` was read from, and paragraphs like them near those."""
    blocks = page.blocks
    prose = sum(block.words for block in blocks if block.is_good and not known.is_out[block.index])
    rest = pruned(tree, (part.element for part in page.parts))
    shares = vote_shares(known.words, trafilatura_text(rest))
    taken = votes(known.words, shares)
    if sum(block.words for block in blocks if taken[block.index]) <= LOST_PROSE_SHARE * prose:
        taken = _densest(page, known.is_out)
    _add_siblings(blocks, taken, known.is_out)
    return Choice(shares, taken)


def _densest(page: Blocks, is_out: Sequence[bool]) -> list[bool]:
    """The blocks between the first and the last paragraph of the place where most prose stands."""
    taken = [False] * len(page.blocks)
    is_prose = [block.is_good and not is_out[block.index] for block in page.blocks]
    place = densest(page, is_prose)
    if place is not None:
        best = page.places[place]
        good = [block.index for block in page.blocks[best.start : best.stop] if is_prose[block.index]]
        for block in page.blocks[good[0] : good[-1] + 1]:
            taken[block.index] = not is_out[block.index] and block.linked_words * 2 < block.words
    return taken


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
