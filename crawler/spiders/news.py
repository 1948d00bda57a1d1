"""The news spider: one site, driven by its profile. It carries values between Scrapy, the workers and the state."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.discovery import sitemaps_from
from crawler.errors import NewskeepError, RetryLater, SourceChanged
from crawler.extract import join_pages
from crawler.items import Article, Found, Page, Reading, Rejected, Source
from crawler.middlewares.robots import RobotsMiddleware
from crawler.middlewares.unfetched import failure_of
from crawler.profiles import load_profile, rebase
from crawler.run.ask import Ask
from crawler.run.reading import read_page, read_source
from crawler.run.run import Run
from crawler.run.site import SiteRun
from crawler.run.workers import NoWorkers, WorkerTimeout
from crawler.spiders.feeder import Feeder, FeedLimits
from crawler.state.rows import DueUrl
from crawler.urls import host_of, origin_of, url_key

logger = logging.getLogger(__name__)

MAX_FURTHER_PAGES = 30  # of one article; more is a gallery or a trap
MAX_SOFT_REDIRECTS = 2
GONE = (404, 410)


class NewsSpider(Spider):
    """Reads the profile's sources, fetches what is due, and yields an Article or a Rejected for every page."""

    name = "news"

    def __init__(self, run: Run, site: SiteRun, limits: FeedLimits) -> None:
        super().__init__()
        self.run, self.site = run, site
        self.feeder = Feeder(site, run.state, limits, run.clock)
        self._guesses: set[str] = set()  # sitemaps that nobody named
        site.answered = self.feeder.page_done

    @classmethod
    def from_crawler(cls, crawler: Crawler, site: str | SiteRun, run: Run | None = None, _job: str = "") -> Self:
        """The spider of `site`, whose profile becomes this crawler's settings.

        With a Run it is one of that Run's sites. Without (`scrapy crawl news -a site=NAME`) it makes a Run of its own.
        `_job` is scrapyd's name for the run, which it hands to every spider.
        """
        own_run = run is None
        if run is None:
            run = Run(crawler.settings, Path(crawler.settings["OUTPUT"]), lambda: datetime.now(UTC))
        opened = run.open_site(load_profile(site), Ask()) if isinstance(site, str) else site
        apply_profile(crawler, opened)
        concurrency = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        limits = FeedLimits(
            pages=4 * concurrency + crawler.settings.getint("FEED_AHEAD"),
            sources=crawler.settings.getint("SOURCES_AT_ONCE"),
            depth=crawler.settings.getint("SOURCE_MAX_DEPTH"),
            listing_pages=crawler.settings.getint("LISTING_MAX_PAGES"),
        )
        spider = cls(run, opened, limits)
        spider._set_crawler(crawler)
        if own_run:
            crawler.signals.connect(spider._close_own_run, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        if self.site.ask.targets:
            for url in self.site.ask.targets:
                yield self._page_request(DueUrl(url_key(url), url, None, "asked for", None))
            return
        self.feeder.add_sources(self.site.profile.sources)
        async for wanted in self.feeder.feed():
            yield self._source_request(wanted) if isinstance(wanted, Source) else self._page_request(wanted)

    # Sources.

    def _source_request(self, source: Source) -> Request:
        return Request(
            source.url,
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"source": source},
            meta={
                "as_served": True,
                "is_source": True,
                "download_maxsize": self.crawler.settings.getint("SOURCE_MAX_BYTES"),
            },
            dont_filter=True,
            priority=1,
        )

    async def parse_source(self, response: Response, source: Source) -> AsyncIterator[Request]:
        """Take what a source names into the state. Yields nothing: the feeder gives out what is due."""
        try:
            await self._read_source(page_of(response), source)
        except NoWorkers as error:
            self.site.fault = error
            self.site.stop("fault")
        except NewskeepError as error:
            self._note_source_failure(source, str(error))
        except Exception as error:  # the outermost loop of a source: the crawl goes on without it
            logger.exception("source failed site=%s url=%s", self.site.profile.name, source.url)
            self._note_source_failure(source, f"a fault of newskeep's own: {error!r}")
        finally:
            self.feeder.source_done()
        return
        yield

    async def source_failed(self, failure: TwistedFailure) -> None:
        """Note why a source could not be fetched."""
        source = failure.request.cb_kwargs["source"]  # type: ignore[attr-defined]  # Scrapy sets it
        self._note_source_failure(source, failure_of(_error(failure)).detail)
        if source.kind == "site":
            await self._add_sitemaps(source.url)
        self.feeder.source_done()

    async def _read_source(self, page: Page, source: Source) -> None:
        self.site.counts["sources"] += 1
        if source.kind == "site":
            self.site.admit_host(host_of(page.url))
            await self._add_sitemaps(page.url)
        profile = self.site.profile
        if page.status in GONE and (source.depth or source.url in self._guesses):
            return  # past the last page of a list, or no sitemap of that name: no news to anybody
        if page.status >= 400:
            raise SourceChanged(f"answered {page.status}")
        window = self.site.ask.window
        reading = await self.run.workers.run(read_source, source, page, profile, window)
        if reading.profile and reading.profile not in profile.lineage:
            logger.info("site=%s is a %s site", profile.name, reading.profile)
            self.site.profile = rebase(profile, reading.profile)
        new = await self._note_found(reading.found)
        logger.info(
            "source read site=%s kind=%s url=%s found=%d new=%d", profile.name, source.kind, source.url,
            len(reading.found), new,
        )  # fmt: skip
        # Pages of a list are newest first: the first without anything new ends it.
        is_paged = source.kind in ("listing", "feed", "wordpress")
        if not is_paged or new or self.site.ask.refetch:
            self.feeder.add_sources(reading.further)

    async def _add_sitemaps(self, home_url: str) -> None:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        rules = await robots.rules_for(home_url) if robots else None
        named = rules.sitemaps if rules else ()
        sitemaps = sitemaps_from(named, origin_of(home_url))
        if not named:
            self._guesses.update(source.url for source in sitemaps)
        self.feeder.add_sources(sitemaps)

    def _note_source_failure(self, source: Source, detail: str) -> None:
        self.site.counts["source_failures"] += 1
        self.site.source_failures.append(f"{source.kind} {source.url}: {detail}")
        logger.info("source failed site=%s url=%s reason=%s", self.site.profile.name, source.url, detail)

    # Pages.

    def _page_request(self, due: DueUrl) -> Request:
        self.site.counts["asked"] += 1
        return Request(
            due.url,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"due": due},
            meta={"as_served": True, "requested_url": due.url},
            dont_filter=True,
        )

    async def parse_page(self, response: Response, due: DueUrl) -> AsyncIterator[Article | Rejected]:
        """Yield what the page is: an article, or a reject with its reason. Its errors go to the site's counts."""
        self.site.counts["fetched"] += 1
        if is_busy(response.status):
            self.site.fail(due.url, f"http_{response.status}", "the server could not answer", retry=True)
            return
        try:
            outcome = await self._read_page(page_of(response), due)
        except NoWorkers as error:
            self.site.fault = error
            self.site.stop("fault")
            self.site.fail(due.url, "no_workers", str(error), retry=True)
        except WorkerTimeout as error:
            self.site.fail(due.url, "extraction_timeout", str(error), retry=False)
        except RetryLater as error:
            self.site.fail(due.url, "cut_off", str(error), retry=True)
        except NewskeepError as error:
            self.site.fail(due.url, "unreadable", str(error), retry=True)
        except Exception as error:  # the outermost loop of a page: the crawl goes on without it
            logger.exception("page failed site=%s url=%s", self.site.profile.name, due.url)
            self.site.fail(due.url, "internal", repr(error), retry=True)
        else:
            yield replace(outcome, found_via=due.via)

    async def page_failed(self, failure: TwistedFailure) -> None:
        """Count a page that gave no response, for whatever reason."""
        due = failure.request.cb_kwargs["due"]  # type: ignore[attr-defined]  # Scrapy sets it
        failed = failure_of(_error(failure))
        self.site.fail(due.url, failed.reason, failed.detail, retry=failed.retry)

    async def _read_page(self, page: Page, due: DueUrl) -> Article | Rejected:
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
        reading = await self.run.workers.run(read_page, page, self.site.profile, follow)
        if reading.found:
            await self._note_found(reading.found)
        return reading

    async def _note_found(self, found: tuple[Found, ...]) -> int:
        """Take `found` into the state; how many of them are due by it."""
        site = self.site
        add = self.run.state.add_found
        named, due = await asyncio.to_thread(add, site.profile.name, found, self.run.clock(), site.started)
        site.counts["found"] += named
        site.counts["due"] += due
        return due

    async def _further_page(self, url: str, requested_url: str) -> Article | None:
        """A further page of an article; None when it turns out to be none."""
        self.site.counts["further_pages"] += 1
        page = await self._fetch(url, requested_url)
        if is_busy(page.status):
            raise RetryLater(f"{url} answered {page.status}")
        outcome = (await self._reading_of(page, follow=False)).outcome
        return outcome if isinstance(outcome, Article) else None

    async def _fetch(self, url: str, requested_url: str) -> Page:
        """A page that belongs to one in hand. Raises RetryLater when it cannot be had."""
        request = Request(url, meta={"as_served": True, "requested_url": requested_url}, dont_filter=True)
        try:
            return page_of(await self.crawler.engine.download_async(request))
        except Exception as error:
            raise RetryLater(f"{url}: {failure_of(error).detail}") from error

    async def _close_own_run(self) -> None:
        await self.run.close_site(self.site, 0)
        await self.run.close()


