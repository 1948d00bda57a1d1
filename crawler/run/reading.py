"""What runs inside a worker: foreign bytes in, readings out."""

from dataclasses import replace

from crawler.dates import Window
from crawler.discovery import read_source
from crawler.errors import NewskeepError
from crawler.extract import SiteMemory, read_article
from crawler.items import Page, Reading, Source
from crawler.profiles.model import SiteProfile

__all__ = ["read_page", "read_source"]


def read_page(page: Page, profile: SiteProfile, memory: SiteMemory, follow: bool) -> Reading:
    """The reading of an article page, less what `memory` knows as furniture.

    With `follow`, the links on it that may be articles, too.
    """
    reading = read_article(page, profile, memory)
    if not follow:
        return reading
    try:
        found = read_source(Source("links", page.url), page, profile, Window()).found
    except NewskeepError:  # the page has its answer; that its links cannot be read changes nothing about it
        found = ()
    return replace(reading, found=found)
