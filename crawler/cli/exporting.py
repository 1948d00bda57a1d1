"""What `newskeep export` does, with progress while it does it."""

import argparse
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from crawler.cli import logs
from crawler.cli.exits import Exit
from crawler.cli.export_progress import shown_progress
from crawler.cli.export_split import plan_of
from crawler.cli.logs import Loudness
from crawler.cli.messages import say
from crawler.cli.signals import raise_on_sigint
from crawler.errors import UsageError
from crawler.export import job
from crawler.export.job import Outcome
from crawler.export.kinds import check, kind_of
from crawler.export.noted import note_export
from crawler.export.progress import SENDING
from crawler.export.request import TITLE, Filters, Request
from crawler.export.snapshot import segments_now
from crawler.export.target import Target
from crawler.profiles.nearest import nearest
from crawler.run.exports_made import EXPORTS
from pipelines.exports.remote import check_free, is_remote, send


def export(args: argparse.Namespace, store: Path) -> int:
    """Do as asked; the exit code. Raises UsageError, SiteBusy and CannotWrite."""
    if not is_remote(args.to):
        to = Path(args.to.removeprefix("file://")).absolute()
        return _export(args, store.absolute(), to, str(to))
    if args.replace:
        raise UsageError(f"--replace takes the place of a folder on this machine, not of {args.to}")
    check_free(args.to)
    with TemporaryDirectory(prefix="newskeep-export-") as folder:
        return _export(args, store.absolute(), Path(folder) / "set", args.to)


def _export(args: argparse.Namespace, store: Path, to: Path, place: str) -> int:
    """Make it in the folder `to`, and send it to `place` where that is another."""
    request = _request(args, store, to)
    _check(request)
    logs.set_up(Loudness(args.quiet, args.verbose))
    if args.split == "random" and not args.quiet:
        say("at random, near copies of an article may be on two sides; --split group keeps them together")
    raise_on_sigint()
    with shown_progress(Console(stderr=True), quiet=args.quiet) as progress:
        target = Target(to, replace=args.replace)
        outcome = job.export(request, target, lambda work: kind_of(request, work), progress)
        if outcome and place != str(to):
            send(to, place, partial(progress, SENDING))
    if outcome is None:
        say(f"no record of {store} is asked for; nothing is written")
        return Exit.NOTHING
    _note(request, place, outcome)
    if not args.quiet:
        sys.stdout.write(
            f"{place}: {outcome.records} records, {outcome.files} files, {outcome.size_bytes:,} bytes,"
            f" manifest sha256:{outcome.manifest_sha256}\n"
        )
    return Exit.DONE


def _request(args: argparse.Namespace, store: Path, to: Path) -> Request:
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
        to=to,
        format=args.format or "jsonl",
        names=args.names,
        fields=tuple(name.strip() for name in args.fields.split(",")) if args.fields else (),
        compression=args.compress,
        filters=filters,
        split=plan_of(args),
        title=args.title or TITLE,
    )


def _check(request: Request) -> None:
    check(request)
    held = sorted({segment.site for segment in segments_now(request.store)})
    held_out = sorted(request.split.held_out) if request.split else []
    for site in (*request.filters.sites, *held_out):
        if site not in held:
            raise UsageError(f"{request.store} has no record of {site}{nearest(site, held)}; it has {', '.join(held)}")


def _note(request: Request, place: str, outcome: Outcome) -> None:
    try:
        note_export(request, place, outcome, datetime.now(UTC))
    except OSError as error:  # a store that is only read is a good store
        say(f"the export is whole, but {request.store / EXPORTS} cannot tell of it: {error.strerror}")
