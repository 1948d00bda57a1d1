"""What is measured of each block, for the decision whether it belongs to the article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

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
DESCRIPTION_WIDTH = 3  # words a shingle


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier steps found: the words of each block, trafilatura's share of it, what is taken, what is dropped."""

    words: Sequence[Sequence[str]]
    shares: Sequence[float]
    taken: Sequence[bool]
    is_out: Sequence[bool]
    title: str
    description: str
    authors: Sequence[str]


def densest(page: Blocks, weigh: Sequence[bool]) -> int | None:
    """The index of the place where most words of the blocks in `weigh` stand; None when there are none."""
    weights: dict[int, float] = defaultdict(float)
    for block in page.blocks:
        if weigh[block.index]:
            for place, weight in zip(_outward(page, block.place), OUTWARD, strict=False):
                weights[place] += block.words * weight
    return max(weights, key=lambda place: (weights[place], place)) if weights else None


def read_features(page: Blocks, known: Known) -> list[list[float] | None]:
    """For each block the values of FEATURES in their order; None for one that was dropped."""
    return _Reader(page, known).read()


class _Reader:
    def __init__(self, page: Blocks, known: Known) -> None:
        blocks = page.blocks
        self._page, self._known = page, known
        self._good = [block.is_good and not out for block, out in zip(blocks, known.is_out, strict=True)]
        self._words = _sums(block.words for block in blocks)
        self._links = _sums(block.linked_words for block in blocks)
        self._prose = _sums(block.words * good for block, good in zip(blocks, self._good, strict=True))
        self._votes = _sums(block.words * taken for block, taken in zip(blocks, known.taken, strict=True))
        self._kind_words: Counter[tuple[str, str, str, str]] = Counter()
        self._kind_prose: Counter[tuple[str, str, str, str]] = Counter()
        self._kind_votes: Counter[tuple[str, str, str, str]] = Counter()
        self._kind_blocks: Counter[tuple[str, str, str, str]] = Counter()
        self._own_prose: Counter[int] = Counter()
        self._siblings: Counter[int] = Counter()
        for block in blocks:
            self._kind_words[block.signature] += block.words
            self._kind_blocks[block.signature] += 1
            self._kind_votes[block.signature] += block.words * known.taken[block.index]
            if self._good[block.index]:
                self._kind_prose[block.signature] += block.words
                self._own_prose[block.place] += block.words
                self._siblings[page.places[block.place].parent] += 1
        self._dense = _steps_up(page, densest(page, self._good) or 0)
        self._voted = _steps_up(page, densest(page, known.taken) or 0)
        self._depths = _depths(page)
        self._copies = Counter(block.text for block in blocks)
        title = same_words(known.title)
        self._title = frozenset(title)
        self._description = frozenset(_runs(same_words(known.description)))
        self._authors = [words for words in map(same_words, known.authors) if words]
        self._headline = _headline(blocks, known.words, title)

    def read(self) -> list[list[float] | None]:
        taken = [index for index, is_taken in enumerate(self._known.taken) if is_taken]
        first, last = (taken[0], taken[-1]) if taken else (0, len(self._page.blocks) - 1)
        heading = -FAR
        rows: list[list[float] | None] = []
        for block in self._page.blocks:
            if block.is_heading and block.index != self._headline:
                heading = block.index
            if self._known.is_out[block.index]:
                rows.append(None)
                continue
            distances = (
                min(FAR, block.index - self._headline if self._headline >= 0 else FAR),
                block.index - first,
                last - block.index,
                min(FAR, block.index - heading),
            )
            rows.append([*self._by_votes(block), *self._by_text(block, distances), *self._by_place(block, distances[3]),
                         *self._by_words(block)])  # fmt: skip
        return rows

    def _by_votes(self, block: Block) -> list[float]:
        index, shares, count = block.index, self._known.shares, len(self._page.blocks)
        return [
            float(self._known.taken[index]),
            shares[index],
            shares[index - 1] if index else 0.0,
            shares[index + 1] if index + 1 < count else 0.0,
            self._share(self._votes, self._words, max(0, index - 2), min(count, index + 3)),
            self._share(self._votes, self._words, max(0, index - 5), min(count, index + 6)),
            self._votes[index] / (self._votes[-1] or 1),
            self._votes[-1] / (self._prose[-1] or 1),
        ]

    def _by_text(self, block: Block, distances: tuple[float, float, float, float]) -> list[float]:
        index, prose = block.index, self._prose[-1] or 1
        return [
            block.words,
            block.linked_words / max(1, block.words),
            HEADING if block.is_heading else KINDS[block.kind],
            float(LABEL.match(block.text) is not None),
            *distances[:3],
            self._prose[index] / prose,
            (prose - self._prose[index + 1]) / prose,
            len(self._page.blocks),
            self._prose[-1],
        ]

    def _by_place(self, block: Block, from_heading: float) -> list[float]:
        places, prose = self._page.places, self._prose[-1] or 1
        signature, place = block.signature, places[block.place]
        parent = places[max(0, place.parent)]
        grandparent = places[max(0, parent.parent)]
        up, branch = _branch(self._page, block.place, self._dense)
        to_voted, _ = _branch(self._page, block.place, self._voted)
        around, beside = (parent.start, parent.stop), (places[branch].start, places[branch].stop)
        return [
            from_heading,
            self._kind_prose[signature] / prose,
            self._kind_votes[signature] / (self._votes[-1] or 1),
            self._kind_votes[signature] / (self._kind_words[signature] or 1),
            self._kind_blocks[signature],
            self._kind_prose[signature] / (self._kind_words[signature] or 1),
            self._own_prose[block.place] / prose,
            (self._prose[parent.stop] - self._prose[parent.start]) / prose,
            (self._prose[grandparent.stop] - self._prose[grandparent.start]) / prose,
            self._siblings[place.parent],
            self._share(self._prose, self._words, *around),
            self._share(self._links, self._words, *around),
            self._share(self._votes, self._words, *around),
            self._share(self._links, self._words, *beside),
            (self._prose[beside[1]] - self._prose[beside[0]]) / prose,
            self._share(self._votes, self._words, *beside),
            up,
            to_voted,
            self._depths[block.place] - len(self._dense),
            float(block.place in self._dense or place.parent == next(iter(self._dense))),
        ]

    def _by_words(self, block: Block) -> list[float]:
        words = self._known.words[block.index]
        runs = list(_runs(words)) if self._description else ()
        before = self._page.blocks[block.index - 1] if block.index else None
        _, names, _, parent_names = block.signature
        names = f"{names} {parent_names}".lower()
        return [
            self._copies[block.text],
            sum(word in self._title for word in words) / max(1, len(words)),
            sum(run in self._description for run in runs) / max(1, len(runs)),
            float(any(holds(words, author) for author in self._authors)),
            float(CAPTION_NAME.search(names) is not None),
            float(LEAD_NAME.search(names) is not None),
            before.words if before else 0.0,
            before.linked_words / max(1, before.words) if before else 0.0,
            float(before is not None and before.signature == block.signature),
        ]

    @staticmethod
    def _share(some: Sequence[int], every: Sequence[int], start: int, stop: int) -> float:
        return (some[stop] - some[start]) / (every[stop] - every[start] or 1)


