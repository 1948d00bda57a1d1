"""The corpus's pages as rows of values, and the trees that are learned from them."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crawler.extract.blocks import Blocks, read_blocks
from crawler.extract.body import first_choice
from crawler.extract.document import read_document
from crawler.extract.features import FEATURES, Known, read_features
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.rules import compiled
from crawler.extract.words import same_words
from crawler.profiles import load_profile
from tests.extract.metadata.pages import page_at
from tests.extract.pages import page_of
from tests.extract.picker.boosting import Boosted, Floats, fit, probabilities
from tests.extract.picker.gold import labels

FOLDS = 5
WORDS_A_BLOCK = 12  # what a block weighs beyond its words: an exact text hangs on the short ones, too
SEGMENT_WEIGHT = 2.0  # of pages with segments, on which few blocks are labelled
WRONG_SHARE = 0.3  # gold with less than this share of the voted words is another text than the page's: not learned from


@dataclass(frozen=True, slots=True)
class PageRows:
    """One page of the corpus: its record in the gold, its blocks, and for each block its values and its label."""

    item: Mapping[str, object]
    blocks: Blocks
    metadata: Metadata
    known: Known
    rows: Sequence[list[float] | None]
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
    """The table of the trees learned from `pages`."""
    boosted = _fit(pages)
    trees = [[(f, round(t, 5), low, high, round(v, 5)) for f, t, low, high, v in tree] for tree in boosted.trees]
    return {"features": FEATURES, "start": round(boosted.start, 5), "trees": trees}


def cross_validated(pages: Sequence[PageRows]) -> list[tuple[PageRows, list[float]]]:
    """Each page with how sure trees from the other folds are of its blocks (0 for dropped ones)."""
    found = []
    for fold in range(FOLDS):
        boosted = _fit([page for page in pages if page.fold != fold])
        for page in pages:
            if page.fold == fold:
                sure = iter(probabilities(boosted, _values(page.rows)))
                found.append((page, [0.0 if row is None else float(next(sure)) for row in page.rows]))
    return found


def _page_rows(corpus: Path, item: dict[str, object]) -> PageRows:
    html = gzip.decompress((corpus / str(item["html"])).read_bytes())
    profile = load_profile("generic")
    tree = read_document(page_of(html)).tree
    metadata = read_metadata(tree, page_at(str(item["url"])), profile)
    blocks = read_blocks(tree, compiled(profile.boilerplate).rule_of(tree))
    known = first_choice(tree, blocks, metadata)
    rows = read_features(blocks, known)
    return PageRows(item, blocks, metadata, known, rows, labels([block.text for block in blocks.blocks], item))


def _fit(pages: Sequence[PageRows]) -> Boosted:
    rows: list[list[float]] = []
    is_yes: list[float] = []
    weights: list[float] = []
    for page in pages:
        if _is_wrong(page):
            continue
        taught = [
            (row, label, page.blocks.blocks[at].words + WORDS_A_BLOCK)
            for at, (row, label) in enumerate(zip(page.rows, page.labels, strict=True))
            if row is not None and label is not None
        ]
        whole = sum(block.words + WORDS_A_BLOCK for block in page.blocks.blocks)
        factor = 100 * (SEGMENT_WEIGHT if page.item["body_kind"] == "segments" else 1.0) / max(1, whole)
        for row, label, words in taught:
            rows.append(row)
            is_yes.append(float(label))
            weights.append(words * factor)
    return fit(_values(rows), np.array(is_yes), np.array(weights))


def _is_wrong(page: PageRows) -> bool:
    if page.item["body_kind"] == "segments":
        return False
    paragraphs = page.item["paragraphs"]
    assert isinstance(paragraphs, list)
    voted = sum(block.words for block in page.blocks.blocks if page.known.taken[block.index])
    return len(same_words("\n".join(paragraphs))) < WRONG_SHARE * voted


def _values(rows: Sequence[list[float] | None]) -> Floats:
    kept = [row for row in rows if row is not None]
    return np.array(kept, dtype=np.float64).reshape(len(kept), len(FEATURES))
