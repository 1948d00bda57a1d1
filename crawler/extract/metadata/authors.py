"""Who wrote the article.

People first: the first reader that names one wins. Where no reader does, the page's own credit counts: an agency, an
organisation, a pen name. The site's own name is no author unless a visible byline says so; "Staff", "Redaktion",
"admin", e-mail addresses and URLs never are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element

from crawler.extract.metadata.byline import author_links, bylines, has_people
from crawler.extract.metadata.document import Document
from crawler.extract.metadata.jsonld import types_of
from crawler.extract.metadata.loose_json import Json
from crawler.extract.metadata.names import credit, inverted, is_agency, is_full, people
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.site_name import is_site_name
from crawler.extract.metadata.text import clean_markup, flat

VENDOR_METAS = (
    "parsely-author", "sailthru.author", "cxenseparse:author", "cxense:author", "byl",
    "shareaholic:article_author_name",
)  # fmt: skip
CREATOR_METAS = ("dcterms.creator", "dc.creator", "dc:creator", "dcsext.author", "citation_author", "author_name")
SOCIAL_METAS = ("og:article:author", "article:author", "book:author")
AUTHOR_METAS = ("author", "authors", "article.author", "news_author", "dc.contributor", "twitter:data1")
# Right less often than a byline that differs: blog systems fill them with the site's owner.
WEAK_READERS = frozenset({"social_meta", "meta_author"})
MAX_BYLINES = 10
OWN_REACH = 20  # elements from the heading to a byline that completes another reader: 80 find no more on the corpus
MAX_ELSEWHERE = 50
MAX_LINES = 50  # authors of one page: collaborations of scientists are cut


@dataclass(frozen=True, slots=True)
class Authors:
    """The names and the reader that gave them."""

    names: tuple[str, ...]
    reader: str


def read_authors(doc: Document, site: tuple[str, ...]) -> Authors | None:
    """The authors by the first reader that knows one; None when none does."""
    if chosen := _distinct(name for line in select(doc, doc.profile.metadata.authors) for name in people(line, site)):
        return Authors(chosen, "profile")
    found = next((authors for authors in _people_in_head(doc, site)), None)
    if found is None or found.reader in WEAK_READERS or _has_short_name(found):
        visible = _visible(doc, site)
        if visible and (found is None or _completes(found, visible) or _contradicts(found, visible)):
            found = visible
    if found:
        return _extended(found, doc, site)
    return _elsewhere(doc, site) or _credits(doc, site)


def _people_in_head(doc: Document, site: tuple[str, ...]) -> Iterator[Authors]:
    for reader, lines in _head(doc, organisations=False):
        names = _distinct(name for line in lines for name in people(line, site))
        # A weak tag with one word holds a country or a party as often as a first name.
        if names and not (reader in WEAK_READERS and not any(map(is_full, names))):
            yield Authors(names, reader)


def _head(doc: Document, *, organisations: bool) -> Iterator[tuple[str, list[str]]]:
    yield "jsonld", list(islice(_from_jsonld(doc, organisations=organisations), MAX_LINES))
    yield "vendor_meta", _from_metas(doc, VENDOR_METAS)
    yield "creator_meta", _from_metas(doc, CREATOR_METAS)
    yield "meta_author", _from_metas(doc, AUTHOR_METAS)
    yield "social_meta", _from_metas(doc, SOCIAL_METAS)


def _from_jsonld(doc: Document, *, organisations: bool) -> Iterator[str]:
    node = doc.article or {}
    for key in ("author", "creator"):
        found = [_name(doc, member, organisations=organisations) for member in doc.graph.items(node.get(key))]
        if any(found):
            yield from filter(None, found)
            return


def _name(doc: Document, member: Json, *, organisations: bool) -> str:
    if isinstance(member, str):
        return clean_markup(member)
    if not isinstance(member, dict):
        return ""
    types = types_of(member)
    if not organisations and "Person" not in types and any("Organization" in name for name in types):
        return ""
    return doc.graph.text(member.get("name") or member.get("author"), "name")


def _from_metas(doc: Document, names: tuple[str, ...]) -> list[str]:
    filled = next((name for name in names if doc.metas.get(name)), "")
    return [inverted(line) for line in doc.metas.get(filled, ())[:MAX_LINES]]


def _visible(doc: Document, site: tuple[str, ...]) -> Authors | None:
    for byline in bylines(doc):
        if has_people(byline, site):
            return Authors(_distinct(name for line in byline.lines for name in people(line, site)), "byline")
    return None


def _extended(found: Authors, doc: Document, site: tuple[str, ...]) -> Authors:
    """`found`, or all whom its byline names, when those are more: the nearest byline, what it holds and stands in."""
    known = set(map(flat, found.names))
    first: _Element | None = None
    for byline in islice(bylines(doc, reach=OWN_REACH), MAX_BYLINES):
        # Another article's byline may name the same people and others.
        if first is not None and not _are_nested(first, byline.element):
            return found
        names = _distinct(name for line in byline.lines for name in people(line, site))
        keys = set(map(flat, names))
        if first is None and keys & known:
            first = byline.element
        # A first name alone is more often the half of a name, or no name at all.
        if known < keys and all(is_full(name) for name in names if flat(name) not in known):
            return Authors(names, "byline")
    return found


def _are_nested(one: _Element, other: _Element) -> bool:
    return one is other or other in one.iterancestors() or one in other.iterancestors()


def _elsewhere(doc: Document, site: tuple[str, ...]) -> Authors | None:
    """The author far from the heading, on a page where all links with rel=author name the same people.

    Half of what such places say is junk: teasers of other articles. Those have different authors.
    """
    found = {
        names
        for byline in islice(author_links(doc), MAX_ELSEWHERE)
        if (names := _distinct(name for line in byline.lines for name in people(line, site)))
    }
    return Authors(found.pop(), "rel_author") if len(found) == 1 else None


def _credits(doc: Document, site: tuple[str, ...]) -> Authors | None:
    for number, byline in enumerate(bylines(doc)):
        if number >= MAX_BYLINES:
            break
        names = _distinct(map(credit, byline.lines))
        # "By default", "Von Einheimischen": a line without a mark says who wrote only where it names a known source.
        if names and (byline.is_marked or all(is_agency(name) or is_site_name(name, site) for name in names)):
            return Authors(names, "byline")
    for reader, lines in _head(doc, organisations=True):
        if reader in WEAK_READERS:  # the site's owner more often than the article's source
            continue
        if names := _distinct(name for line in lines if (name := credit(line)) and not is_site_name(name, site)):
            return Authors(names, reader)
    return None


def _has_short_name(authors: Authors) -> bool:
    return not any(map(is_full, authors.names))


def _completes(found: Authors, visible: Authors) -> bool:
    """ "Nils" in JSON-LD and "Nils Pickert" in the byline."""
    return all(any(flat(full).startswith(flat(name)) for full in visible.names) for name in found.names)


def _contradicts(found: Authors, visible: Authors) -> bool:
    return found.reader in WEAK_READERS and not set(map(flat, found.names)) & set(map(flat, visible.names))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple({flat(name): name for name in names if flat(name)}.values())
