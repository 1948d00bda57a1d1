"""Elements of a parsed page: their text, their class words, their neighbours in document order."""

from dataclasses import dataclass
from typing import cast

from lxml.etree import XPath, _Element, _ElementUnicodeResult

from crawler.extract.metadata.text import MAX_TEXT_CHARS, clean

MAX_ELEMENT_CHARS = 20_000  # of an element's text that is read before it is cut: a whole body is no byline
MAX_CLASS_CHARS = 500

# How far a byline and a date stand from the heading, in elements: the span in which .82 of bylines were right.
BEFORE_HEADING, AFTER_HEADING = 40, 80

# Before and behind these a space stands, though the source has none: <h1>Kicker<br>Title</h1>.
BREAKING_TAGS = frozenset(
    [
        "br",
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "td",
        "tr",
        "section",
        "header",
        "time",
    ]
)
SILENT_TAGS = frozenset({"script", "style", "noscript", "template", "svg"})
TEXTS = XPath("descendant-or-self::*[not(self::script or self::style or self::noscript or self::template)]/text()")


def text_of(element: _Element) -> str:
    """The element's text on one line, without scripts and styles."""
    parts: list[str] = []
    size = 0
    for part in cast("list[_ElementUnicodeResult]", TEXTS(element)):
        parent = part.getparent()
        if parent is not None and parent.tag in BREAKING_TAGS:
            parts.append(" ")
        parts.append(part)
        size += len(part)
        if size > MAX_ELEMENT_CHARS:
            break
    return clean("".join(parts), MAX_TEXT_CHARS)


@dataclass(frozen=True, slots=True)
class Near:
    """An element near the heading, its distance in elements (negative: before it), its class and id in lower case."""

    element: _Element
    distance: int
    words: str


def surroundings(heading: _Element | None) -> tuple[Near, ...]:
    """The elements around `heading` in document order, without it and scripts; nothing for None."""
    if heading is None:
        return ()
    elements, here = around(heading)
    return tuple(
        Near(element, index - here, class_words(element))
        for index, element in enumerate(elements)
        if index != here and element.tag not in SILENT_TAGS
    )


def around(element: _Element, before: int = BEFORE_HEADING, after: int = AFTER_HEADING) -> tuple[list[_Element], int]:
    """The elements from `before` ahead of `element` to `after` behind it in document order, and its index there."""
    ahead: list[_Element] = []
    current: _Element | None = _previous(element)
    while current is not None and len(ahead) < before:
        if isinstance(current.tag, str):
            ahead.append(current)
        current = _previous(current)
    behind: list[_Element] = [element]
    current = _next(element)
    while current is not None and len(behind) <= after:
        if isinstance(current.tag, str):
            behind.append(current)
        current = _next(current)
    return [*reversed(ahead), *behind], len(ahead)


def class_words(element: _Element) -> str:
    """Class and id of the element in lower case, for patterns."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:500]


def _next(element: _Element) -> _Element | None:
    if len(element) and element.tag not in SILENT_TAGS:
        return element[0]
    current: _Element | None = element
    while current is not None:
        sibling = current.getnext()
        if sibling is not None:
            return sibling
        current = current.getparent()
    return None


def _previous(element: _Element) -> _Element | None:
    sibling = element.getprevious()
    if sibling is None:
        return element.getparent()
    while len(sibling) and sibling.tag not in SILENT_TAGS:
        sibling = sibling[-1]
    return sibling
