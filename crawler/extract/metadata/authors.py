"""Who wrote the article: people's names only."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from lxml.etree import _Element

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import around, class_words, text_of
from crawler.extract.metadata.jsonld import types_of
from crawler.extract.metadata.loose_json import Json
from crawler.extract.metadata.names import looks_full, people
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.text import clean_markup, flat

VENDOR_METAS = (
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "cxense:author",
    "byl",
    "article:author_name",
)
CREATOR_METAS = ("dcterms.creator", "dc.creator", "dc:creator", "dcsext.author", "citation_author", "author_name")
SOCIAL_METAS = ("twitter:data1", "og:article:author", "article:author", "book:author")
AUTHOR_METAS = ("author", "authors", "article.author", "news_author", "dc.contributor")

# class="byline", "post-author", "author vcard", "article__author-name", "wp-block-post-author-name", "autor"
BYLINE_CLASS = re.compile(
    r"by-?_?line|author|autor(?!i[sz])|auteur|writer|reporter(?!s)|verfasser|\bbyl\b|yazar|contributor|creator"
)
# class="author-bio", "comment-author", "more-from-author", "author-box", "authority"
NOT_BYLINE_CLASS = re.compile(
    r"comment|bio\b|biograph|authori[sz]|related|more-from|social|share|follow|avatar|image|photo|picture|"
    r"credit|caption|newsletter|sidebar|widget|date|time|icon|thumb|menu|nav"
)
BYLINE_START = re.compile(r"^(?:By|Von|Por|Par|Di|Door|Av|Af|Yazan|بقلم|מאת)[ :]", re.IGNORECASE)
MAX_BYLINE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Authors:
    """The names and the reader that gave them."""

    names: tuple[str, ...]
    reader: str


Reader = Callable[[], Iterator[str]]


def read_authors(doc: Document, site: tuple[str, ...]) -> Authors | None:
    """The authors by the first reader that knows a person; None when none does."""
    readers: list[tuple[str, Reader]] = [
        ("profile", partial(select, doc, doc.profile.metadata.authors)),
        ("jsonld", partial(_from_jsonld, doc)),
        ("vendor_meta", partial(_from_metas, doc, VENDOR_METAS)),
        ("creator_meta", partial(_from_metas, doc, CREATOR_METAS)),
        ("social_meta", partial(_from_metas, doc, SOCIAL_METAS)),
        ("meta_author", partial(_from_metas, doc, AUTHOR_METAS)),
        ("byline", partial(_from_byline, doc, site)),
        ("rel_author", partial(_from_rel, doc)),
    ]
    for reader, read in readers:
        names = _distinct(name for line in read() for name in people(line, site))
        if names:
            return Authors(names, reader)
    return None


def _from_jsonld(doc: Document) -> Iterator[str]:
    node = doc.article
    if node is None:
        return
    for key in ("author", "creator"):
        found = False
        for member in doc.graph.items(node.get(key)):
            name = _person(doc, member)
            if name:
                found = True
                yield name
        if found:
            return


def _person(doc: Document, member: Json) -> str:
    if isinstance(member, str):
        return clean_markup(member)
    if not isinstance(member, dict) or {"Organization", "NewsMediaOrganization"}.intersection(types_of(member)):
        return ""
    return doc.graph.text(member.get("name") or member.get("author"), "name")


def _from_metas(doc: Document, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        values = doc.metas.get(name, ())
        yield from values
        if values:
            return


def _from_byline(doc: Document, site: tuple[str, ...]) -> Iterator[str]:
    """The lines of the byline nearest to the heading: its links' words where it has links to people, else its text."""
    if doc.heading is None:
        return
    elements, here = around(doc.heading)
    order = sorted(range(len(elements)), key=lambda index: abs(index - here) + (10 if index < here else 0))
    for index in order:
        element = elements[index]
        if not _is_byline(element):
            continue
        anchors = [text_of(anchor) for anchor in element.iter("a")][:20]
        lines = [line for line in anchors if len(line) < MAX_BYLINE_CHARS and any(map(looks_full, people(line, site)))]
        text = text_of(element)
        if not lines and len(text) <= MAX_BYLINE_CHARS and people(text, site):
            lines = [text]
        if lines:
            yield from lines
            return


def _is_byline(element: _Element) -> bool:
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    words = class_words(element)
    if BYLINE_CLASS.search(words):
        return not NOT_BYLINE_CLASS.search(words)
    return bool(element.text and BYLINE_START.match(element.text.strip()))


def _from_rel(doc: Document) -> Iterator[str]:
    for anchor in doc.tree.iter("a"):
        if "author" in (anchor.get("rel") or "").split():
            yield text_of(anchor)
            return


def _distinct(names: Iterator[str]) -> tuple[str, ...]:
    return tuple({flat(name): name for name in names}.values())
