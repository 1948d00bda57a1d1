"""`newskeep crawl`: sites into the store."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from scrapy.settings import Settings

from crawler.cli.crawling import EXIT_OF, Crawling, Outcome, Plan, SiteResult, Watch
from crawler.cli.exits import gravest
from crawler.cli.logs import Loudness
from crawler.cli.messages import plain, say
from crawler.cli.options import CrawlOptions
from crawler.cli.run_settings import settings_for
from crawler.cli.site_names import profiles_of
from crawler.dates import Window
from crawler.errors import UsageError
from crawler.monitor.progress import log_now_and_then, show_live
from crawler.monitor.report import Totals
from crawler.profiles.model import SiteProfile
from crawler.run.ask import Ask
from crawler.run.forgotten import read_forgotten
from crawler.run.run import Run
from crawler.run.site import SiteRun


def crawl(options: CrawlOptions) -> int:
    """Crawl as asked, print what came of it to standard output, and return the exit code.

    Raises ProfileError for a SITE that is none, UsageError for a setting that does not exist and for a site that was
    forgotten, CannotWrite when the store cannot be opened.
    """
    profiles = profiles_of(options.sites)
    forgotten = read_forgotten(options.output)
    for profile in profiles:
        if tombstone := forgotten.of_site(profile.name):
            raise UsageError(f"{profile.name} is not crawled into {options.output}: {tombstone.said}")
    ask = Ask(
        window=Window(options.since, options.until),
        limit=options.limit,
        max_time_s=options.max_time_s,
        refetch=options.refetch,
        dry_run=options.dry_run,
    )
    settings = settings_for(
        options.settings, options.allow_networks, jobs=options.jobs, delay_s=options.delay_s,
        concurrency=options.concurrency,
    )  # fmt: skip
    loudness = Loudness(options.quiet, options.verbose)
    warn_without_contact(profiles, settings, quiet=options.quiet)
    plans = [Plan(profile, ask) for profile in profiles]
    if options.dry_run:
        known = options.output / "state.sqlite"
        outcome = Crawling(settings, plans, None, loudness, known=known, on_close=_say_what_is_due).run()
    else:
        outcome = Crawling(
            settings, plans, options.output, loudness, watch=progress(settings, quiet=options.quiet)
        ).run()
        if not options.quiet:
            _print_summary(outcome.results, options.output)
    return _end(outcome)


def warn_without_contact(profiles: list[SiteProfile], settings: Settings, *, quiet: bool) -> None:
    """Say which sites' people would not know whom to write to."""
    nameless = [profile.name for profile in profiles if not profile.politeness.contact]
    if nameless and "+" not in settings["USER_AGENT"] and not quiet:
        say(
            f"no contact is set for {', '.join(nameless)}: a site's people cannot reach you;"
            " set politeness.contact in the profile"
        )


def _end(outcome: Outcome) -> int:
    for result in outcome.results:
        if result.verdict.line:
            say(result.verdict.line)
    code = outcome.stopped_by or gravest(EXIT_OF[result.verdict.ending] for result in outcome.results)
    if outcome.stuck:
        # Twisted would wait for the abandoned downloads; everything of ours is closed.
        sys.stdout.flush()
        os._exit(code)
    return code


def progress(settings: Settings, *, quiet: bool) -> Watch:
    """Tells of a run on standard error while it goes on."""
    console = Console(stderr=True)

    async def watch(run: Run) -> None:
        if quiet:
            return
        if console.is_terminal:
            await show_live(run.sites.values, console)
        else:
            await log_now_and_then(run.sites.values, settings.getfloat("PROGRESS_EVERY_S"))

    return watch


def _say_what_is_due(site: SiteRun, run: Run) -> None:
    """A line for each URL that a crawl would fetch now: the URL, why, and what named it."""
    limit = site.ask.limit or sys.maxsize
    for url in run.state.urls.claim(site.profile.name, site.number, min(limit, 2**31), site.started, site.ask.window):
        fields = (url.url, url.why, url.via or "redirect", url.published or "-")
        sys.stdout.write("\t".join(map(plain, fields)) + "\n")


def _print_summary(results: tuple[SiteResult, ...], output: Path) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("site")
    # Without the sum of new and changed it fits a terminal of 80 columns.
    for name in ("found", "fetched", "new", "changed", "unchanged", "gone", "rejects", "errors", "seconds"):
        table.add_column(name, justify="right")
    for result in results:
        if result.totals:
            table.add_row(result.site, *_cells(result.totals), f"{result.seconds:.1f}")
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False, markup=False)
    console.print(table)
    for line in _details(results):
        console.print(line, soft_wrap=True)
    files = [output / file for result in results for file in result.files if file.startswith("records/")]
    console.print("records: " + (", ".join(map(str, files)) or "nothing new"), soft_wrap=True)


def _cells(sums: Totals) -> tuple[str, ...]:
    numbers = (
        sums.found,
        sums.fetched,
        sums.new,
        sums.changed,
        sums.unchanged,
        sums.gone,
        sum(sums.rejects.values()),
        sum(sums.errors.values()),
    )
    return tuple(map(str, numbers))


def _details(results: tuple[SiteResult, ...]) -> Iterator[str]:
    for result in results:
        if result.totals is None:
            continue
        for name, reasons in (("rejects", result.totals.rejects), ("errors", result.totals.errors)):
            if reasons:
                yield f"{result.site} {name}: " + ", ".join(f"{reason} {number}" for reason, number in reasons.items())
        if result.totals.learned:
            yield (
                f"{result.site}: lines learned that stand in many articles: {result.totals.learned} (newskeep sites"
                " learn shows them); new records leave them out, newskeep reprocess takes them out of earlier ones"
            )
        if result.totals.unfinished:
            yield f"{result.site}: {result.totals.unfinished} pages were left for the next run"
