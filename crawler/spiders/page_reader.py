"""Reads article pages: through soft redirects, and all the pages of an article that has several."""

from collections.abc import Awaitable, Callable

from crawler.errors import RetryLater
from crawler.extract import join_pages
from crawler.items import Article, Found, Page, Reading, Rejected
from crawler.run.reading import read_page
from crawler.run.run import Run
from crawler.run.site import SiteRun
from crawler.spiders.carrying import is_busy
from crawler.state.rows import DueUrl

MAX_FURTHER_PAGES = 30  # of one article; more is a gallery or a trap
MAX_SOFT_REDIRECTS = 2


class PageReader:
    """The article pages of one site's run.

    `fetch` gives a page that belongs to one in hand (its URL, and the one that was asked for); `note_found` takes
    the links of a page whose site has no better source.
    """

    def __init__(
        self,
        run: Run,
        site: SiteRun,
        fetch: Callable[[str, str], Awaitable[Page]],
        note_found: Callable[[tuple[Found, ...]], Awaitable[int]],
    ) -> None:
        self._run, self._site, self._fetch, self._note_found = run, site, fetch, note_found

    async def read(self, page: Page, due: DueUrl) -> Article | Rejected:
        """What the page is. Raises RetryLater when a part of it could not be had, and whatever a worker raises."""
        reading = await self._reading_of(page, follow=due.via == "links")
        for _ in range(MAX_SOFT_REDIRECTS):
            if reading.refresh_url is None:
                break
            page = await self._fetch(reading.refresh_url, due.url)
            reading = await self._reading_of(page, follow=False)
        if not isinstance(reading.outcome, Article) or not reading.further_pages:
            return reading.outcome
        rest = [await self._further_page(url, due.url) for url in reading.further_pages[:MAX_FURTHER_PAGES]]
        return join_pages(reading.outcome, [article for article in rest if article])

    async def _reading_of(self, page: Page, *, follow: bool) -> Reading:
        reading = await self._run.workers.run(read_page, page, self._site.profile, follow)
        if reading.found:
            await self._note_found(reading.found)
        return reading

    async def _further_page(self, url: str, requested_url: str) -> Article | None:
        """A further page of an article; None when it turns out to be none."""
        self._site.counts["further_pages"] += 1
        page = await self._fetch(url, requested_url)
        if is_busy(page.status):
            raise RetryLater(f"{url} answered {page.status}")
        outcome = (await self._reading_of(page, follow=False)).outcome
        return outcome if isinstance(outcome, Article) else None
