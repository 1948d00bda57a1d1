"""Where a page leads: the article's other pages, and the page that it only sends the reader on to."""

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.links import absolute
from crawler.urls import url_key

CLASSES = etree.XPath("//@class", smart_strings=False)

MAX_PAGES = 50
MAX_REFRESH_S = 5  # a longer wait is meant for people who read on, or for live pages that reload themselves
REFRESH = re.compile(
    r"^\s*(?P<seconds>\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']+)", re.IGNORECASE
)

# Links that may lead to the article's other pages: WordPress's <!--nextpage-->, old themes' page-link, rel=next.
PAGE_LINK = re.compile(
    r"(?:^|\s)(?:post-page-numbers|page-links?|post-pagination|article-pagination|pagelink)(?:\s|$)", re.IGNORECASE
)


def further_pages(tree: HtmlElement, base: str, url: str) -> tuple[str, ...]:
    """The URLs of the other pages of the article at `url`, in the order of their numbers, this page not among them.

    Only a link with the same address but for a page number counts, so that neither comment pages nor the next
    article come along, nor all pages on one.
    """
    _, found = _pages(tree, base, url)
    return tuple(found[number] for number in sorted(found))


def first_page(tree: HtmlElement, base: str, url: str) -> str | None:
    """The URL of the first page when `url` is a later one of an article of several; else None."""
    if _numbered(url)[2] == 1:
        return None
    number, found = _pages(tree, base, url)
    return found.get(1) if number > 1 else None


def refresh_target(tree: HtmlElement, base: str, url: str) -> str | None:
    """The page that a meta refresh of at most MAX_REFRESH_S seconds leads to, unless it is this one."""
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = REFRESH.match(meta.get("content") or "")
        if next(meta.iterancestors("noscript"), None) is not None:
            continue  # for browsers without script, which the page asks for, not for us
        if match is None or int(match["seconds"]) > MAX_REFRESH_S:
            continue
        target = absolute(base, match["url"])
        if target is None:
            continue
        try:
            if url_key(target) != url_key(url):
                return target
        except ValueError:
            continue
    return None


def _pages(tree: HtmlElement, base: str, url: str) -> tuple[int, dict[int, str]]:
    """The number of the page at `url`, and the URLs of the others by theirs."""
    own, own_stem, own_number = _numbered(url)
    targets = [(target, *_numbered(target)) for href in _candidates(tree) if (target := absolute(base, href))]
    if any(stem == own != address for _, address, stem, _ in targets):
        own_stem, own_number = own, 1  # its own address ends in a number: /archives/29, with /archives/29/2
    elif own_number > 1 and all(address != own_stem for _, address, _, _ in targets):
        return (
            own_number,
            {},
        )  # no later page without a link to the first one: /archives/30 is another than /archives/29
    found: dict[int, str] = {}
    for target, address, stem, number in targets:
        if address == own_stem:
            stem, number = own_stem, 1  # the first page has no number
        if stem == own_stem and number != own_number and 1 <= number <= MAX_PAGES:
            found.setdefault(number, target.split("#", 1)[0])
    return own_number, found


def _candidates(tree: HtmlElement) -> Iterator[str]:
    # Most pages have no class of the kind, and then no link needs to be looked at.
    names = "\n".join(cast("list[str]", CLASSES(tree)))
    for link in tree.iter("a", "link") if PAGE_LINK.search(names) else tree.iter("link"):
        href = link.get("href")
        if not href:
            continue
        if link.tag == "link":
            if "next" in (link.get("rel") or "").lower().split():
                yield href
            continue
        if PAGE_LINK.search(link.get("class") or "") or any(
            PAGE_LINK.search(above.get("class") or "") for above in _around(link)
        ):
            yield href


def _around(link: HtmlElement) -> Iterator[HtmlElement]:
    above = link.getparent()
    for _ in range(3):
        if above is None:
            return
        yield above
        above = above.getparent()


def _numbered(url: str) -> tuple[str, str, int]:
    """Address for comparing, the same without its page number, and the number: 1 when it has none."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    rest = sorted((name, value) for name, value in query if name != "page" or not value.isdecimal())
    place = (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/")
    address = f"{place}?{sorted(query)}"
    number = next((value for name, value in query if name == "page"), "")
    if number.isdecimal() and len(number) <= 2:
        return address, f"{place}?{rest}", int(number)
    # "/slug/2/" is page two of "/slug/"; "/2024/05/" is no page number, but then its stem is no article's either.
    if match := re.match(r"^(?P<stem>[^/]*/.+?)/(?P<number>[2-9]|[1-4]\d)$", place):
        return address, f"{match['stem']}?{rest}", int(match["number"])
    return address, f"{place}?{rest}", 1
