"""What is measured of each block, for the decision whether it belongs to the article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crawler.extract.blocks import Block, Blocks
from crawler.extract.words import holds, same_words

# Shares are of words, "prose" are paragraphs of prose outside of dropped parts, a "kind of place" is a signature, and
# "branch" is what hangs beside the densest place. Distances are in blocks.
FEATURES = (
    "voted", "vote_share", "vote_share_before", "vote_share_after", "votes_within_2", "votes_within_5", "votes_above",
    "page_votes", "words", "link_share", "kind", "has_label", "from_headline", "from_first_vote", "to_last_vote",
    "prose_above", "prose_below", "page_blocks", "page_prose", "from_heading", "place_kind_prose",
    "place_kind_of_votes",
    "place_kind_votes", "place_kind_blocks", "place_kind_prose_share", "place_prose", "parent_prose",
    "grandparent_prose", "siblings", "parent_prose_share", "parent_links", "parent_votes", "branch_links",
    "branch_prose", "branch_votes", "steps_to_dense", "steps_to_voted", "depth", "in_dense", "copies", "in_title",
    "in_description", "has_author", "caption_name", "lead_name", "words_before", "link_share_before",
    "same_place_before",
)  # fmt: skip

KINDS = {"p": 0.0, "li": 1.0, "quote": 2.0, "cell": 3.0, "pre": 4.0}
HEADING = 5.0
FAR = 99.0
LABEL = re.compile(r"^\W*[^\W\d_][^:|]{0,30}[:|]\s")  # "More information: John Miller et al."
CAPTION_NAME = re.compile(r"(?<![a-z])(?:caption|credit|image|photo|figure|gallery|media|picture|video)(?![a-z])")
LEAD_NAME = re.compile(
    r"(?<![a-z])(?:lead|intro|summary|standfirst|dek|sub-?(?:title|head|headline)|abstract|excerpt|description|teaser"
    r"|vorspann|chapo|bajada)(?![a-z])"
)
OUTWARD = (1.0, 1.0, 0.5, 0.25)  # how much a paragraph speaks for the place around it, and for those further out


Rows = NDArray[np.float64]  # block by feature
Column = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.bool_]  # a value a block, or a place
Places = NDArray[np.int64]  # of each block or place, the index of a place


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier steps found: the words of each block, which are dropped, and what the page's metadata says."""

    words: Sequence[Sequence[str]]
    is_out: Sequence[bool]
    title: str
    description: str
    authors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A first choice of the article's blocks: how much of each its finder has in its text, and which are taken."""

    shares: Sequence[float]
    taken: Sequence[bool]


def densest(page: Blocks, weigh: Sequence[bool]) -> int | None:
    """The index of the place where most words of the blocks in `weigh` stand; None when there are none."""
    weights: dict[int, float] = defaultdict(float)
    for block in page.blocks:
        if weigh[block.index]:
            for place, weight in zip(_outward(page, block.place), OUTWARD, strict=False):
                weights[place] += block.words * weight
    return max(weights, key=lambda place: (weights[place], place)) if weights else None


