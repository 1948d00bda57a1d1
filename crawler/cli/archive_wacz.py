"""`newskeep archive wacz`: the archive as one file that ReplayWeb.page and pywb open."""

import argparse
from datetime import UTC, datetime

from crawler import __version__
from crawler.archive.holdings import Choice, Holdings
from crawler.archive.wacz import write_wacz
from crawler.cli.destination import opened_bytes
from crawler.cli.exits import Exit
from crawler.cli.messages import say


def run(args: argparse.Namespace, holdings: Holdings, choice: Choice) -> int:
    """Write the file; NOTHING, and no file, when no capture is meant."""
    if next(holdings.entries(choice), None) is None:
        say("no capture to pack up")
        return Exit.NOTHING
    title = choice.site or holdings.place.parent.name
    with opened_bytes(args.to) as out:
        packed = write_wacz(out, holdings, choice, datetime.now(UTC), f"newskeep {__version__}", title)
    if not args.quiet:
        say(f"{args.to}: files: {packed.files}, captures: {packed.captures}, pages: {packed.pages}")
    return Exit.DONE
