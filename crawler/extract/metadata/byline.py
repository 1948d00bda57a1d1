"""The visible byline: the element near the heading that says who wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import around, class_words, text_of
from crawler.extract.metadata.names import OPENER, people

# class="byline", "post-author", "author vcard", "article__author-name", "wp-block-post-author-name", "autor"
BYLINE_CLASS = re.compile(
    r"by-?_?line|author|autor(?!i[sz])|auteur|writer|reporter(?!s)|verfasser|\bbyl\b|yazar|contributor|creator"
)
# class="author-bio", "comment-author", "more-from-author", "authority"
NOT_BYLINE_CLASS = re.compile(
    r"comment|bio\b|biograph|authori[sz]|related|more-from|social|share|follow|avatar|image|photo|picture|"
    r"credit|caption|newsletter|sidebar|widget|icon|thumb|menu|\bnav"
)
# href="/author/ann-lee/", "/autoren/ann-lee", "/by/ann-lee", "/about/editors/ann-lee", "/people/ann-lee"
AUTHOR_HREF = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|writers?|by|profiles?|people|persons?|editors|newsteam|contributors?|"
    r"redakteure?|journalist(?:s|en|es)?|reporters?|columnists?|yazar(?:lar)?|staff)/[^/?#]+",
    re.IGNORECASE,
)
# "By Ann Lee", "Von Eva Roth", "Posted by Ann": only a short text of its own
MAX_BYLINE_CHARS = 200
MAX_ANCHORS = 20
AHEAD_COSTS = 10  # a byline stands below the heading more often than above it


@dataclass(frozen=True, slots=True)
class Byline:
    """One element's lines; `is_marked` when class, rel, itemprop or link call it the author's."""

    lines: tuple[str, ...]
    is_marked: bool


def bylines(doc: Document) -> Iterator[Byline]:
    """The bylines near the heading, the nearest first, a container behind what it holds."""
    if doc.heading is None:
        return
    elements, here = around(doc.heading)
    for index in sorted(range(len(elements)), key=lambda at: at - here if at > here else here - at + AHEAD_COSTS):
        element = elements[index]
        if element is doc.heading:
            continue
        if is_author_link(element):
            yield Byline(_siblings(element), is_marked=True)
        elif _is_marked(element):
            if lines := _lines(element):
                yield Byline(lines, is_marked=True)
        elif element.text and len(element.text) < MAX_BYLINE_CHARS and OPENER.match(element.text.strip()):
            text = text_of(element)
            if len(text) <= MAX_BYLINE_CHARS:
                yield Byline((text,), is_marked=False)


def is_author_link(element: _Element) -> bool:
    """Whether the element is a link to an author's page."""
    if element.tag != "a":
        return False
    if "author" in (element.get("rel") or "").split():
        return True
    return bool(AUTHOR_HREF.search((element.get("href") or "")[:500]))


def _is_marked(element: _Element) -> bool:
    if element.get("itemprop") == "author" or element.get("rel") == "author":
        return True
    words = class_words(element)
    return bool(BYLINE_CLASS.search(words)) and not NOT_BYLINE_CLASS.search(words)


def _siblings(anchor: _Element) -> tuple[str, ...]:
    """The link's words, and those of the other authors' links beside it."""
    parent = anchor.getparent()
    anchors = [anchor] if parent is None else [inner for inner in parent.iter("a") if is_author_link(inner)]
    return tuple(text for inner in anchors[:MAX_ANCHORS] if 1 < len(text := text_of(inner)) < MAX_BYLINE_CHARS)


def _lines(element: _Element) -> tuple[str, ...]:
    anchors = [inner for inner in element.iter("a") if is_author_link(inner)][:MAX_ANCHORS]
    if anchors:
        return tuple(text for inner in anchors if 1 < len(text := text_of(inner)) < MAX_BYLINE_CHARS)
    text = text_of(element)
    return (text,) if len(text) <= MAX_BYLINE_CHARS else ()


def has_people(byline: Byline, site: tuple[str, ...]) -> bool:
    """Whether any line of the byline names a person."""
    return any(people(line, site) for line in byline.lines)
