"""`newskeep sites check`: some pages of a site, fetched as a crawl would, and why each gives what it gives."""

import asyncio
import os
import sys
import tempfile
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path

from scrapy.settings import Settings

from crawler.archive.captured import page_of
from crawler.archive.holdings import Choice, Holdings, Place
from crawler.archive.reader import Unreadable
from crawler.cli.crawl import progress, warn_without_contact
from crawler.cli.crawling import EXIT_OF, Crawling, Outcome, Plan
from crawler.cli.destination import opened
from crawler.cli.exits import Exit
from crawler.cli.explain_writer import ExplainWriter, write_coverage
from crawler.cli.explained import ExplainedPage
from crawler.cli.logs import Loudness
from crawler.cli.messages import say
from crawler.cli.options import CheckOptions
from crawler.cli.page_answer import NoArticle
from crawler.cli.run_settings import settings_for
from crawler.cli.signals import raise_on_sigint, raise_on_sigterm
from crawler.cli.site_names import profiles_of
from crawler.errors import RetryLater
from crawler.extract.explain import explain
from crawler.items import Article, Rejected
from crawler.profiles.model import SiteProfile
from crawler.run.ask import Ask
from crawler.run.ordered import in_order
from crawler.run.site import SiteRun
from crawler.run.workers import WorkerDied, WorkerPool, WorkerTimeout
from pipelines.context import Outcome as PageOutcome
from pipelines.context import Unchanged


class _Stopped(Exception):
    """A signal ended the crawl: nothing is shown, and an older file stays as it was."""

    def __init__(self, ended: Outcome) -> None:
        super().__init__(ended)
        self.ended = ended


@dataclass(frozen=True, slots=True)
class _Failed:
    """A page that could not be had."""

    url: str
    reason: str
    detail: str


@dataclass(slots=True)
class _Sample:
    """What the crawl made of each page, in the order in which they were answered."""

    profile: SiteProfile
    pages: list[Article | Rejected | _Failed] = field(default_factory=list)
    _site: SiteRun | None = None

    def listen(self, site: SiteRun) -> None:
        self._site = site
        site.heard.append(self._hear)
        site.failed.append(lambda url, reason, detail: self.pages.append(_Failed(url, reason, detail)))

    def learned(self) -> SiteProfile:
        """The profile as the crawl ended with it: a site may have turned out to be a WordPress."""
        return self._site.profile if self._site else self.profile

    def _hear(self, outcome: PageOutcome) -> None:
        self.pages.append(outcome.article if isinstance(outcome, Unchanged) else outcome)


def check(options: CheckOptions) -> int:
    """Fetch the sample, show each page and the coverage of the fields, and return the exit code.

    Raises ProfileError for a site that is none, UsageError for a setting that does not exist, CannotWrite. Nothing is
    left on disk but `to`.
    """
    (profile,) = profiles_of([options.site])
    settings = settings_for(options.settings, options.allow_networks, jobs=options.jobs, delay_s=options.delay_s)
    if "EXPECT_MIN_RECORDS" not in dict(options.settings):
        # A person who looks at five pages wants to know what those say.
        settings.set("EXPECT_MIN_RECORDS", 1, priority="cmdline")
    warn_without_contact([profile], settings, quiet=options.quiet)
    try:
        writer, ended = _check(options, profile, settings)
    except _Stopped as stopped:
        return _end(stopped.ended)
    if options.to and not options.quiet:
        write_coverage(writer.coverage, sys.stdout)
    for line in _lines(ended):
        say(line)
    return _end(ended)


def _check(options: CheckOptions, profile: SiteProfile, settings: Settings) -> tuple[ExplainWriter, Outcome]:
    sample = _Sample(profile)
    with opened(options.to) as out, tempfile.TemporaryDirectory(prefix="newskeep-check-") as folder:
        ended = Crawling(
            settings, [Plan(profile, Ask(pages=options.pages))], Path(folder),
            Loudness(options.quiet, options.verbose), watch=progress(settings, quiet=options.quiet),
            on_open=sample.listen,
        ).run()  # fmt: skip
        writer = ExplainWriter(out, options.format, f"Check of {profile.title or profile.name}", profile.expect)
        if ended.stopped_by:
            raise _Stopped(ended)
        writer.coverage.notes.extend(_lines(ended))
        pool = WorkerPool(
            settings.getint("JOBS"), settings.getfloat("WORKER_TIMEOUT_S"), settings.getint("WORKER_MAX_BYTES")
        )
        _show(sample, Holdings(Path(folder) / "archive"), pool, writer)
        writer.close(with_coverage=True)
    return writer, ended


def _lines(ended: Outcome) -> list[str]:
    return [result.verdict.line for result in ended.results if result.verdict.line]


def _show(sample: _Sample, holdings: Holdings, pool: WorkerPool, writer: ExplainWriter) -> None:
    # The crawl's own handlers went with its loop.
    raise_on_sigint()
    raise_on_sigterm()
    asyncio.run(_explain_all(sample, holdings, pool, writer))


async def _explain_all(sample: _Sample, holdings: Holdings, pool: WorkerPool, writer: ExplainWriter) -> None:
    profile = sample.learned()

    async def ask(page: Article | Rejected | _Failed) -> ExplainedPage:
        if isinstance(page, _Failed):
            return ExplainedPage(page.url, NoArticle(page.reason, page.detail))
        try:
            place = _place_of(page, holdings)
            if place is None:
                return ExplainedPage(page.requested_url, NoArticle("no_capture", "its bytes are not in the archive"))
            captured = holdings.read(*place)
            explanation = await pool.run(explain, page_of(captured, page.requested_url), profile)
        except (RetryLater, Unreadable, WorkerTimeout, WorkerDied) as error:
            return ExplainedPage(page.requested_url, NoArticle("unreadable", str(error)))
        # A stage of the crawl may have turned away what extraction took for an article.
        return ExplainedPage(
            page.requested_url, replace(explanation, rejected=page) if isinstance(page, Rejected) else explanation
        )

    try:
        async with aclosing(in_order(iter(sample.pages), ask, pool.jobs)) as answers:
            async for _, explained in answers:
                writer.page(explained)
    finally:
        await pool.close()


def _place_of(page: Article | Rejected, holdings: Holdings) -> Place | None:
    """Where the archive holds what the page was read from; a reject does not know it, but its URL was fetched once."""
    if isinstance(page, Rejected):
        return next(reversed(holdings.captures_of(page.url, Choice())), None)
    at = page.archive and (Path(page.archive.file).name, page.archive.offset)
    return next((place for place in holdings.entries(Choice()) if (place[0].name, place[1].offset) == at), None)


def _end(ended: Outcome) -> int:
    code = ended.stopped_by or Exit(EXIT_OF[ended.results[0].verdict.ending])
    if ended.stuck:
        # As after a crawl: Twisted would wait for the abandoned downloads.
        sys.stdout.flush()
        os._exit(code)
    return code
