"""Marks: the quotes, list items and preformatted parts around a block."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement

from crawler.extract.words import UNWANTED, without_stray_marks

MARKED: dict[str, Literal["quote", "item", "pre"]] = {
    "blockquote": "quote", "li": "item", "dt": "item", "dd": "item", "pre": "pre",
}  # fmt: skip

MAX_MARKS = 12  # around one block; deeper lists are no one's
MAX_NUMBER_DIGITS = 6  # CommonMark allows nine; the list goes on counting
TAB_WIDTH = 4
SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Mark:
    """One of them. `place` tells it from others, `around` is the place of what holds it, `number` that of an item."""

    kind: Literal["quote", "item", "pre"]
    place: int
    around: int
    number: int | None = None


class MarkReader:
    """Reads the marks of a page's elements, which are to be given in their order."""

    def __init__(self) -> None:
        self._items: Counter[int] = Counter()  # by the place of a list
        self._terms: dict[int, Mark] = {}

    def of(self, element: HtmlElement, place: int, holder: HtmlElement, around: int) -> Mark | None:
        """The mark that `element` at `place` makes, which stands in `holder` at the place `around`; None for none.

        A definition is in one item with its term.
        """
        tag = element.tag
        kind = MARKED.get(tag)
        if kind is None:
            return None
        if tag == "dd" and around in self._terms:
            return self._terms[around]
        number = None
        if tag == "li" and holder.tag == "ol":
            number = _number(holder.get("start")) + self._items[around]
            self._items[around] += 1
        mark = Mark(kind, place, around, number)
        if tag == "dt":
            self._terms[around] = mark
        return mark


def lines_as_written(text: str) -> str:
    """`text` of a preformatted part: its line breaks and indents stay, empty lines around it and controls go."""
    lines = [
        SPACE.sub(" ", without_stray_marks(UNWANTED.sub("", line))).rstrip()
        for line in text.expandtabs(TAB_WIDTH).splitlines()
    ]
    return unicodedata.normalize("NFC", "\n".join(lines)).strip("\n")


def _number(start: str | None) -> int:
    start = (start or "").strip()
    return int(start) if start.isascii() and start.isdecimal() and len(start) <= MAX_NUMBER_DIGITS else 1
