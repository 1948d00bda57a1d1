"""The visible byline: the element near the heading that says who wrote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import AFTER_HEADING, Near, class_words, text_of
from crawler.extract.metadata.name_words import OPENER
from crawler.extract.metadata.names import people
from crawler.extract.metadata.text import clean

# class="byline", "post-author", "author vcard", "article__author-name", "wp-block-post-author-name", "autor"
BYLINE_CLASS = re.compile(
    r"by-?_?line|author|autor(?!i[sz])|auteur|writer|reporter(?!s)|verfasser|\bbyl\b|yazar|contributor|creator"
    r"|user-?name|(?<![a-z])fn(?![a-z])|vcard"
)
NAME_CLASS = re.compile(r"author[-_]*(?:link-?)?name|(?<![a-z])fn(?![a-z])")
# class="author-bio", "comment-author", "more-from-author", "authority"
NOT_BYLINE_CLASS = re.compile(
    r"comment|bio\b|biograph|authori[sz]|related|more-from|social|share|follow|avatar|image|photo|picture|"
    r"credit|caption|newsletter|sidebar|widget|icon|thumb|menu|\bnav"
)
# href="/author/ann-lee/", "/autoren/ann-lee", "/by/ann-lee", "/about/editors/ann-lee", "/people/ann-lee"
AUTHOR_HREF = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|writers?|by|profiles?|people|persons?|editors|newsteam|contributors?|"
    r"redakteure?|journalist(?:s|en|es)?|reporters?|columnists?|yazar(?:lar)?|staff|"
    r"users?|menschen|mitarbeiter|members?)/[^/?#]+",
    re.IGNORECASE,
)
# "https://www.flickr.com/people/ann/", "//youtube.com/user/harbourpost": a photographer's page, or the paper's own
NETWORK_HREF = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:flickr|youtube|facebook|twitter|instagram|linkedin|pinterest|xing|vimeo|soundcloud|"
    r"tiktok|last\.?fm|imdb|wikipedia|wikimedia|github|reddit)\.\w",
    re.IGNORECASE,
)
# "By Ann Lee", "Von Eva Roth", "Posted by Ann": only a short text of its own
MAX_BYLINE_CHARS = 200
MAX_OPENED_CHARS = 100  # "By June 2016, most of the code was ported" opens a sentence
MAX_PARTS = 200  # elements of one byline that are looked at: a body of class "author" holds a whole page
MAX_ANCHORS = 20
DATED = re.compile(r"^\d[\d.:/ -]{5,20}(?:Uhr )?[|,–-]? ?(?:by|von|por|par) (?P<names>\S.*)$", re.IGNORECASE)
APART_STEPS = 8
APART_TAGS = frozenset({"figure", "figcaption", "nav"})
APART_CLASS = re.compile(r"comment|related|recommend|most-?read|popular|caption")
# Far from the heading these too are lists of other articles; near it they may hold the byline.
FAR_CLASS = re.compile(r"teaser|sidebar|widget|footer|card|promo|latest|more-")
AHEAD_COSTS = 10  # a byline stands below the heading more often than above it


@dataclass(frozen=True, slots=True)
class Byline:
    """One element's lines; `is_marked` when class, rel, itemprop or link call it the author's."""

    element: _Element
    lines: tuple[str, ...]
    is_marked: bool


def bylines(doc: Document, reach: int = AFTER_HEADING) -> Iterator[Byline]:
    """The bylines up to `reach` elements from the heading, the nearest first, a container behind what it holds."""
    shared = _ancestors(doc.heading)
    for near in sorted((near for near in doc.near if abs(near.distance) <= reach), key=_cost):
        element = near.element
        lines: tuple[str, ...] = ()
        is_marked = True
        if is_author_link(element):
            lines = _siblings(element)
        elif _is_marked(element, near.words):
            lines = _lines(element)
        elif line := _opened(element):
            lines, is_marked = (line,), False
        if lines and not _is_apart(element, shared):
            yield Byline(element, lines, is_marked)


def author_links(doc: Document) -> Iterator[Byline]:
    """The links with rel=author anywhere on the page, comments and lists of other articles left out."""
    shared = _ancestors(doc.heading)
    for anchor in doc.marked_anchors:
        if "author" in (anchor.get("rel") or "").split() and not _is_far_apart(anchor, shared):
            yield Byline(anchor, (text_of(anchor),), is_marked=True)


def _cost(near: Near) -> int:
    return near.distance if near.distance > 0 else AHEAD_COSTS - near.distance


def is_author_link(element: _Element) -> bool:
    """Whether the element is a link to an author's page."""
    if element.tag != "a":
        return False
    if "author" in (element.get("rel") or "").split():
        return True
    href = (element.get("href") or "")[:500]
    return bool(AUTHOR_HREF.search(href)) and not NETWORK_HREF.match(href)


