"""`newskeep archive prune`: old captures that nothing needs leave the archive."""

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from crawler.archive.holdings import Choice, Holdings
from crawler.cli.archive_list import write
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.cli.run_settings import settings_for
from crawler.cli.signals import raise_on_sigint
from crawler.prune.job import Job, Pruned, Task

COLUMNS = ("site", "captures", "dropped", "files", "bytes", "bytes_after")


def run(args: argparse.Namespace, holdings: Holdings, choice: Choice) -> int:
    """Drop them, or with --dry-run only count them; print a row a site."""
    now = datetime.now(UTC)
    before = (now - args.before).date() if isinstance(args.before, timedelta) else args.before
    raise_on_sigint()
    task = Task(holdings.place.parent, before, choice.site, args.all)
    job = Job(task, settings_for(()).getint("DISK_FREE_MIN_BYTES"), now, say)
    done = job.preview() if args.dry_run else job.run()
    if done and not (args.quiet and args.format == "table"):
        write([_row(one) for one in done], COLUMNS, args.format)
    if not args.quiet:
        freed = sum(one.bytes_before - one.bytes_after for one in done)
        would = "would be " if args.dry_run else ""
        say(
            f"captures before {before}: {sum(one.captures for one in done)},"
            f" {would}dropped: {sum(one.dropped for one in done)}, {would}freed: {freed / 1e6:.1f} MB"
        )
    return Exit.DONE


def _row(one: Pruned) -> Mapping[str, object]:
    return {
        "site": one.site,
        "captures": one.captures,
        "dropped": one.dropped,
        "files": one.files,
        "bytes": one.bytes_before,
        "bytes_after": one.bytes_after,
    }
