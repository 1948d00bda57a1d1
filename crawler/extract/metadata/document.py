"""What the readers of single fields look at: a page's head, its JSON-LD and the surroundings of its heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.extract.metadata.elements import Near, text_of
from crawler.extract.metadata.headings import heading_text, title_headings
from crawler.extract.metadata.jsonld import Graph, Node, pick_article, read_graph
from crawler.extract.metadata.text import clean, clean_markup
from crawler.items import Page
from crawler.profiles.model import SiteProfile

MAX_METAS = 500

# One pass over the links: a second costs as much as all of the head.
MARKED_ANCHORS = XPath("descendant::a[@rel or contains(@href, 'commons.org/')]")
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


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
    marked_anchors: tuple[HtmlElement, ...]  # links with rel, and those to licences
    heading: HtmlElement | None = None  # the one that shows the title, once that is known
    near: tuple[Near, ...] = ()  # what stands around that heading
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
    scripts: list[str] = []
    title_tag = ""
    for element in tree.iter("meta", "link", "title", "script"):
        if element.tag == "meta":
            _add_meta(metas, element)
        elif element.tag == "link":
            links.append(element)
        elif element.tag == "title":
            title_tag = title_tag or text_of(element)
        elif "ld+json" in (element.get("type") or "").lower():
            scripts.append(element.text or "")
    shown = [(heading, text) for heading in title_headings(tree) if (text := heading_text(heading))]
    shown = [(heading, text) for heading, text in shown if not _leads_home(heading, page.url)]
    headings, heading_texts = tuple(heading for heading, _ in shown), tuple(text for _, text in shown)
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
        headings=headings,
        heading_texts=heading_texts,
        graph=graph,
        article=pick_article(graph, page.url, known),
        marked_anchors=tuple(cast("list[HtmlElement]", MARKED_ANCHORS(tree))),
        html_language=clean(tree.get("lang") or tree.get("xml:lang") or tree.get(XML_LANGUAGE) or ""),
    )


def _add_meta(metas: dict[str, list[str]], element: HtmlElement) -> None:
    name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
    content = element.get("content") or element.get("value")
    if not name or not content or len(metas) >= MAX_METAS:
        return
    content = clean_markup(content)
    values = metas.setdefault(name.strip().lower()[:100], [])
    if content and len(values) < MAX_METAS and content not in values[:20]:
        values.append(content)


def _leads_home(heading: HtmlElement, url: str) -> bool:
    """Whether the heading is a link to the site's home page: then it is the site's name."""
    anchors = (*heading.iter("a"), *heading.iterancestors("a"))
    href = (anchors[0].get("href") or "").strip() if anchors else ""
    if not href or href.startswith("#"):
        return False
    try:
        parts = urlsplit(urljoin(url, href))
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query
