"""What `newskeep reprocess` does, with progress while it does it."""

import argparse
import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import Progress

from crawler.archive.holdings import Holdings
from crawler.cli import logs
from crawler.cli.exits import Exit
from crawler.cli.logs import Loudness
from crawler.cli.messages import say
from crawler.cli.run_settings import settings_for
from crawler.cli.signals import raise_on_sigint
from crawler.cli.site_names import BARE_HOST, profile_of
from crawler.dates import Window
from crawler.errors import UsageError
from crawler.profiles import bundled_profiles, require_distinct_hosts
from crawler.profiles.model import SiteProfile
from crawler.reprocess.job import Job, Outcome, Task
from crawler.reprocess.sites import ByFile, ByHost, profile_in

REDRAW_EVERY_S = 0.5


def reprocess(args: argparse.Namespace, folder: Path) -> int:
    """Do as asked; the exit code. Raises UsageError, ProfileError, SiteBusy and CannotWrite."""
    task = _task(args, folder)
    settings = settings_for(args.set, jobs=args.jobs)
    logs.set_up(Loudness(args.quiet, args.verbose))
    raise_on_sigint()
    job = Job(task, settings, lambda: datetime.now(UTC), say)
    outcome = asyncio.run(_run(job, settings.getfloat("PROGRESS_EVERY_S"), quiet=args.quiet))
    for reason, number in outcome.counts.failed.most_common():
        say(f"{number} pages could not be read and are as they were: {reason}")
    if not args.quiet:
        _print(outcome, task.folder)
    if outcome.counts.records:
        return Exit.DONE
    say(f"no page of {', '.join(map(str, args.archive)) or folder / 'archive'} gave a record")
    return Exit.NOTHING


def _task(args: argparse.Namespace, folder: Path) -> Task:
    window = Window(args.since, args.until)
    wanted = None if window == Window() else window
    if args.archive:
        profiles = [profile_of(name) for name in args.site]
        require_distinct_hosts(profiles)
        return Task(folder.absolute(), ByHost(profiles), (), tuple(args.archive), wanted)
    if not (folder / "archive").is_dir():
        raise UsageError(f"no store with an archive at {folder}")
    holdings = Holdings(folder.absolute() / "archive")
    held = sorted({file.site for file in holdings.files() if file.site})
    profiles = [_own_profile(name, holdings, held) for name in args.site or held]
    for profile in profiles:
        if profile.name not in held:
            raise UsageError(
                f"the archive of {folder} holds nothing of {profile.name}; it has {', '.join(held) or 'no site'}"
            )
    by_name = {profile.name: profile for profile in profiles}
    return Task(folder.absolute(), ByFile(by_name), tuple(by_name), (), wanted)


def _own_profile(name: str, holdings: Holdings, held: list[str]) -> SiteProfile:
    """The profile of a site as a person names it, or by the name that the archive has for it."""
    if name in held and name not in bundled_profiles() and not (BARE_HOST.match(name) and Path(name).exists()):
        return profile_in(holdings, name)
    return profile_of(name)


async def _run(job: Job, every_s: float, *, quiet: bool) -> Outcome:
    console = Console(stderr=True)
    watch = _draw(job, console) if console.is_terminal else _tell(job, every_s)
    watching = None if quiet else asyncio.create_task(watch)
    if watching is None:
        watch.close()
    try:
        return await job.run()
    finally:
        if watching:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching


async def _draw(job: Job, console: Console) -> None:
    with Progress(console=console, auto_refresh=False) as progress:
        bar = progress.add_task("reading the archive", total=None)
        try:
            while True:
                _move(job, lambda **to: progress.update(bar, refresh=True, **to))
                await asyncio.sleep(REDRAW_EVERY_S)
        finally:
            _move(job, lambda **to: progress.update(bar, refresh=True, **to))


def _move(job: Job, update: Callable[..., None]) -> None:
    if job.total is not None:
        update(description=f"{job.counts.records} records", total=job.total, completed=job.counts.pages)


async def _tell(job: Job, every_s: float) -> None:
    began = monotonic()
    while True:
        await asyncio.sleep(every_s)
        pages = job.counts.pages
        say(
            f"progress: {pages} of {job.total} pages, {job.counts.records} records,"
            f" {pages / (monotonic() - began):.1f} pages/s"
        )


def _print(outcome: Outcome, folder: Path) -> None:
    counts, difference = outcome.counts, outcome.difference
    rejects = {
        reason: number for reason, number in counts.outcomes.most_common() if reason not in ("record", "unchanged")
    }
    lines = [
        f"pages: {counts.pages}, records: {counts.records}, unchanged: {counts.outcomes['unchanged']},"
        f" rejects: {sum(rejects.values())}" + (f" ({_listed(rejects)})" if rejects else ""),
        f"records against those before: {difference.same} the same, {difference.changed} changed, {difference.new} new,"
        f" {difference.vanished} vanished",
    ]
    if difference.fields:
        lines.append(f"changed fields: {_listed(dict(difference.fields.most_common()))}")
    if counts.kept:
        lines.append(f"lines that stayed as they were: {counts.kept}")
    files = ", ".join(str(folder / path) for path in outcome.files if path.startswith("records/"))
    lines.append(f"records: {files or 'as they were'}")
    sys.stdout.write("\n".join(lines) + "\n")


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items())
