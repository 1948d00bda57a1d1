"""Listings: pages of a section or an archive, with links to articles and to the next page."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from crawler.discovery.anchors import Anchor, base_of, is_article, read_anchors
from crawler.discovery.sieve import Sieve, stamp
from crawler.items import Found, Source, SourceReading
from crawler.urls import url_key

MAX_PAGES = 5_000  # with 20 articles each, 100,000: beyond it, a calendar that never ends
PAGE_PATH = re.compile(r"/(?P<word>page|seite|sayfa|pagina|p)/(?P<number>\d{1,5})/?$", re.ASCII)  # "/world/page/2/"
PAGE_NAMES = ("paged", "page", "p", "pg", "seite", "sayfa")  # "?page=2"
NEXT_CLASSES = frozenset({"next", "nextpostslink", "pagination-next", "pager-next", "next-page"})


def read_listing(tree: etree._Element, sieve: Sieve) -> SourceReading:
    """The articles that the page links to, in its order, and the next page as one step deeper.

    Nothing follows a page whose dated articles all lie before the window, nor one without articles.
    """
    anchors = read_anchors(tree, sieve)
    articles = [anchor for anchor in anchors if is_article(anchor, sieve)]
    further = next_page(tree, anchors, sieve) if articles and not _is_past(articles, sieve) else None
    if further is None or further.depth > MAX_PAGES:
        return SourceReading(articles_from(articles, sieve))
    return SourceReading(articles_from(articles, sieve), (further,))


def articles_from(anchors: list[Anchor], sieve: Sieve) -> tuple[Found, ...]:
    """What passes the sieve of `anchors` that lead to articles."""
    found = (
        sieve.found(anchor.url, anchor.title, published=stamp(anchor.date_raw, sieve.profile.timezone))
        for anchor in anchors
    )
    return tuple(article for article in found if article)


def next_page(tree: etree._Element, anchors: tuple[Anchor, ...], sieve: Sieve) -> Source | None:
    """The page after this one, as a listing: as the page itself says (rel=next), else by its number.

    A WordPress theme may load more by script and link nowhere: for a listing of a profile that builds on wordpress
    "/page/N/" is asked for all the same; beyond the last it answers 404.
    """
    for raw in _said_to_be_next(tree, anchors):
        source = sieve.further("listing", raw, base_of(tree, sieve))
        if source and not _is_same(source.url, sieve.page_url):
            return source
    wanted = _numbered(sieve.page_url)
    keys = {url_key(url) for url in wanted}
    linked = next((anchor.url for anchor in anchors if url_key(anchor.url) in keys), None)
    if linked is None and sieve.source.kind == "listing" and "wordpress" in sieve.profile.lineage:
        linked = wanted[0]
    return sieve.further("listing", linked) if linked else None


def _is_past(articles: list[Anchor], sieve: Sieve) -> bool:
    dates = [stamp(anchor.date_raw, sieve.profile.timezone) for anchor in articles]
    known = [value for value in dates if value]
    return bool(known) and all(sieve.window.is_before(value) for value in known)


def _said_to_be_next(tree: etree._Element, anchors: tuple[Anchor, ...]) -> list[str]:
    links = [link.get("href") or "" for link in tree.iter("link") if "next" in (link.get("rel") or "").lower().split()]
    related = [anchor.url for anchor in anchors if "next" in anchor.relations]
    styled = [anchor.url for anchor in anchors if anchor.classes & NEXT_CLASSES]
    return [*links, *related, *styled]


def _numbered(url: str) -> list[str]:
    """Where page N+1 may stand when `url` is page N: the likeliest first."""
    parts = urlsplit(url)
    if match := PAGE_PATH.search(parts.path):
        path = f"{parts.path[: match.start()]}/{match['word']}/{int(match['number']) + 1}/"
        return [urlunsplit(parts._replace(path=path))]
    query = parse_qsl(parts.query, keep_blank_values=True)
    for name in PAGE_NAMES:
        number = next((value for key, value in query if key == name and re.fullmatch(r"[0-9]{1,5}", value)), None)
        if number is not None:
            rest = [(key, value) for key, value in query if key != name]
            return [_with_query(url, [*rest, (name, str(int(number) + 1))])]
    numbered = [_with_query(url, [*query, (name, "2")]) for name in PAGE_NAMES]
    if query:  # "/?cat=3": no folders there
        return numbered
    return [urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/page/2/")), *numbered]


def _with_query(url: str, query: list[tuple[str, str]]) -> str:
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query)))


def _is_same(url: str, other: str) -> bool:
    return url_key(url) == url_key(other)
