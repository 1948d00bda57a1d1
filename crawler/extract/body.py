"""The blocks of a page that are its article: a first choice, then judged block by block.

The first choice is the place where most prose stands. Where the trees are in doubt, trafilatura is asked for a better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks
from crawler.extract.choice import choice_by_place, choice_by_vote
from crawler.extract.features import Choice, Known, Measures, Rows
from crawler.extract.metadata import Metadata
from crawler.extract.tables import mend_tables
from crawler.extract.trees import block_trees
from crawler.extract.whole import mend_whole
from crawler.extract.words import same_words

Chooser = Literal["place", "trafilatura"]

REFUSED = "unlike_text:"  # with the feature that spoke most against the block

# From here a block belongs to the article, by whether it was chosen first. Cross-validated by host on 416 pages: .45
# for both gives the same F1 (.959) and fewer exact texts (.380 against .394), on either half of the hosts.
SURE = {True: 0.4, False: 0.5}

# Trafilatura is asked where more than this share of the words is in doubt, on six of ten pages of the corpus. By trees
# of other hosts, asked always: body F1 .9603, exact texts .392; at .043, where four pages of ten are spared, .9605 and
# .399; at .053, with half of them, .9602 and .392; at .087, with seven, .9594 and .375; never: .9549 and .363.
DOUBT = 0.04


@dataclass(frozen=True, slots=True)
class Judged:
    """Every block of a page by a first choice: its values of `features.FEATURES`, and how sure the trees are of it.

    The trees are sure of 0 of a block that was dropped before, of which the values say nothing.
    """

    chooser: Chooser
    choice: Choice
    rows: Rows
    sure: Sequence[float]


@dataclass(frozen=True, slots=True)
class Body:
    """The article's blocks, in order, and the blocks among them that were chosen first and refused, with the reason.

    `words` are those of each block of the page, to compare them by; none of blocks that were dropped before.
    """

    blocks: tuple[Block, ...]
    refused: Mapping[int, str]
    words: Sequence[Sequence[str]]
    judged: Judged | None = None


def read_body(tree: HtmlElement, page: Blocks, metadata: Metadata) -> Body:
    """The article's blocks. `tree` is the tree that `page` was read from.

    A refused block's reason is "unlike_text:" and the feature that spoke most against it (`features.FEATURES`).
    """
    known = what_is_known(page, metadata)
    if not page.blocks:
        return Body((), {}, ())
    measures = Measures(page, known)
    judged = judge(measures, known, "place", choice_by_place(page, known))
    if doubt(page, judged.sure) > DOUBT:
        judged = judge(measures, known, "trafilatura", choice_by_vote(tree, page, known))
    is_kept = chosen(page, known, judged.choice, judged.sure)
    trees = block_trees(judged.chooser)
    refused = {
        block.index: f"{REFUSED}{trees.against(judged.rows[block.index].tolist())}"
        for block in page.blocks
        if judged.choice.taken[block.index] and not is_kept[block.index]
    }
    return Body(tuple(block for block in page.blocks if is_kept[block.index]), refused, known.words, judged)


def judge(measures: Measures, known: Known, chooser: Chooser, choice: Choice) -> Judged:
    """How sure the trees for choices of `chooser` are of each block."""
    rows = measures.rows(choice)
    sure = block_trees(chooser).probabilities(rows)
    return Judged(chooser, choice, rows, [0.0 if out else one for out, one in zip(known.is_out, sure, strict=True)])


def doubt(page: Blocks, sure: Sequence[float]) -> float:
    """The words that the trees expect to judge wrong, as a share of those that they expect to be the article's."""
    wrong = sum(block.words * min(one, 1 - one) for block, one in zip(page.blocks, sure, strict=True))
    return wrong / (1 + sum(block.words * one for block, one in zip(page.blocks, sure, strict=True)))


def chosen(page: Blocks, known: Known, choice: Choice, sure: Sequence[float]) -> Sequence[bool]:
    """For each block whether it is the article's, by how `sure` the trees are of it (0 for what was dropped)."""
    is_kept = [probability >= SURE[taken] for probability, taken in zip(sure, choice.taken, strict=True)]
    # Where nothing is like text, the first choice is all there is to go by: a flash of one line.
    if not any(is_kept):
        return choice.taken
    return mend_whole(page, mend_tables(page, is_kept, known.is_out), known.is_out)


def what_is_known(page: Blocks, metadata: Metadata) -> Known:
    """What is known of the blocks before any is chosen: their words, and whether they stand in a dropped part."""
    is_out = [False] * len(page.blocks)
    for part in page.parts:
        is_out[part.start : part.stop] = [True] * (part.stop - part.start)
    words = [[] if is_out[block.index] else same_words(block.text) for block in page.blocks]
    return Known(words, is_out, metadata.title or "", metadata.description or "", metadata.authors)
