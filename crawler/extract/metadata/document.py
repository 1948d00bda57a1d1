"""What the readers of single fields look at: a page's head, its JSON-LD and the surroundings of its heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urljoin

from lxml.etree import XPath, _Element, _ElementUnicodeResult
from lxml.html import HtmlElement

from crawler.extract.metadata.jsonld import Graph, Node, pick_article, read_graph
from crawler.extract.metadata.text import MAX_TEXT_CHARS, clean, clean_markup
from crawler.items import Page
from crawler.profiles.model import SiteProfile

MAX_HEADINGS = 20
MAX_METAS = 500
MAX_ELEMENT_CHARS = 20_000  # of an element's text that is read before it is cut: a whole body is no byline

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
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
TEXTS = XPath("descendant-or-self::*[not(self::script or self::style or self::noscript or self::template)]/text()")


@dataclass(frozen=True, slots=True)
class Document:
    """One page, parsed, with the parts that several readers share. `metas` maps lower-case name to contents."""

    tree: HtmlElement
    page: Page
    profile: SiteProfile
    metas: Mapping[str, tuple[str, ...]]
    links: tuple[HtmlElement, ...]
    title_tag: str
    headings: tuple[HtmlElement, ...]
    heading_texts: tuple[str, ...]
    graph: Graph
    article: Node | None
    html_language: str
    language: str = ""  # BCP 47, declared or the profile's; "" when unknown

    def meta(self, *names: str) -> str:
        """The first filled content of the first of `names` that has one; "" for none."""
        return next((content for name in names for content in self.metas.get(name, ())), "")

    def absolute(self, href: str) -> str:
        """`href` as an absolute URL; "" when it cannot be one."""
        try:
            return urljoin(self.page.url, href.strip())
        except ValueError:
            return ""


def read_document(tree: HtmlElement, page: Page, profile: SiteProfile) -> Document:
    """The shared parts of a page, read in one walk over the few tags that matter."""
    metas: dict[str, list[str]] = {}
    links: list[HtmlElement] = []
    headings: list[HtmlElement] = []
    scripts: list[str] = []
    title_tag = ""
    for element in tree.iter("meta", "link", "h1", "title", "script"):
        if element.tag == "meta":
            _add_meta(metas, element)
        elif element.tag == "link":
            links.append(element)
        elif element.tag == "h1":
            headings.append(element)
        elif element.tag == "title":
            title_tag = title_tag or text_of(element)
        elif "ld+json" in (element.get("type") or "").lower():
            scripts.append(element.text or "")
    headings = headings[:MAX_HEADINGS]
    heading_texts = tuple(text_of(heading) for heading in headings)
    graph = read_graph(scripts)
    contents = {name: tuple(values) for name, values in metas.items()}
    known = [*heading_texts, title_tag, *contents.get("og:title", ()), *contents.get("twitter:title", ())]
    return Document(
        tree=tree,
        page=page,
        profile=profile,
        metas=contents,
        links=tuple(links),
        title_tag=title_tag,
        headings=tuple(headings),
        heading_texts=heading_texts,
        graph=graph,
        article=pick_article(graph, page.url, known),
        html_language=clean(tree.get("lang") or tree.get("xml:lang") or tree.get(XML_LANGUAGE) or ""),
    )


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


def _add_meta(metas: dict[str, list[str]], element: HtmlElement) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
    content = element.get("content") or element.get("value")
    if not name or not content or len(metas) >= MAX_METAS:
        return
    content = clean_markup(content)
    values = metas.setdefault(name.strip().lower()[:100], [])
    if content and len(values) < MAX_METAS and content not in values[:20]:
        values.append(content)


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


def class_words(element: _Element) -> str:
    """Class and id of the element in lower case, for patterns."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:500]