def _error(failure: TwistedFailure) -> BaseException:
    return failure.value or RuntimeError("a failure without an error")


def is_busy(status: int) -> bool:
    """Whether a status says nothing about the page, only that this was no moment to ask."""
    return status == 429 or status >= 500


def page_of(response: Response) -> Page:
    """The response as a value, its body as it was served."""
    return Page(
        url=response.url,
        requested_url=response.meta.get("requested_url", response.url),
        status=response.status,
        headers=tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ),
        body=response.body,
        fetched_at=datetime.now(UTC),
    )


def apply_profile(crawler: Crawler, site: SiteRun) -> None:
    """Make the profile's manners this crawler's settings; the command line's come before them."""
    politeness, network = site.profile.politeness, site.profile.network
    values: dict[str, Any] = {
        "DOWNLOAD_DELAY": politeness.delay_s,
        "CONCURRENT_REQUESTS_PER_DOMAIN": politeness.concurrency,
        "DOWNLOAD_VERIFY_CERTIFICATES": None if network.verify_tls else False,
        "USER_AGENT": f"{crawler.settings['USER_AGENT']} (+{politeness.contact})" if politeness.contact else None,
    }
    for name, value in values.items():
        if value is not None:
            crawler.settings.set(name, value, priority="spider")
    if not network.verify_tls:
        logger.warning("TLS certificates are not verified, as the profile says site=%s", site.profile.name)
