"""The blocks of a page that are its article: trafilatura's vote, mended by structure, then judged block by block."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks
from crawler.extract.features import Known, densest, read_features
from crawler.extract.metadata import Metadata
from crawler.extract.tables import mend_tables
from crawler.extract.trees import block_trees
from crawler.extract.vote import pruned, trafilatura_text, vote_shares, votes
from crawler.extract.whole import mend_whole
from crawler.extract.words import same_words

# Below this share of the page's prose trafilatura's quick way may have taken the wrong part, or none, and its slow way
# is asked. Found on 416 pages: it holds for all pages on which another extractor does much better, and for few others.
MIN_PROSE_SHARE = 0.4
# Below this share its slow way has failed, too. In between stand short stories on pages full of other prose.
LOST_PROSE_SHARE = 0.2

# Paragraphs in a kind of place where this share of the taken words stands are taken too, at most so far away.
PLACE_SHARE = 0.2
PLACE_REACH = 5

REFUSED = "unlike_text:"  # with the feature that spoke most against the block

# From here a block belongs to the article, by whether it was voted for. Cross-validated by host on 416 pages: .45 for
# both gives the same F1 (.959) and fewer exact texts (.380 against .394), on either half of the hosts.
SURE = {True: 0.4, False: 0.5}


@dataclass(frozen=True, slots=True)
class Body:
    """The article's blocks, in order, and the blocks among them that were voted for and refused, with the reason.

    What they were judged by, of every block of the page: whether it was voted for, and the values of
    `features.FEATURES` (None for one that was dropped before).
    """

    blocks: tuple[Block, ...]
    refused: dict[int, str]
    voted: Sequence[bool] = ()
    rows: Sequence[Sequence[float] | None] = ()


def read_body(tree: HtmlElement, page: Blocks, metadata: Metadata) -> Body:
    """The article's blocks. `tree` is the tree that `page` was read from.

    A refused block's reason is "unlike_text:" and the feature that spoke most against it (`features.FEATURES`).
    """
    known = first_choice(tree, page, metadata)
    trees = block_trees()
    rows = read_features(page, known)
    is_kept = chosen(page, known, [0.0 if row is None else trees.probability(row) for row in rows])
    refused = {
        block.index: f"{REFUSED}{trees.against(row)}"
        for block, row in zip(page.blocks, rows, strict=True)
        if row is not None and known.taken[block.index] and not is_kept[block.index]
    }
    return Body(tuple(block for block in page.blocks if is_kept[block.index]), refused, known.taken, rows)


def chosen(page: Blocks, known: Known, sure: Sequence[float]) -> Sequence[bool]:
    """For each block whether it is the article's, by how `sure` the trees are of it (0 for what was dropped)."""
    is_kept = [probability >= SURE[taken] for probability, taken in zip(sure, known.taken, strict=True)]
    # Where nothing is like text, the vote is all there is to go by: a flash of one line.
    if not any(is_kept):
        return known.taken
    return mend_whole(page, mend_tables(page, is_kept, known.is_out), known.is_out)


def first_choice(tree: HtmlElement, page: Blocks, metadata: Metadata) -> Known:
    """What is known of the blocks before they are judged one by one: dropped parts and trafilatura's vote."""
    blocks = page.blocks
    is_out = [False] * len(blocks)
    for part in page.parts:
        is_out[part.start : part.stop] = [True] * (part.stop - part.start)
    words = [[] if is_out[block.index] else same_words(block.text) for block in blocks]
    prose = sum(block.words for block in blocks if block.is_good and not is_out[block.index])
    rest = pruned(tree, (part.element for part in page.parts))
    shares = vote_shares(words, trafilatura_text(rest, fast=True))
    taken = votes(words, shares)
    if _words(blocks, taken) <= MIN_PROSE_SHARE * prose:
        shares = vote_shares(words, trafilatura_text(tree, fast=False))
        taken = votes(words, shares)
        if _words(blocks, taken) <= LOST_PROSE_SHARE * prose:
            taken = _densest(page, is_out)
    _add_siblings(blocks, taken, is_out)
    return Known(
        words, shares, taken, is_out, metadata.title or "", metadata.description or "", metadata.authors,
    )  # fmt: skip


def _words(blocks: Sequence[Block], taken: Sequence[bool]) -> int:
    return sum(block.words for block in blocks if taken[block.index])


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
