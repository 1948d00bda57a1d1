"""A home page: which feeds, which API and which sections a site known by its URL alone has."""

import re

from lxml import etree

from crawler.discovery.anchors import base_of, read_anchors
from crawler.discovery.links import section_sources
from crawler.discovery.sieve import Sieve
from crawler.discovery.wordpress import posts_source
from crawler.items import Source, SourceReading

MAX_FEEDS = 20
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
API_RELATION = "https://api.w.org/"
COMMENT_FEED = re.compile(r"/comments?(?:/|$|\?)|[?&]feed=comments|withcomments=", re.IGNORECASE)  # "/comments/feed/"
# <https://daily.example/wp-json/>; rel="https://api.w.org/"
LINK_HEADER = re.compile(r'<([^<>]{1,2000})>\s{0,10};\s{0,10}rel="?https://api\.w\.org/"?')
WORDPRESS_ASSET = re.compile(r"/wp-(?:content/(?:themes|plugins)|includes)/")  # "/wp-content/themes/x/style.css"


def read_site(tree: etree._Element, link_header: str, sieve: Sieve) -> SourceReading:
    """The sources that a home page tells of: the WordPress API, feeds, and last, for when nothing else gives articles,
    the page itself and its sections as "links".

    `profile` is "wordpress" when the site is one, whether or not its API is announced.
    """
    base = base_of(tree, sieve)
    links = [link for link in tree.iter("link") if link.get("href")]
    sources: list[Source] = []
    api = sieve.further("wordpress", _api_root(links, link_header), base)
    if api:
        sources.append(posts_source(api.url, sieve.window, api.depth))
    sources += _feeds(links, base, sieve)
    home = sieve.further("links", sieve.page_url)
    sources += [home] if home else []
    sources += section_sources(read_anchors(tree, sieve), sieve)
    is_wordpress = api is not None or _is_wordpress(tree, links)
    return SourceReading(further=tuple(dict.fromkeys(sources)), profile="wordpress" if is_wordpress else None)


def _api_root(links: list[etree._Element], link_header: str) -> str:
    if match := LINK_HEADER.search(link_header):
        return match[1]
    return next((link.get("href") or "" for link in links if API_RELATION in (link.get("rel") or "").split()), "")


def _feeds(links: list[etree._Element], base: str, sieve: Sieve) -> list[Source]:
    feeds: list[Source] = []
    for link in links:
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" not in relations or kind not in FEED_TYPES:
            continue
        feed = sieve.further("feed", link.get("href") or "", base)
        if feed and not COMMENT_FEED.search(feed.url) and feed not in feeds:
            feeds.append(feed)
    return feeds[:MAX_FEEDS]


def _is_wordpress(tree: etree._Element, links: list[etree._Element]) -> bool:
    for meta in tree.iter("meta"):
        if (meta.get("name") or "").lower() == "generator" and (meta.get("content") or "").startswith("WordPress"):
            return True
    assets = [link.get("href") or "" for link in links] + [script.get("src") or "" for script in tree.iter("script")]
    return any(WORDPRESS_ASSET.search(asset) for asset in assets)
