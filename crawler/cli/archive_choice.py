"""Which capture of a URL is meant."""

import argparse
from datetime import UTC, datetime, time

from crawler.archive.captured import Captured
from crawler.archive.cdxj import stamp_of
from crawler.archive.holdings import Choice, Holdings
from crawler.cli.messages import say
from crawler.dates import parse_stamp
from crawler.errors import UsageError


def capture_for(args: argparse.Namespace, holdings: Holdings, choice: Choice) -> Captured | None:
    """The newest capture of the URL, with --at the newest up to then; None, with a message, when there is none.

    Raises UsageError for an --at that is no time, and Unreadable.
    """
    latest = _stamp(args.at) if args.at else None
    places = [place for place in holdings.captures_of(args.url, choice) if latest is None or place[1].stamp <= latest]
    if not places:
        say(f"not in the archive{f' up to {args.at}' if args.at else ''}: {args.url}")
        return None
    return holdings.read(*places[-1])


def _stamp(text: str) -> str:
    try:
        value = parse_stamp(text, "UTC")
    except ValueError:
        raise UsageError(f"--at {text!r} is no day like 2026-03-14 and no time like 2026-03-14T09:30Z") from None
    if not isinstance(value, datetime):  # a day: up to its end
        value = datetime.combine(value, time.max, UTC)
    return stamp_of(value)
