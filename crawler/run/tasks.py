"""What the process of a crawl asks its workers to do; each function is that of crawler/run/reading.py.

They load it where they run, in a worker that has it already. The process that only names them would need 0.4 s more for
its start, and 16 MB.
"""

from collections.abc import Sequence

from crawler.bounds import Bounds
from crawler.dates import Window
from crawler.items import Article, Page, Reading, Source, SourceReading
from crawler.profiles.model import SiteProfile
from crawler.tdmrep import LocationRule


def read_page_by(packed: bytes, page: Page, links_depth: int | None, bounds: Bounds, large: bool) -> Reading:
    """The reading of an article page by the Guide that `packed` is of. Without `large` raises TooLargeForNow."""
    from crawler.run import reading

    return reading.read_page_by(packed, page, links_depth, bounds, large)


def read_joined(first: Article, rest: Sequence[Article]) -> Article:
    """The article whose further pages are `rest`."""
    from crawler.run import reading

    return reading.read_joined(first, rest)


def read_named(
    source: Source, page: Page, profile: SiteProfile, window: Window, bounds: Bounds, large: bool
) -> SourceReading:
    """What `page`, the answer of `source`, says. Without `large` raises TooLargeForNow."""
    from crawler.run import reading

    return reading.read_named(source, page, profile, window, bounds, large)


def read_reservations(page: Page) -> tuple[LocationRule, ...]:
    """The rules of a tdmrep.json. Raises ValueError for another file, and as `decoded_body` does."""
    from crawler.run import reading

    return reading.read_reservations(page)
