"""The day that a page shows its readers: time elements and dates in words, near the heading first."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.etree import _Element

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import Near, class_words, text_of
from crawler.extract.metadata.stamp import MAX_DATE_LINE_CHARS, Stamp, days_of, is_plausible, read_stamp
from crawler.extract.metadata.text import clean

DATE_CLASS = re.compile(
    r"date|time(?!line|out)|publish|posted|datum|fecha|tarih|data\b|byline|meta\b|dateline|entry-meta|info"
)
MODIFIED_WORDS = re.compile(
    r"updat|modif|aktualisier|geändert|actualiz|mis à jour|aggiornat|atualizad|güncel|bijgewerkt"
    r"|تحديث|به‌روز|עודכן|обновл|修正|更新",
    re.IGNORECASE,
)
# In a class name that says no more than "date": the only one trusted far from the heading.
DATE_NAME = re.compile(r"(?:^|[ _-])(?:date|datum|fecha|tarih|data|published|pubdate|publish-date|postdate)(?:$|[ _-])")
DATE_LIKE = re.compile(r"(?:19|20)\d\d|\d[./]\d\d?[./]\d\d|1[34]\d\d|[٠-٩۰-۹]{4}|[0-9٠-٩۰-۹] ?[년年]")
MAX_PLAIN_LINE_CHARS = 80  # of text that no class calls a date: longer ones are sentences
MAX_ELEMENTS = 3_000
MAX_PARTS = 100
MAX_TIMES = 60


def times(doc: Document) -> Iterator[Stamp]:
    """What the time elements say of the publication, the nearest to the heading first."""
    for element in time_elements(doc):
        if not is_about_change(element) and (stamp := read_stamp(doc, time_text(element), "time_element")):
            yield stamp


def time_elements(doc: Document) -> list[_Element]:
    """`<time>` elements and those with itemprop of a date: near the heading first, then wherever they stand."""
    near = [near.element for near in _outward(doc) if _is_time(near.element)]
    return [*near, *[element for element in islice(doc.tree.iter("time"), MAX_TIMES) if element not in near]]


def _outward(doc: Document) -> list[Near]:
    """What stands below the heading, from it on; then what stands above it."""
    return sorted(doc.near, key=lambda near: (near.distance < 0, abs(near.distance)))


def _is_time(element: _Element) -> bool:
    return element.tag == "time" or element.get("itemprop") in ("datePublished", "dateModified")


def is_about_change(element: _Element) -> bool:
    """Whether the element dates a change: itemprop, or a class of "updated" without "published"."""
    if element.get("itemprop") == "dateModified":
        return True
    words = class_words(element)
    return "updated" in words and "published" not in words


def time_text(element: _Element) -> str:
    """The element's machine-written date, else its words."""
    return element.get("datetime") or element.get("content") or text_of(element)


def marked_day(doc: Document) -> Stamp | None:
    """The first day in a short line of a date's class near the heading; a line about changes counts last."""
    lines = (
        text_of(near.element) for near in _outward(doc) if near.element.tag == "time" or DATE_CLASS.search(near.words)
    )
    return _first_day(doc, lines)


def plain_day(doc: Document) -> Stamp | None:
    """The first day in the own text of any element near the heading, else in a date's class anywhere on the page."""
    near = (_own_text(near.element) for near in _outward(doc))
    if stamp := _first_day(doc, (line for line in near if len(line) <= MAX_PLAIN_LINE_CHARS)):
        return stamp
    everywhere = islice(doc.tree.iter("span", "div", "p", "li", "small", "dd", "td"), MAX_ELEMENTS)
    return _first_day(doc, (text_of(element) for element in everywhere if DATE_NAME.search(class_words(element))))


def _first_day(doc: Document, lines: Iterable[str]) -> Stamp | None:
    late: Stamp | None = None
    for line in lines:
        if len(line) > MAX_DATE_LINE_CHARS or not DATE_LIKE.search(line):
            continue
        for seen in days_of(doc, line):
            if not is_plausible(doc, seen.value):
                continue
            stamp = Stamp(seen.value, seen.raw, "visible")
            if not MODIFIED_WORDS.search(line.split(seen.raw)[0]):
                return stamp
            late = late or stamp
    return late


def _own_text(element: _Element) -> str:
    return clean(" ".join([element.text or "", *(child.tail or "" for child in islice(element, MAX_PARTS))]))
