"""What `newskeep export` does, with progress while it does it."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import Progress as Bars

from crawler.cli import logs
from crawler.cli.exits import Exit
from crawler.cli.logs import Loudness
from crawler.cli.messages import say
from crawler.cli.signals import raise_on_sigint
from crawler.errors import UsageError
from crawler.export import job
from crawler.export.choosing import Progress
from crawler.export.job import Outcome
from crawler.export.kinds import check, kind_of
from crawler.export.noted import EXPORTS, note_export
from crawler.export.request import Filters, Request
from crawler.export.snapshot import segments_now
from crawler.export.target import Target
from crawler.profiles.nearest import nearest

REDRAW_EVERY_S = 0.2


def export(args: argparse.Namespace, store: Path) -> int:
    """Do as asked; the exit code. Raises UsageError, SiteBusy and CannotWrite."""
    request = _request(args, store.absolute())
    _check(request)
    logs.set_up(Loudness(args.quiet, args.verbose))
    raise_on_sigint()
    target = Target(request.to, replace=args.replace)
    with _progress(quiet=args.quiet) as progress:
        outcome = job.export(request, target, lambda work: kind_of(request, work), progress)
    if outcome is None:
        say(f"no record of {store} is asked for; nothing is written")
        return Exit.NOTHING
    _note(request, str(target.to), outcome)
    if not args.quiet:
        sys.stdout.write(
            f"{target.to}: {outcome.records} records, {outcome.files} files, {outcome.size_bytes:,} bytes,"
            f" manifest sha256:{outcome.manifest_sha256}\n"
        )
    return Exit.DONE


def _request(args: argparse.Namespace, store: Path) -> Request:
    filters = Filters(
        sites=tuple(args.site),
        languages=tuple(args.language),
        since=args.since,
        until=args.until,
        where=args.where,
        latest_only=not args.all_versions,
        drop_duplicates=args.drop_duplicates,
    )
    return Request(
        store=store,
        to=Path(args.to),
        format=args.format or "jsonl",
        names=args.names,
        fields=tuple(name.strip() for name in args.fields.split(",")) if args.fields else (),
        compression=args.compress,
        filters=filters,
    )


def _check(request: Request) -> None:
    check(request)
    held = sorted({segment.site for segment in segments_now(request.store)})
    for site in request.filters.sites:
        if site not in held:
            raise UsageError(f"{request.store} has no record of {site}{nearest(site, held)}; it has {', '.join(held)}")


def _note(request: Request, place: str, outcome: Outcome) -> None:
    try:
        note_export(request, place, outcome, datetime.now(UTC))
    except OSError as error:  # a store that is only read is a good store
        say(f"the export is whole, but {request.store / EXPORTS} cannot tell of it: {error.strerror}")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress]:
    """What draws a bar on a terminal, and else nothing."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda doing, done, total: None
        return
    with Bars(console=console, auto_refresh=False) as bars:
        bar = bars.add_task("", total=None)
        began, doing_now, drawn_at = monotonic(), "", 0.0

        def progress(doing: str, done: int, total: int) -> None:
            nonlocal began, doing_now, drawn_at
            now = monotonic()
            if doing != doing_now:
                began, doing_now, drawn_at = now, doing, 0.0
            if now - drawn_at >= REDRAW_EVERY_S or done == total:
                drawn_at = now
                rate = done / max(now - began, REDRAW_EVERY_S)
                bars.update(bar, description=f"{doing}, {rate:,.0f}/s", completed=done, total=total, refresh=True)

        yield progress
