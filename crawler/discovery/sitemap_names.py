"""Sitemap names: where sitemaps stand when nobody says so, and which hold no articles."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from crawler.items import Source
from crawler.urls import canonical_url

# In the order of their use: Yoast and RankMath, everybody, WordPress's own, Google News.
GUESSED_PATHS = ("/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml", "/news-sitemap.xml")

# Names of sitemaps without articles. Only names that a known program gives: "sitemap-page-3.xml" is somewhere the
# third part of all articles.
NO_ARTICLES = re.compile(
    r"/wp-sitemap-(?:posts-(?:page|attachment|product)|taxonomies|users)(?:-|\.)"  # "/wp-sitemap-users-1.xml" WordPress
    r"|[?&]sitemap=(?:taxonomies|users)(?:&|$)"  # "/?sitemap=users&paged=1" WordPress with plain permalinks
    r"|[?&]sitemap-subtype=(?:page|attachment|product)(?:&|$)"
    r"|/(?:page|category|post_tag|post_format|tag|author|attachment|product|product_cat|product_tag|local)"
    r"-sitemap-?\d*\.xml"  # "/post_tag-sitemap2.xml" Yoast, RankMath, AIOSEO, SEOPress
    r"|/sitemap-(?:tax-[\w-]{1,60}|pt-page-[\w-]{1,60}|authors|archives|misc|externals)\.xml"  # Google XML Sitemaps
    r"|/sitemap[-_](?:pages|tags|categories|authors|users|topics)\.xml",  # "/sitemap-tags.xml"
    re.IGNORECASE,
)
LOOKS_LIKE_SITEMAP = re.compile(r"/[^/?]*sitemap[^/?]*\.xml(?:\.gz)?(?:\?|$)|\.xml\.gz$", re.IGNORECASE)


def sitemaps_from(robots_sitemap_urls: Iterable[str], origin: str) -> tuple[Source, ...]:
    """The sitemaps that robots.txt of `origin` names, without those that hold no articles; else the usual places.

    Any host: robots.txt may name a sitemap elsewhere (sitemaps.org, "cross submits"). What cannot be read is left out.
    """
    named: dict[str, Source] = {}
    for raw in robots_sitemap_urls:
        try:
            url = urljoin(f"{origin}/", raw.strip())
            if "@" in urlsplit(url).netloc:  # a user name: never sent, so never asked for
                continue
            url = canonical_url(url)
        except ValueError:
            continue
        named[url] = Source("sitemap", url)
    if not named:
        return tuple(Source("sitemap", f"{origin}{path}") for path in GUESSED_PATHS)
    return tuple(source for source in named.values() if not holds_no_articles(source.url))


def holds_no_articles(url: str) -> bool:
    """Whether the sitemap at `url` lists pages, categories, tags or people only, by its name."""
    parts = urlsplit(url)
    return bool(NO_ARTICLES.search(unquote(parts.path) + (f"?{parts.query}" if parts.query else "")))


def looks_like_sitemap(url: str) -> bool:
    """Whether `url`, listed among articles, is a sitemap by its name."""
    return bool(LOOKS_LIKE_SITEMAP.search(url))