class Measures:
    """What is measured of a page's blocks. Columns that hang on no choice are made once, for whichever choices come."""

    def __init__(self, page: Blocks, known: Known) -> None:
        blocks, places = page.blocks, page.places
        self._page, self._known = page, known
        self._is_out = np.array(known.is_out, bool)
        self._words = np.array([block.words for block in blocks])
        self._linked = np.array([block.linked_words for block in blocks])
        self._is_good = np.array([block.is_good for block in blocks], bool) & ~self._is_out
        self._at = np.arange(len(blocks))
        self._place = np.array([block.place for block in blocks])
        self._up = np.array([place.parent for place in places])
        self._starts = np.array([place.start for place in places])
        self._stops = np.array([place.stop for place in places])
        kinds: dict[tuple[str, str, str, str], int] = {}
        self._kind = np.array([kinds.setdefault(block.signature, len(kinds)) for block in blocks])
        self._names = [f"{names} {parent_names}".lower() for _, names, _, parent_names in kinds]
        self._all_words, self._all_links = _sums(self._words), _sums(self._linked)
        self._all_prose = _sums(self._words * self._is_good)
        self._prose = self._all_prose[-1] or 1
        self._dense = _steps_up(page, densest(page, self._is_good.tolist()) or 0)
        self._steps, self._branch = _branches(page, self._dense)
        self._parent = np.maximum(0, self._up[self._place])
        self._fixed = {**self._by_text(), **self._by_place(), **self._by_words()}

    def rows(self, choice: Choice) -> Rows:
        """For each block the values of FEATURES in their order, by `choice`; of one that was dropped they say nothing.

        What the features call votes are the blocks that `choice` takes.
        """
        columns = {**self._fixed, **self._by_choice(choice)}
        return np.column_stack([columns[name] for name in FEATURES]).astype(np.float64, copy=False)

    def _by_choice(self, choice: Choice) -> dict[str, Column]:
        count = len(self._at)
        taken, shares = np.array(choice.taken, bool), np.array(choice.shares, np.float64)
        own_votes = self._words * taken
        votes = _sums(own_votes)
        whole = votes[-1] or 1
        picked = np.flatnonzero(taken)
        first, last = (picked[0], picked[-1]) if len(picked) else (0, count - 1)
        kind_votes = self._of_kind(own_votes)
        steps, _ = _branches(self._page, _steps_up(self._page, densest(self._page, choice.taken) or 0))
        return {
            "voted": taken,
            "vote_share": shares,
            "vote_share_before": _before(shares),
            "vote_share_after": np.append(shares[1:], 0.0),
            "votes_within_2": self._within(votes, np.maximum(0, self._at - 2), np.minimum(count, self._at + 3)),
            "votes_within_5": self._within(votes, np.maximum(0, self._at - 5), np.minimum(count, self._at + 6)),
            "votes_above": votes[:-1] / whole,
            "page_votes": np.full(count, votes[-1] / self._prose),
            "from_first_vote": self._at - first,
            "to_last_vote": last - self._at,
            "place_kind_of_votes": kind_votes / whole,
            "place_kind_votes": _ratio(kind_votes, self._of_kind(self._words)),
            "parent_votes": self._in_places(votes, self._parent),
            "branch_votes": self._in_places(votes, self._branch),
            "steps_to_voted": steps,
        }

    def _by_text(self) -> dict[str, Column]:
        blocks, count = self._page.blocks, len(self._at)
        headline = _headline(blocks, self._known.words, same_words(self._known.title))
        is_heading = np.array([block.is_heading for block in blocks], bool)
        headings = np.where(is_heading & (self._at != headline), self._at, -int(FAR))
        distance = self._at - headline if headline >= 0 else np.full(count, FAR)
        return {
            "words": self._words,
            "link_share": self._linked / np.maximum(1, self._words),
            "kind": np.array([HEADING if block.is_heading else KINDS[block.kind] for block in blocks]),
            "has_label": np.array([LABEL.match(block.text) is not None for block in blocks], bool),
            "from_headline": np.minimum(FAR, distance),
            "from_heading": np.minimum(FAR, self._at - np.maximum.accumulate(headings)),
            "prose_above": self._all_prose[:-1] / self._prose,
            "prose_below": (self._all_prose[-1] - self._all_prose[1:]) / self._prose,
            "page_blocks": np.full(count, count),
            "page_prose": np.full(count, self._all_prose[-1]),
            "words_before": _before(self._words),
            "link_share_before": _before(self._linked / np.maximum(1, self._words)),
            "same_place_before": np.append([False], self._kind[1:] == self._kind[:-1])[:count],
        }

    def _by_place(self) -> dict[str, Column]:
        grandparent = np.maximum(0, self._up[self._parent])
        own_prose = np.bincount(self._place, self._words * self._is_good, len(self._up))
        siblings = np.bincount(self._up[self._place[self._is_good]] + 1, minlength=len(self._up) + 1)
        depths = _depths(self._page)
        is_dense = np.array([place in self._dense for place in self._place.tolist()], bool)
        kind_prose = self._of_kind(self._words * self._is_good)
        return {
            "place_kind_prose": kind_prose / self._prose,
            "place_kind_blocks": self._of_kind(np.ones(len(self._at))),
            "place_kind_prose_share": _ratio(kind_prose, self._of_kind(self._words)),
            "place_prose": own_prose[self._place] / self._prose,
            "parent_prose": self._prose_in(self._parent),
            "grandparent_prose": self._prose_in(grandparent),
            "siblings": siblings[self._up[self._place] + 1],
            "parent_prose_share": self._in_places(self._all_prose, self._parent),
            "parent_links": self._in_places(self._all_links, self._parent),
            "branch_links": self._in_places(self._all_links, self._branch),
            "branch_prose": self._prose_in(self._branch),
            "steps_to_dense": self._steps,
            "depth": depths[self._place] - len(self._dense),
            "in_dense": is_dense | (self._up[self._place] == next(iter(self._dense))),
        }

    def _by_words(self) -> dict[str, Column]:
        known = self._known
        title = frozenset(same_words(known.title))
        description = frozenset(_runs(same_words(known.description)))
        authors = [words for words in map(same_words, known.authors) if words]
        copies = Counter(block.text for block in self._page.blocks)
        return {
            "copies": np.array([copies[block.text] for block in self._page.blocks]),
            "in_title": np.array(
                [len([word for word in own if word in title]) / max(1, len(own)) for own in known.words]
            ),
            "in_description": np.array([_share_of_runs(own, description) for own in known.words]),
            "has_author": np.array([any(holds(own, name) for name in authors) for own in known.words], bool),
            "caption_name": np.array([CAPTION_NAME.search(names) is not None for names in self._names])[self._kind],
            "lead_name": np.array([LEAD_NAME.search(names) is not None for names in self._names])[self._kind],
        }

    def _of_kind(self, values: Column) -> Column:
        """For each block the sum of `values` over the blocks in places of its kind."""
        sums: Column = np.bincount(self._kind, values)[self._kind]
        return sums

    def _within(self, sums: Column, starts: Places, stops: Places) -> Column:
        return _ratio(sums[stops] - sums[starts], self._all_words[stops] - self._all_words[starts])

    def _in_places(self, sums: Column, places: Places) -> Column:
        return self._within(sums, self._starts[places], self._stops[places])

    def _prose_in(self, places: Places) -> Column:
        prose: Column = self._all_prose[self._stops[places]] - self._all_prose[self._starts[places]]
        return prose / self._prose