def _is_marked(element: _Element, words: str) -> bool:
    if element.get("itemprop") == "author" or element.get("rel") == "author":
        return True
    return bool(BYLINE_CLASS.search(words)) and not NOT_BYLINE_CLASS.search(words)


def _is_apart(element: _Element, around_heading: frozenset[_Element]) -> bool:
    """Whether the element stands in a caption, a comment, or a list of other articles, and the heading does not."""
    for step, above in enumerate(element.iterancestors()):
        if step >= APART_STEPS or above in around_heading:
            return False
        if above.tag in APART_TAGS or APART_CLASS.search(class_words(above)):
            return True
    return False


def _is_far_apart(element: _Element, around_heading: frozenset[_Element]) -> bool:
    if _is_apart(element, around_heading):
        return True
    near = [above for above in islice(element.iterancestors(), APART_STEPS) if above not in around_heading]
    return any(above.tag in ("aside", "footer") or FAR_CLASS.search(class_words(above)) for above in near)


def _ancestors(heading: _Element | None) -> frozenset[_Element]:
    return frozenset(heading.iterancestors()) if heading is not None else frozenset()


def _opened(element: _Element) -> str:
    """The short line that "By" or its kin opens in the element's own text, or a date and "by"; "" when there is none.

    Where the element holds no more than the opener, the name stands beside it and the parent's line is taken.
    """
    for text in (element.text, *(child.tail for child in islice(element, MAX_PARTS))):
        own = text.strip() if text else ""
        if not own or len(own) > MAX_BYLINE_CHARS:
            continue
        if match := DATED.match(own):
            return match["names"]
        if match := OPENER.match(own := clean(own)):
            whole = text_of(element)
            parent = element.getparent()
            if len(whole) <= match.end() + 1 and parent is not None:
                whole = text_of(parent)
            line = whole[max(whole.find(own), 0) :]
            if match.end() >= len(own):
                line = line[len(own) :].strip()  # <span>By</span><a>Ann Lee</a>, without a space between
            return line if len(line) <= MAX_OPENED_CHARS else ""
    return ""


def _siblings(anchor: _Element) -> tuple[str, ...]:
    """The link's words, and those of the other authors' links beside it."""
    parent = anchor.getparent()
    anchors = (
        [anchor]
        if parent is None
        else [inner for inner in islice(parent.iter("a"), MAX_PARTS) if is_author_link(inner)]
    )
    return tuple(text for inner in anchors[:MAX_ANCHORS] if 1 < len(text := text_of(inner)) < MAX_BYLINE_CHARS)


def _lines(element: _Element) -> tuple[str, ...]:
    """The texts of the authors' links inside, else of the parts that a class calls a name, else of the element."""
    inner = [part for part in islice(element.iter("a"), MAX_PARTS) if is_author_link(part)]
    inner = inner or [part for part in islice(element.iterdescendants(), MAX_PARTS) if _is_name(part)]
    texts = [text for part in inner[:MAX_ANCHORS] if 1 < len(text := text_of(part)) < MAX_BYLINE_CHARS]
    if texts:
        return tuple(texts)
    text = text_of(element)
    return (text,) if len(text) <= MAX_BYLINE_CHARS else ()


def _is_name(element: _Element) -> bool:
    return element.get("itemprop") == "name" or bool(NAME_CLASS.search(class_words(element)))


def has_people(byline: Byline, site: tuple[str, ...]) -> bool:
    """Whether any line of the byline names a person."""
    return any(people(line, site) for line in byline.lines)
