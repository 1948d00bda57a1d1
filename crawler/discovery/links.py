"""Links: the last resort. Article-looking links of any page, and section-looking ones to go on with."""

import re

from lxml import etree

from crawler.dates import Window
from crawler.discovery.anchors import Anchor, is_article, read_anchors
from crawler.discovery.listing import articles_from, next_page
from crawler.discovery.sieve import Sieve
from crawler.discovery.trap_url import trap_sign
from crawler.items import Found, Source, SourceReading
from crawler.profiles.model import SiteProfile
from crawler.urls import url_key

MAX_DEPTH = 3  # section, subsection, what stands below it
MAX_LEFT = 20  # links told of that were not followed
ENDLESS = frozenset({"session ids", "endless path"})  # signs of traps that no section of a sound site has
MAX_SECTIONS = 100  # of one page; large papers have some 60 in their menus
MAX_SECTION_SEGMENTS = 3  # "/en/world/africa/"
MAX_LABEL_WORDS = 4  # "Arts and Culture"; longer texts are headlines

# Neither articles nor ways to articles. Tags, categories and authors are refused as articles, but good as sections.
NO_SECTION = re.compile(
    r"\.(?!html?(?:\?|$)|php(?:\?|$)|aspx?(?:\?|$))[a-z0-9]{2,5}(?:\?|$)"  # "/report.pdf", "/photo.jpg?w=100"
    r"|/(?:feed|rss|atom|wp-json|wp-admin|wp-content|cdn-cgi|api|amp)(?:/|\?|$)"  # "/world/feed/"
    r"|/(?:wp-)?(?:log-?in|log-?out|sign-?in|sign-?up|register|subscribe|account|search|cart|print|share|donate)"
    r"(?:\.php)?(?:/|\?|$)"  # "/wp-login.php", "/search/"
    r"|/(?:about|about-us|contact|contact-us|privacy|privacy-policy|terms|imprint|impressum|cookies?)/?(?:\?|$)"
    r"|/page/\d|[?&]paged?="  # the pages after a section's first are found from it
    r"|[?&](?:s|q|search|replytocom|share|print|action|redirect_to)=",  # "/?s=word", "?replytocom=12"
    re.IGNORECASE,
)


def read_links(tree: etree._Element, sieve: Sieve) -> SourceReading:
    """The page's links to articles, its next page as a listing (which goes on by itself), and links to sections."""
    anchors = read_anchors(tree, sieve)
    articles = [anchor for anchor in anchors if is_article(anchor, sieve)]
    following = next_page(tree, anchors, sieve) if articles else None
    sections = section_sources(anchors, sieve)
    further = (following, *sections) if following else sections
    return SourceReading(articles_from(articles, sieve), further, left=left_links(anchors, sieve))


def article_links(tree: etree._Element, page_url: str, profile: SiteProfile) -> tuple[Found, ...]:
    """The links of any page that may be articles of the site, in the page's order. `via` is "links"."""
    sieve = Sieve(Source("links", page_url), profile, Window(), page_url)
    return articles_from([anchor for anchor in read_anchors(tree, sieve) if is_article(anchor, sieve)], sieve)


def section_sources(anchors: tuple[Anchor, ...], sieve: Sieve) -> tuple[Source, ...]:
    """The links that look like sections, as "links" sources one step deeper; none beyond MAX_DEPTH."""
    if sieve.source.depth >= MAX_DEPTH:
        return ()
    here = url_key(sieve.page_url)
    sections = (
        sieve.further("links", anchor.url)
        for anchor in anchors
        if _is_section(anchor)
        and trap_sign(anchor.url) not in ENDLESS
        and not is_article(anchor, sieve)
        and url_key(anchor.url) != here
    )
    return tuple(section for section in sections if section)[:MAX_SECTIONS]


def left_links(anchors: tuple[Anchor, ...], sieve: Sieve) -> tuple[str, ...]:
    """The links that `section_sources` passes over for a sign of a trap, and of those too deep the ones with a sign."""
    too_deep = sieve.source.depth >= MAX_DEPTH
    signs = ((anchor.url, trap_sign(anchor.url)) for anchor in anchors if not is_article(anchor, sieve))
    return tuple(url for url, sign in signs if sign in ENDLESS or (sign and too_deep))[:MAX_LEFT]


def _is_section(anchor: Anchor) -> bool:
    path = anchor.url.split("/", 3)[3]
    segments = [segment for segment in path.partition("?")[0].split("/") if segment]
    is_short = len(segments) <= MAX_SECTION_SEGMENTS and len(anchor.title.split()) <= MAX_LABEL_WORDS
    return is_short and not NO_SECTION.search(f"/{path}")
