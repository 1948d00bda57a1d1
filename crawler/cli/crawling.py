"""One process's crawl: the reactor, the Run, a crawler a site, the signals, and how each site ended."""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.cli import logs
from crawler.cli.exits import Exit
from crawler.cli.logs import Loudness
from crawler.errors import CannotWrite, SiteBusy
from crawler.middlewares.unfetched import NotFetched
from crawler.monitor.expectations import missed, week_before
from crawler.monitor.report import Totals, report_of, totals, write_report
from crawler.monitor.sizes import sizes_of
from crawler.monitor.verdict import Ending, Verdict, verdict_on
from crawler.profiles.model import SiteProfile
from crawler.run.ask import Ask
from crawler.run.proxies import refuse_proxies
from crawler.run.run import Run
from crawler.run.site import SiteRun
from crawler.spiders.news import NewsSpider

logger = logging.getLogger(__name__)

EXIT_OF = {
    Ending.DONE: Exit.DONE,
    Ending.NOTHING_FETCHED: Exit.NOTHING,
    Ending.NO_ARTICLE: Exit.NOTHING,
    Ending.EXPECTATIONS_MISSED: Exit.UNEXPECTED,
    Ending.BUSY: Exit.BUSY,
    Ending.CANNOT_WRITE: Exit.CANNOT_WRITE,
    Ending.FAULT: Exit.FAULT,
}
SIGNAL_EXITS = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}


@dataclass(frozen=True, slots=True)
class Plan:
    """A site and what is asked of it."""

    profile: SiteProfile
    ask: Ask


@dataclass(frozen=True, slots=True)
class SiteResult:
    """How one site ended. `totals` is None when it was never opened; `files` are relative to the store."""

    site: str
    verdict: Verdict
    totals: Totals | None = None
    files: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the process's crawl ended. `stuck` is set when downloads were abandoned: only a hard exit ends them."""

    results: tuple[SiteResult, ...]
    stopped_by: Exit | None
    stuck: bool


Watch = Callable[[Run], Coroutine[Any, Any, None]]