def _sums(counts: Column) -> Column:
    sums: Column = np.append([0], counts.cumsum())
    return sums


def _ratio(some: Column, every: Column) -> Column:
    return some / np.maximum(1, every)


def _before(values: Column) -> Column:
    return np.append([0], values)[: len(values)]


def _outward(page: Blocks, place: int) -> Iterator[int]:
    while place >= 0:
        yield place
        place = page.places[place].parent


def _steps_up(page: Blocks, place: int) -> dict[int, int]:
    """`place` and the places around it, each with its distance; `place` comes first."""
    return {around: steps for steps, around in enumerate(_outward(page, place))}


def _depths(page: Blocks) -> Places:
    """For each place how many there are around it, with itself."""
    depths: list[int] = []
    for place in page.places:  # each stands behind the one around it
        depths.append(1 + (depths[place.parent] if place.parent >= 0 else 0))
    return np.array(depths)


def _branches(page: Blocks, trunk: Mapping[int, int]) -> tuple[Places, Places]:
    """For each block how many steps its place hangs from `trunk`, and the outermost place of its branch.

    That is the block's own place when it is of the trunk.
    """
    steps, branches = [0] * len(page.places), list(range(len(page.places)))
    for index, place in enumerate(page.places):  # each stands behind the one around it
        if index not in trunk:
            steps[index] = steps[place.parent] + 1
            branches[index] = index if place.parent in trunk else branches[place.parent]
    own = [block.place for block in page.blocks]
    return np.array(steps)[own], np.array(branches)[own]


def _headline(blocks: Sequence[Block], words: Sequence[Sequence[str]], title: Sequence[str]) -> int:
    headlines = [block.index for block in blocks if block.kind == "h1"]
    same = (index for index in headlines if list(words[index]) == list(title))
    return next(same, headlines[0] if headlines else -1)


def _share_of_runs(words: Sequence[str], among: frozenset[tuple[str, str, str]]) -> float:
    runs = _runs(words) if among else []
    return len([run for run in runs if run in among]) / max(1, len(runs))


def _runs(words: Sequence[str]) -> list[tuple[str, str, str]]:
    """Every three words in a row."""
    return list(zip(words, words[1:], words[2:], strict=False))
