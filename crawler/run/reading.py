"""What runs inside a worker: foreign bytes in, readings out."""

import pickle
from dataclasses import dataclass, replace
from functools import lru_cache

from crawler.bounds import DEFAULT, Bounds
from crawler.dates import Window
from crawler.discovery import read_source
from crawler.errors import NewskeepError
from crawler.extract import SiteMemory, read_article
from crawler.extract.memory import lines_of
from crawler.items import Article, Page, Reading, Source, SourceReading
from crawler.profiles.model import SiteProfile

__all__ = ["Guide", "read_named", "read_page", "read_page_by"]

GUIDES_KEPT = 32  # unpacked in a worker; more sites than that are never crawled at once


@dataclass(frozen=True, slots=True)
class Guide:
    """What the pages of a site are read by. `packed` is the same for a worker, which unpacks it at the first page.

    A profile is 35 KB in some hundred objects: sent as objects with every page, it cost parent and worker 0.2 ms each.
    """

    profile: SiteProfile
    memory: SiteMemory
    packed: bytes

    @classmethod
    def of(cls, profile: SiteProfile, memory: SiteMemory) -> "Guide":
        return cls(profile, memory, pickle.dumps((profile, memory)))


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

    With `links_depth`, the links on it that may be articles, too, as found that many hops from the site's sources. Its
    article has its `memory_lines` unless further pages are to be joined to it.
    Without `large` raises TooLargeForNow for a page beyond `bounds.large_bytes`.
    """
    reading = read_article(page, profile, memory, replace(bounds, large_bytes=None) if large else bounds)
    if isinstance(reading.outcome, Article) and not reading.further_pages:
        lines = tuple(lines_of(reading.outcome))  # here, as the parent is one process for all workers
        reading = replace(reading, outcome=replace(reading.outcome, memory_lines=lines))
    if links_depth is None:
        return reading
    try:
        found = read_source(Source("links", page.url, links_depth), page, profile, Window(), bounds).found
    except NewskeepError:  # the page has its answer; that its links cannot be read changes nothing about it
        found = ()
    return replace(reading, found=found)


def read_named(
    source: Source, page: Page, profile: SiteProfile, window: Window, bounds: Bounds, large: bool
) -> SourceReading:
    """What `page`, the answer of `source`, says. Without `large` raises TooLargeForNow as `read_page` does."""
    return read_source(source, page, profile, window, replace(bounds, large_bytes=None) if large else bounds)
