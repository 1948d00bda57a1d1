"""What runs inside a worker: foreign bytes in, readings out."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from crawler.bodies import decoded_body
from crawler.bounds import DEFAULT, Bounds
from crawler.dates import Window
from crawler.discovery.reading import read_source
from crawler.errors import NewskeepError
from crawler.extract.article import read_article
from crawler.extract.furniture import lines_of
from crawler.extract.join import join_pages
from crawler.extract.memory import SiteMemory
from crawler.items import Article, Page, Reading, Source, SourceReading
from crawler.profiles.model import SiteProfile
from crawler.tdmrep import MAX_BYTES, LocationRule, read_tdmrep

GUIDES_KEPT = 32  # unpacked in a worker; more sites than that are never crawled at once


def read_page_by(packed: bytes, page: Page, links_depth: int | None, bounds: Bounds, large: bool) -> Reading:
    """What `read_page` gives by the Guide that `packed` is of."""
    return read_page(page, *_unpacked(packed), links_depth, bounds, large)


@lru_cache(maxsize=GUIDES_KEPT)
def _unpacked(packed: bytes) -> tuple[SiteProfile, SiteMemory]:
    profile, memory = pickle.loads(packed)  # noqa: S301 - the parent's own, by its own pipe
    return profile, memory


def read_page(
    page: Page, profile: SiteProfile, memory: SiteMemory,
    links_depth: int | None = None, bounds: Bounds = DEFAULT, large: bool = True,
) -> Reading:  # fmt: skip
    """The reading of an article page, less what `memory` knows as furniture.

    With `links_depth`, the links on it that may be articles, too, as found that many hops from the site's sources.
    Without `large` raises TooLargeForNow for a page beyond `bounds.large_bytes`.
    """
    reading = read_article(page, profile, memory, replace(bounds, large_bytes=None) if large else bounds)
    if isinstance(reading.outcome, Article) and not reading.further_pages:
        reading = replace(reading, outcome=_counted(reading.outcome))
    if links_depth is None:
        return reading
    try:
        found = read_source(Source("links", page.url, links_depth), page, profile, Window(), bounds).found
    except NewskeepError:  # the page has its answer; that its links cannot be read changes nothing about it
        found = ()
    return replace(reading, found=found)


def read_joined(first: Article, rest: Sequence[Article]) -> Article:
    """The article whose further pages are `rest`, read by `read_page` as `first` was."""
    return _counted(join_pages(first, rest))


def _counted(article: Article) -> Article:
    # In a worker, as the parent is one process for all of them.
    return replace(article, memory_lines=tuple(lines_of(article)))


def read_named(
    source: Source, page: Page, profile: SiteProfile, window: Window, bounds: Bounds, large: bool
) -> SourceReading:
    """What `page`, the answer of `source`, says. Without `large` raises TooLargeForNow as `read_page` does."""
    return read_source(source, page, profile, window, replace(bounds, large_bytes=None) if large else bounds)


def read_reservations(page: Page) -> tuple[LocationRule, ...]:
    """The rules of a tdmrep.json. Raises ValueError for another file, and as `decoded_body` does."""
    return read_tdmrep(decoded_body(page, MAX_BYTES))
