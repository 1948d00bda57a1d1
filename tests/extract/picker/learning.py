"""The corpus's pages as rows of values, and the trees that are learned from them."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crawler.extract.blocks import Blocks, read_blocks
from crawler.extract.body import DOUBT, Chooser, doubt, what_is_known
from crawler.extract.choice import choice_by_place, choice_by_vote
from crawler.extract.document import read_document
from crawler.extract.features import FEATURES, Choice, Known, Measures, Rows
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.rules import compiled
from crawler.extract.words import same_words
from crawler.profiles import load_profile
from tests.extract.metadata.pages import page_at
from tests.extract.pages import page_of
from tests.extract.picker.boosting import Boosted, Floats, fit, probabilities
from tests.extract.picker.gold import labels

FOLDS = 5
CHOOSERS: tuple[Chooser, Chooser] = ("place", "trafilatura")  # the second is asked where the first leaves doubt
WORDS_A_BLOCK = 12  # what a block weighs beyond its words: an exact text hangs on the short ones, too
SEGMENT_WEIGHT = 2.0  # of pages with segments, on which few blocks are labelled
WRONG_SHARE = 0.3  # gold with less than this share of the voted words is another text than the page's: not learned from


@dataclass(frozen=True, slots=True)
class PageRows:
    """One page of the corpus: its record in the gold, its blocks, by each choice their values, and their labels."""

    item: Mapping[str, object]
    blocks: Blocks
    metadata: Metadata
    known: Known
    choices: Mapping[Chooser, Choice]
    rows: Mapping[Chooser, Rows]
    labels: Sequence[bool | None]

    @property
    def fold(self) -> int:
        """Pages of one host are in one fold."""
        return hashlib.sha256(str(self.item["host"]).encode()).digest()[1] % FOLDS


def read_rows(corpus: Path) -> list[PageRows]:
    """All pages of the corpus that can be read, in its order."""
    lines = (corpus / "gold.jsonl").read_text("utf-8").splitlines()
    return [_page_rows(corpus, json.loads(line)) for line in lines]


def learned(pages: Sequence[PageRows]) -> dict[str, object]:
    """The table of the trees learned from `pages`, for each chooser."""
    return {"features": FEATURES, **{chooser: _table(_fit(pages, chooser)) for chooser in CHOOSERS}}


def cross_validated(pages: Sequence[PageRows]) -> list[tuple[PageRows, Choice, list[float]]]:
    """Each page with its first choice, and how sure trees of the other folds are of its blocks (0 for dropped ones)."""
    found: list[tuple[PageRows, Choice, list[float]]] = []
    for fold in range(FOLDS):
        elsewhere = [page for page in pages if page.fold != fold]
        by_place, by_vote = (_fit(elsewhere, chooser) for chooser in CHOOSERS)
        for page in pages:
            if page.fold == fold:
                chooser, sure = CHOOSERS[0], _sure(by_place, page, CHOOSERS[0])
                if doubt(page.blocks, sure) > DOUBT:
                    chooser, sure = CHOOSERS[1], _sure(by_vote, page, CHOOSERS[1])
                found.append((page, page.choices[chooser], sure))
    return found


def _page_rows(corpus: Path, item: dict[str, object]) -> PageRows:
    html = gzip.decompress((corpus / str(item["html"])).read_bytes())
    profile = load_profile("generic")
    tree = read_document(page_of(html)).tree
    metadata = read_metadata(tree, page_at(str(item["url"])), profile)
    blocks = read_blocks(tree, compiled(profile.boilerplate).drops(tree))
    known = what_is_known(blocks, metadata)
    choices: dict[Chooser, Choice] = {
        "place": choice_by_place(blocks, known), "trafilatura": choice_by_vote(tree, blocks, known)
    }  # fmt: skip
    measures = Measures(blocks, known)
    rows = {chooser: measures.rows(choice) for chooser, choice in choices.items()}
    told = labels([block.text for block in blocks.blocks], item)
    return PageRows(item, blocks, metadata, known, choices, rows, told)


def _fit(pages: Sequence[PageRows], chooser: Chooser) -> Boosted:
    rows: list[Floats] = []
    is_yes: list[float] = []
    weights: list[float] = []
    for page in pages:
        if _is_wrong(page):
            continue
        whole = sum(block.words + WORDS_A_BLOCK for block in page.blocks.blocks)
        factor = 100 * (SEGMENT_WEIGHT if page.item["body_kind"] == "segments" else 1.0) / max(1, whole)
        for block, label in zip(page.blocks.blocks, page.labels, strict=True):
            if label is not None and not page.known.is_out[block.index]:
                rows.append(page.rows[chooser][block.index])
                is_yes.append(float(label))
                weights.append((block.words + WORDS_A_BLOCK) * factor)
    return fit(np.array(rows), np.array(is_yes), np.array(weights))


def _sure(boosted: Boosted, page: PageRows, chooser: Chooser) -> list[float]:
    found = probabilities(boosted, page.rows[chooser]).tolist()
    return [0.0 if out else one for out, one in zip(page.known.is_out, found, strict=True)]


def _table(boosted: Boosted) -> dict[str, object]:
    trees = [[(f, round(t, 5), low, high, round(v, 5)) for f, t, low, high, v in tree] for tree in boosted.trees]
    return {"start": round(boosted.start, 5), "trees": trees}


def _is_wrong(page: PageRows) -> bool:
    if page.item["body_kind"] == "segments":
        return False
    paragraphs = page.item["paragraphs"]
    assert isinstance(paragraphs, list)
    voted = sum(block.words for block in page.blocks.blocks if page.choices["trafilatura"].taken[block.index])
    return len(same_words("\n".join(paragraphs))) < WRONG_SHARE * voted