class Crawling:
    """Runs the plans of one process, once. `watch` runs beside them until they end.

    `folder` and `known` are the Run's. `on_open` sees each site before its crawler starts.
    """

    def __init__(
        self,
        settings: Settings,
        plans: Sequence[Plan],
        folder: Path | None,
        loudness: Loudness,
        *,
        known: Path | None = None,
        watch: Watch | None = None,
        on_open: Callable[[SiteRun], None] = lambda site: None,
        on_close: Callable[[SiteRun, Run], None] = lambda site, run: None,
    ) -> None:
        self._settings, self._plans = settings, plans
        self._folder, self._loudness, self._known = folder, loudness, known
        self._watch, self._on_open, self._on_close = watch, on_open, on_close
        self._sites: list[SiteRun] = []
        self._stopped_by: Exit | None = None
        self._stopping: str | None = None
        self._stuck = False

    def run(self) -> Outcome:
        """Run to the end; what befalls a site is in its result.

        Raises CannotWrite when the store cannot be opened, and UsageError when a proxy stands in between.
        """
        refuse_proxies(
            url for plan in self._plans for url in (*(s.url for s in plan.profile.sources), *plan.ask.targets)
        )
        process = AsyncCrawlerProcess(self._settings)
        logs.set_up(self._loudness)
        loop = asyncio.get_event_loop()
        task = loop.create_task(self._main(process))

        def end(_: asyncio.Task[Any]) -> None:
            from twisted.internet import reactor  # importing it installs one: only after the process chose its own

            loop_end: Any = reactor  # its type stubs know only interfaces
            loop_end.callLater(0, loop_end.crash if self._stuck else loop_end.stop)

        task.add_done_callback(end)
        process.start(stop_after_crawl=False, install_signal_handlers=False)
        return Outcome(tuple(task.result()), self._stopped_by, self._stuck)

    async def _main(self, process: AsyncCrawlerProcess) -> list[SiteResult]:
        loop = asyncio.get_running_loop()
        for number in SIGNAL_EXITS:
            loop.add_signal_handler(number, self._on_signal, number)
        run = Run(self._settings, self._folder, lambda: datetime.now(UTC), self._known)
        if any(plan.ask.targets for plan in self._plans):
            run.workers.prepare()  # while robots.txt is asked for, and the delay between two requests goes by
        run.committer.failure.add_done_callback(lambda _: self._stop("cannot_write"))
        watching = loop.create_task(self._watch(run)) if self._watch else None
        places = asyncio.Semaphore(self._settings.getint("SITES_AT_ONCE"))
        try:
            return await asyncio.gather(*(self._site(process, run, plan, places) for plan in self._plans))
        finally:
            if watching:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
            with suppress(CannotWrite):  # the sites' results have said so
                await run.close()

    async def _site(self, process: AsyncCrawlerProcess, run: Run, plan: Plan, places: asyncio.Semaphore) -> SiteResult:
        async with places:
            name = plan.profile.name
            if self._stopping:
                return SiteResult(name, Verdict(Ending.DONE))
            try:
                site = run.open_site(plan.profile, plan.ask)
            except SiteBusy as error:
                return SiteResult(name, Verdict(Ending.BUSY, str(error)))
            except CannotWrite as error:
                return SiteResult(name, Verdict(Ending.CANNOT_WRITE, f"{name}: {error}"))
            records_before = run.state.records.count(name)
            self._sites.append(site)
            self._on_open(site)
            if plan.ask.max_time_s is not None:
                asyncio.get_running_loop().call_later(plan.ask.max_time_s, site.stop, "max_time")
            fault = await self._crawl(process, run, site)
            return await self._close(run, site, records_before, fault)

    async def _crawl(self, process: AsyncCrawlerProcess, run: Run, site: SiteRun) -> BaseException | None:
        """Run the site's crawler to its end, or, when stopped, for as long as what is in flight may take."""
        crawler = process.create_crawler(NewsSpider)
        task = process.crawl(crawler, site=site, run=run)
        stopping = asyncio.create_task(site.stopping.wait())
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not task.done():
            _drop_queued(crawler)
            await asyncio.wait({task}, timeout=self._settings.getfloat("STOP_WAIT_S"))
        if not task.done():
            self._stuck = True
            logger.warning("downloads were abandoned, they stay due site=%s", site.profile.name)
            return None
        return task.exception()

    async def _close(self, run: Run, site: SiteRun, records_before: int, fault: BaseException | None) -> SiteResult:
        name, now = site.profile.name, run.clock()
        site.closed = True
        if fault := fault or site.fault:
            logger.error("the crawler failed site=%s", name, exc_info=fault)
            verdict = Verdict(Ending.FAULT, f"{name}: a fault of newskeep's own, please report it: {fault!r}")
        else:
            verdict = verdict_on(site, self._missed(run, site, now), records_before)
        self._on_close(site, run)
        files: list[str] = []
        try:
            files = await run.close_site(site, self._stopped_by or EXIT_OF[verdict.ending])
            if run.store:
                sizes = sizes_of(run.store, run.state.segments.of(name), files)
                report = report_of(site, verdict, self._stopped_by or EXIT_OF[verdict.ending], now, files, sizes)
                write_report(run.store.report_path(name, site.started), report)
        except CannotWrite as error:
            verdict = Verdict(Ending.CANNOT_WRITE, f"{name}: {error}")
        return SiteResult(name, verdict, totals(site), tuple(files), (now - site.started) / timedelta(seconds=1))

    def _missed(self, run: Run, site: SiteRun, now: datetime) -> list[str]:
        published = run.state.records.published_by_day(site.profile.name, week_before(now.date()))
        least = self._settings.getint("EXPECT_MIN_RECORDS")
        return missed(site.profile.expect, site.counts, site.filled, published, now.date(), least)

    def _on_signal(self, number: signal.Signals) -> None:
        if self._stopped_by is not None:
            # The second signal: at once. What was committed is whole, and the next run mends the rest.
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        self._stopped_by = SIGNAL_EXITS[number]
        self._stop(signal.Signals(number).name)

    def _stop(self, reason: str) -> None:
        self._stopping = reason
        for site in self._sites:
            site.stop(reason)


def _drop_queued(crawler: Crawler) -> None:
    """Let go of requests that wait for their host's delay: a queue of them would outlast every patience."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(NotFetched("stopped", "the run was stopped", retry=True))