def _sums(counts: Iterator[int] | Sequence[int]) -> list[int]:
    return [0, *accumulate(counts)]


def _outward(page: Blocks, place: int) -> Iterator[int]:
    while place >= 0:
        yield place
        place = page.places[place].parent


def _steps_up(page: Blocks, place: int) -> dict[int, int]:
    """`place` and the places around it, each with its distance; `place` comes first."""
    return {around: steps for steps, around in enumerate(_outward(page, place))}


def _depths(page: Blocks) -> list[int]:
    """For each place how many there are around it, with itself."""
    depths: list[int] = []
    for place in page.places:  # each stands behind the one around it
        depths.append(1 + (depths[place.parent] if place.parent >= 0 else 0))
    return depths


def _branch(page: Blocks, place: int, trunk: dict[int, int]) -> tuple[int, int]:
    """How many steps `place` hangs from `trunk`, and the outermost place of its branch (itself when it is of it)."""
    steps, branch = 0, place
    while place not in trunk:
        steps, branch, place = steps + 1, place, page.places[place].parent
    return steps, branch


def _headline(blocks: Sequence[Block], words: Sequence[Sequence[str]], title: Sequence[str]) -> int:
    headlines = [block.index for block in blocks if block.kind == "h1"]
    same = (index for index in headlines if list(words[index]) == list(title))
    return next(same, headlines[0] if headlines else -1)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + DESCRIPTION_WIDTH]) for at in range(len(words) - DESCRIPTION_WIDTH + 1))
