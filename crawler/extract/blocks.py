"""The blocks of a page: what stands between two tags that are not inline, in order, with its place in the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.marks import MARKED, MAX_MARKS, Mark, MarkReader, lines_as_written
from crawler.extract.structure import HIDDEN_STYLE, INLINE, KINDS, SILENT, part_rule
from crawler.extract.words import clean, word_count

# A paragraph of prose: at least a clause, not mostly links, and ended like a sentence or too long for a label.
GOOD_WORDS = 8
GOOD_LONG_WORDS = 20
GOOD_LINK_SHARE = 0.35
SENTENCE_END = re.compile(r"[.!?…。！？؟۔:]['\"”’»)\]\u200e\u200f]*$")  # "he said.”"

LINE_SEPARATOR = "\u2028"  # a line break in a heading
CELLS = frozenset({"tr", "td", "th"})


@dataclass(frozen=True, slots=True)
class Span:
    """A run of a block's text that is or is no link."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One block. `soft` blocks follow a single line break: they belong to the paragraph before them.

    `place` is the index of the nearest element that is not inline; `signature` says what kind of place it is: tag
    and names of that element and of its parent. `row` and `cell` are the places of the table's row and cell around it,
    -1 for none. `marks` are the quotes and list items around it, the outermost first. `lines` is the text of a
    preformatted block with its line breaks and indents, "" for others.
    """

    index: int
    kind: str
    text: str
    spans: tuple[Span, ...]
    soft: bool
    place: int
    signature: tuple[str, str, str, str]
    words: int
    linked_words: int
    is_good: bool  # looks like a paragraph of prose
    row: int = -1
    cell: int = -1
    marks: tuple[Mark, ...] = ()
    lines: str = ""

    @property
    def is_heading(self) -> bool:
        return self.kind[0] == "h"

    @property
    def line(self) -> str:
        """`text`, with a space for a line break in a heading."""
        return clean("".join(span.text for span in self.spans)) if self.is_heading else self.text


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An element that is not inline, the index of the place around it (-1: none), and its blocks."""

    element: HtmlElement
    tag: str
    parent: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks `start` to `stop` (exclusive) belong to an element that `rule` would drop: the profile's, or ours."""

    rule: str
    element: HtmlElement
    start: int
    stop: int
    of_profile: bool


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks of a page, its places, and the parts of it that are no article. Parts may lie inside each other."""

    blocks: tuple[Block, ...]
    places: tuple[Place, ...]
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Frame:
    """An open element that is not inline."""

    place: int
    element: HtmlElement
    tag: str
    name: str
    kind: str
    marks: tuple[Mark, ...]
    rule: tuple[str, float] | None
    of_profile: bool
    start: int
    prose: int
    headlines: int


@dataclass(frozen=True, slots=True)
class Drops:
    """What a profile drops of a page: elements by tag, class and id, and single ones of this page.

    Each with the rule's name and the largest share of the page's prose that the element may take.
    """

    by_names: Callable[[str, str | None, str | None], tuple[str, float] | None]
    elements: Mapping[HtmlElement, tuple[str, float]]


NO_DROPS = Drops(lambda tag, classes, own_id: None, {})


def read_blocks(tree: HtmlElement, drops: Drops) -> Blocks:
    """The blocks of `tree` with the parts that a profile's `drops` or the page's structure drop.

    A part is left out when it holds the headline or too much of the prose, so that a misleading name costs nothing.
    """
    return _Walk(tree, drops).read()


class _Walk:
    def __init__(self, tree: HtmlElement, drops: Drops) -> None:
        self._tree = tree
        self._drops = drops
        self._blocks: list[Block] = []
        self._candidates: list[tuple[Part, float, int]] = []
        self._frames = [_Frame(0, tree, "html", "", "p", (), None, False, 0, 0, 0)]
        self._marks = MarkReader()
        self._rows, self._cells = [-1], [-1]  # places of the open ones, the innermost last
        self._places: list[Place | None] = [None]  # filled when the element closes
        self._pieces: list[tuple[str, str | None]] = []
        self._href: str | None = None
        self._soft = False
        self._prose = 0
        self._headlines = 0

    def read(self) -> Blocks:
        walker = etree.iterwalk(self._tree, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if tag in SILENT or self._is_hidden(element):
                    walker.skip_subtree()
                    continue
                self._open(element, tag)
            else:
                self._close(element, tag)
                if element is not self._tree:
                    self._take(element.tail)
        if self._pieces:
            self._flush()
        self._places[0] = Place(self._tree, "html", -1, 0, len(self._blocks))
        kept = tuple(part for part, most, prose in self._candidates if prose <= most * self._prose)
        return Blocks(tuple(self._blocks), tuple(place for place in self._places if place), kept)

    def _is_hidden(self, element: HtmlElement) -> bool:
        style = element.get("style")
        if style and HIDDEN_STYLE.search(style):
            return True
        # React streams finished parts of a page as hidden elements "S:0", "S:1" and shows them by script.
        return element.get("hidden") is not None and not (element.get("id") or "").startswith("S:")

    def _open(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            if self._frames[-1].kind[0] == "h":
                self._pieces.append((LINE_SEPARATOR, self._href))
            else:
                self._break(soft=True)
            return
        if tag == "hr":
            self._break(soft=False)
            return
        classes, own_id = element.get("class"), element.get("id")
        found = self._drops.elements.get(element) if self._drops.elements else None
        if found is None and (classes or own_id):
            found = self._drops.by_names(tag, classes, own_id)
        if tag in INLINE:
            if tag == "a":
                self._href = element.get("href")
            if found is None:
                self._take(element.text)
                return
        self._break(soft=False)
        name = f"{classes} {own_id}" if classes and own_id else classes or own_id or ""
        of_profile = found is not None
        if found is None and (structural := part_rule(tag, name, element.get("role"))):
            found = (structural.name, structural.most)
        around = self._frames[-1]
        kind = KINDS.get(tag) or around.kind
        if tag == "h1":
            self._headlines += 1
        start = len(self._blocks)
        place = len(self._places)
        marks = around.marks
        if tag in MARKED and (mark := self._marks.of(element, place, around.element, around.place)):
            marks = (*marks, mark)[:MAX_MARKS]
        frame = _Frame(place, element, tag, name, kind, marks, found, of_profile, start, self._prose, self._headlines)
        self._frames.append(frame)
        self._places.append(None)
        if tag in CELLS:
            (self._rows if tag == "tr" else self._cells).append(place)
        self._take(element.text)

    def _take(self, text: str | None) -> None:
        # White space before a block's first word says nothing; a page is full of it.
        if text and (self._pieces or not text.isspace()):
            self._pieces.append((text, self._href))

    def _close(self, element: HtmlElement, tag: str) -> None:
        if self._frames[-1].element is element:
            self._break(soft=False)
            self._close_frame(self._frames.pop())
        if tag == "a":
            self._href = None

    def _close_frame(self, frame: _Frame) -> None:
        if frame.tag in CELLS:
            (self._rows if frame.tag == "tr" else self._cells).pop()
        count = len(self._blocks)
        self._places[frame.place] = Place(frame.element, frame.tag, self._frames[-1].place, frame.start, count)
        if frame.rule and count > frame.start and self._headlines == frame.headlines:
            part = Part(frame.rule[0], frame.element, frame.start, count, frame.of_profile)
            self._candidates.append((part, frame.rule[1], self._prose - frame.prose))

    def _break(self, *, soft: bool) -> None:
        flushed = bool(self._pieces) and self._flush()
        # Two breaks in a row part paragraphs as a tag does.
        self._soft = soft and flushed

    def _flush(self) -> bool:
        pieces, self._pieces = self._pieces, []
        spans = tuple(_spans(pieces))
        # The block trees judge headings better without a space for a line break: segments F1 .9370, with it .9317.
        is_heading = self._frames[-1].kind[0] == "h"
        counted = tuple(_spans([one for one in pieces if one[0] != LINE_SEPARATOR])) if is_heading else spans
        text = clean("".join(span.text for span in counted))
        if not text:
            return False
        frame = self._frames[-1]
        parent = self._frames[-2] if len(self._frames) > 1 else frame
        words = word_count(text)
        if len(counted) == 1:
            linked = words if counted[0].href is not None else 0
        else:
            linked = sum(word_count(span.text) for span in counted if span.href is not None)
        block = Block(
            len(self._blocks), frame.kind, text, spans, self._soft, frame.place,
            (frame.tag, frame.name, parent.tag, parent.name), words, linked, _is_good(text, words, linked),
            self._rows[-1], self._cells[-1], frame.marks,
            lines_as_written("".join(piece for piece, _ in pieces)) if frame.kind == "pre" else "",
        )  # fmt: skip
        self._blocks.append(block)
        if block.is_good:
            self._prose += words
        return True


def _is_good(text: str, words: int, linked: int) -> bool:
    return (
        words >= GOOD_WORDS
        and linked < GOOD_LINK_SHARE * words
        and (words >= GOOD_LONG_WORDS or SENTENCE_END.search(text) is not None)
    )


def _spans(pieces: list[tuple[str, str | None]]) -> Iterator[Span]:
    """`pieces` of text and link target, neighbours of one target joined, white space squeezed but kept at the seams."""
    text, href = "", None
    for piece, target in pieces:
        if target != href and text:
            yield Span(_squeezed(text), href)
            text = ""
        text, href = text + piece, target
    if text:
        yield Span(_squeezed(text), href)


def _squeezed(text: str) -> str:
    """`text` with single spaces, also at its ends where it has any."""
    words = " ".join(text.split())
    return f"{' ' * text[0].isspace()}{words}{' ' * text[-1].isspace()}" if words else " "
