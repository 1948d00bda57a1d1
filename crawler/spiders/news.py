"""The news spider: one site, driven by its profile. It carries values between Scrapy, the workers and the state."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawler.dates import utc_stamp
from crawler.errors import CannotWrite, NewskeepError, RetryLater, SourceChanged
from crawler.items import Article, Page, Rejected, Reservation, Source
from crawler.middlewares.intake import TYPE
from crawler.middlewares.robots import RobotsMiddleware, Rules
from crawler.middlewares.unfetched import Failure, failure_of
from crawler.profiles import load_profile
from crawler.run.ask import Ask
from crawler.run.forgotten import REASON
from crawler.run.proxies import refuse_proxies
from crawler.run.run import Run
from crawler.run.site import SiteRun
from crawler.run.workers import NoWorkers, WorkerDied, WorkerOutOfMemory, WorkerTimeout
from crawler.spiders.carrying import (
    apply_profile,
    carried,
    conditional_headers,
    is_turned_away,
    page_of,
    rejected,
    validators_of,
)
from crawler.spiders.feeder import Feeder, FeedLimits
from crawler.spiders.page_reader import Fetched, PageReader
from crawler.spiders.reservations import Reservations
from crawler.spiders.source_reader import NOT_MODIFIED, SourceReader
from crawler.state.rows import DueUrl, Validators
from crawler.tdmrep import MAX_BYTES as TDMREP_MAX_BYTES
from crawler.urls import url_key

logger = logging.getLogger(__name__)


class NewsSpider(Spider):
    """Reads the profile's sources, fetches what is due, and yields an Article or a Rejected for every page."""

    name = "news"

    def __init__(self, run: Run, site: SiteRun, limits: FeedLimits) -> None:
        super().__init__()
        self.run, self.site = run, site
        self.feeder = Feeder(site, run.state, limits)
        self.sources = SourceReader(run, site, self.feeder, self._rules_for)
        self.reservations = Reservations(self._fetch_reservations, run.workers)
        self.pages = PageReader(run, site, self._fetch, self.sources.note_found, self._reservation_for, limits.depth)
        site.answered = self.feeder.page_done

    @classmethod
    def from_crawler(cls, crawler: Crawler, site: str | SiteRun, run: Run | None = None, _job: str = "") -> Self:
        """The spider of `site`, whose profile becomes this crawler's settings.

        With a Run it is one of that Run's sites. Without (`scrapy crawl news -a site=NAME`) it makes a Run of its own.
        `_job` is scrapyd's name for the run, which it hands to every spider.
        """
        own_run = run is None
        profile = load_profile(site) if isinstance(site, str) else site.profile
        if run is None:
            refuse_proxies(source.url for source in profile.sources)
            run = Run(crawler.settings, Path(crawler.settings["OUTPUT"]), lambda: datetime.now(UTC))
        opened = run.open_site(profile, Ask()) if isinstance(site, str) else site
        apply_profile(crawler, opened)
        concurrency = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        limits = FeedLimits(
            pages=crawler.settings.getint("FEED_AHEAD") * (concurrency + run.workers.jobs),
            sources=crawler.settings.getint("SOURCES_AT_ONCE"),
            depth=opened.profile.bounds.depth or crawler.settings.getint("SOURCE_MAX_DEPTH"),
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
                due = DueUrl(url_key(url), url, None, "asked for")
                self.site.in_hand[due.key] = due
                yield self._page_request(due)
            return
        self.feeder.add_sources(self.site.profile.sources)
        async for wanted in self.feeder.feed():
            if isinstance(wanted, DueUrl):
                if self._asks_reservations:
                    self.reservations.ask(wanted.url)
                yield self._page_request(wanted)
            elif (validators := self.sources.validators(wanted)) is not None:
                yield self._source_request(wanted, validators)
            else:
                self.feeder.source_done()

    def _source_request(self, source: Source, validators: Validators) -> Request:
        return Request(
            source.url,
            callback=self.parse_source,
            errback=self.source_failed,
            headers=conditional_headers(validators),
            cb_kwargs={"source": source},
            meta={
                "is_source": True,
                "wants": source.kind,
                "max_bytes": self.crawler.settings.getint(
                    "SITEMAP_MAX_BYTES" if source.kind == "sitemap" else "BODY_MAX_BYTES"
                ),
            },
            dont_filter=True,
            priority=1,
        )

    async def parse_source(self, response: Response, source: Source) -> AsyncIterator[Request]:
        """Take what a source names into the state. Yields nothing: the feeder gives out what is due."""
        try:
            with self._faults_noted():
                if response.meta["stopped_for"] == TYPE and response.status < 400:
                    raise SourceChanged(f"answered with {page_of(response).header('content-type')!r}")
                await self.sources.read(page_of(response), source)
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
        self._note_source_failure(source, self._failure_of(failure).detail)
        if source.kind == "site":
            await self.sources.add_sitemaps(source.url)
        self.feeder.source_done()

    def _note_source_failure(self, source: Source, detail: str) -> None:
        self.site.counts["source_failures"] += 1
        self.site.nothing_from(source.url)
        self.site.source_failures.append(f"{source.kind} {source.url}: {detail}")
        logger.info("source failed site=%s url=%s reason=%s", self.site.profile.name, source.url, detail)

    def _page_request(self, due: DueUrl) -> Request:
        self.site.counts["asked"] += 1
        # Only of a page that gave an article can "not modified" be an answer.
        asks_if_changed = due.record_id is not None and not self.site.ask.refetch
        return Request(
            due.url,
            callback=self.parse_page,
            errback=self.page_failed,
            headers=conditional_headers(due.validators) if asks_if_changed else None,
            cb_kwargs={"due": due},
            meta={"wants": "page", "requested_url": due.url},
            dont_filter=True,
        )

    async def parse_page(self, response: Response, due: DueUrl) -> AsyncIterator[Article | Rejected]:
        """Yield what the page is: an article, or a reject with its reason. Its errors go to the site's counts."""
        self.site.counts["fetched"] += 1
        page = page_of(response)
        if page.status == NOT_MODIFIED:
            self.site.unmodified(due, page.url, page.fetched_at)
            return
        if response.meta["stopped_for"] == TYPE and page.status < 400:
            kind = page.header("content-type")
            yield carried(
                rejected(page, self.site.profile, "not_html", f"{kind}: dropped after its headers"), due, None
            )
            return
        if is_turned_away(page.status):
            self.site.fail(due.url, f"http_{page.status}", "not to be had now", retry=True)
            return
        try:
            with self._faults_noted():
                answer = await self.pages.read(page, response.meta.get("archive"), due)
        except (CannotWrite, NoWorkers) as error:
            self.site.fail(due.url, "stopped", str(error), retry=True)
        except WorkerTimeout as error:
            yield carried(rejected(page, self.site.profile, "extraction_timeout", str(error)), due, None)
        except WorkerOutOfMemory as error:
            yield carried(rejected(page, self.site.profile, "extraction_memory", str(error)), due, None)
        except WorkerDied as error:
            self.site.fail(due.url, "extraction_died", str(error), retry=True)
        except RetryLater as error:
            self.site.fail(due.url, "cut_off", str(error), retry=True)
        except NewskeepError as error:
            self.site.fail(due.url, "unreadable", str(error), retry=True)
        except Exception as error:  # the outermost loop of a page: the crawl goes on without it
            logger.exception("page failed site=%s url=%s", self.site.profile.name, due.url)
            self.site.fail(due.url, "internal", repr(error), retry=True)
        else:
            due = replace(due, validators=validators_of(page))
            self.site.asked_under(due, answer.outcome.requested_url)
            if answer.pointer:
                self.site.will_note(answer.url, answer.pointer, answer.note)
            yield carried(answer.outcome, due, answer.pointer)

    async def page_failed(self, failure: TwistedFailure) -> AsyncIterator[Rejected]:
        """Count a page that gave no response; yield the reject of one that led to what was forgotten."""
        due = failure.request.cb_kwargs["due"]  # type: ignore[attr-defined]  # Scrapy sets it
        failed = self._failure_of(failure)
        if failed.reason == REASON and not self.run.forgotten.of_url(due.url):
            stamp, site = utc_stamp(self.run.clock()), self.site.profile.name
            yield Rejected(due.url, due.url, site, REASON, f"leads to it: {failed.detail}", stamp, 0, due.via)
        else:
            self.site.fail(due.url, failed.reason, failed.detail, retry=failed.retry)

    async def _rules_for(self, url: str) -> Rules:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        return await robots.rules_for(url) if robots else Rules()

    @property
    def _asks_reservations(self) -> bool:
        # Who asks for one URL by hand means that URL, and nothing beside it.
        return not self.site.ask.targets and self.crawler.settings.getbool("TDMREP")

    async def _reservation_for(self, url: str) -> Reservation | None:
        return await self.reservations.for_page(url) if self._asks_reservations else None

    async def _fetch_reservations(self, url: str) -> Page:
        """A host's tdmrep.json. Raises whatever kept it from an answer."""
        meta = {"is_source": True, "is_part": True, "max_bytes": TDMREP_MAX_BYTES, "dont_retry": True}
        return page_of(await self.crawler.engine.download_async(Request(url, meta=meta, dont_filter=True)))

    async def _fetch(self, url: str, requested_url: str, *, redirected: bool = False) -> Fetched:
        """A page that belongs to one in hand. Raises RetryLater when it cannot be had."""
        meta = {"wants": "page", "requested_url": requested_url, "is_part": True, "is_soft_redirect": redirected}
        try:
            request = Request(url, meta=meta, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
            return page_of(response), response.meta.get("archive")
        except CannotWrite:
            raise
        except Exception as error:
            raise RetryLater(f"{url}: {failure_of(error).detail}") from error

    @contextmanager
    def _faults_noted(self) -> Iterator[None]:
        """Stop the site when its run cannot go on: nothing can be written, or nothing read."""
        try:
            yield
        except CannotWrite as error:
            self.site.cannot_write(error)
            raise
        except NoWorkers as error:
            self.site.fault = error
            self.site.stop("fault")
            raise

    def _failure_of(self, failure: TwistedFailure) -> Failure:
        error = failure.value or RuntimeError("a failure without an error")
        if isinstance(error, CannotWrite):
            self.site.cannot_write(error)
        return failure_of(error)

    async def _close_own_run(self) -> None:
        await self.run.close_site(self.site, 0)
        await self.run.close()
