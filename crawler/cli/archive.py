"""`newskeep archive`: what was fetched, looked into."""

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from crawler.cli import arguments
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.errors import UsageError

if TYPE_CHECKING:  # its imports would slow --help
    from crawler.archive.holdings import Choice, Holdings

NAME = "archive"
SUMMARY = "list, verify, show, pack up or prune what was fetched"

# Each action's module, and the options that it takes beyond those of all.
ACTIONS: dict[str, tuple[str, frozenset[str]]] = {
    "list": ("crawler.cli.archive_list", frozenset({"archive", "since", "until", "url", "format"})),
    "verify": ("crawler.cli.archive_verify", frozenset({"archive", "since", "until", "format"})),
    "cat": ("crawler.cli.archive_cat", frozenset({"archive", "since", "until", "url", "at", "raw", "headers"})),
    "extract": ("crawler.cli.archive_extract", frozenset({"archive", "since", "until", "url", "at", "format", "to"})),
    "wacz": ("crawler.cli.archive_wacz", frozenset({"archive", "since", "until", "to"})),
    "prune": ("crawler.cli.archive_prune", frozenset({"before", "all", "dry_run", "format"})),
}
NEEDED = {"cat": "url", "extract": "url", "wacz": "to", "prune": "before"}
FORMATS = {
    "list": ("table", "jsonl"),
    "verify": ("table", "jsonl"),
    "extract": ("jsonl", "json", "text", "markdown"),
    "prune": ("table", "jsonl"),
}
WORDS = {
    "url": "URL", "archive": "--archive", "since": "--since", "until": "--until", "at": "--at", "raw": "--raw",
    "headers": "--headers", "format": "--format", "to": "--to", "before": "--before", "all": "--all",
    "dry_run": "--dry-run",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "action",
        choices=tuple(ACTIONS),
        help="list: the files, or the captures of URL; verify: is everything whole; cat: write what URL answered;"
        " extract: the record of that; wacz: pack up for ReplayWeb.page or pywb; prune: drop old captures that nothing"
        " needs",
    )
    parser.add_argument("url", nargs="?", metavar="URL", help="for list, cat and extract")
    arguments.add_output(parser, "the store whose archive is meant")
    parser.add_argument("--archive", type=Path, metavar="PATH", help="a folder of WARC files or one file, instead")
    parser.add_argument(
        "--site", metavar="NAME", help="only what was crawled for this site; extract reads with its profile"
    )
    parser.add_argument(
        "--since", type=arguments.day, metavar="DATE", help="only what was fetched on that day (UTC) or later"
    )
    parser.add_argument(
        "--until", type=arguments.day, metavar="DATE", help="only what was fetched on that day or earlier"
    )
    parser.add_argument(
        "--at", metavar="TIME", help="cat, extract: the last capture up to then, a day or RFC 3339 time"
    )
    parser.add_argument("--raw", action="store_true", help="cat: the body as it was served, compressed if it was")
    parser.add_argument("--headers", action="store_true", help="cat: status and headers before the body")
    parser.add_argument("--to", type=Path, metavar="FILE", help="wacz, extract: write there")
    parser.add_argument(
        "--before", type=arguments.day_or_age, metavar="DATE",
        help="prune: captures of the days (UTC) before that one; 90d is 90 days ago",
    )  # fmt: skip
    parser.add_argument(
        "--all", action="store_true",
        help="prune: also captures that are the newest of their URL; records that were made from them stay",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="prune: only tell what would go")
    parser.add_argument(
        "--format", help="list, verify, prune: table (default) or jsonl; extract: jsonl (default), json, text, markdown"
    )
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Do the action. UNEXPECTED when something in the archive is not whole, NOTHING when it does not hold URL."""
    module, allowed = ACTIONS[args.action]
    for name, word in WORDS.items():
        if getattr(args, name) not in (None, False) and name not in allowed:
            raise UsageError(f"archive {args.action} takes no {word}")
    needed = NEEDED.get(args.action)
    if needed and getattr(args, needed) is None:
        raise UsageError(f"archive {args.action} needs {WORDS[needed]}")
    formats = FORMATS.get(args.action, ())
    if args.format and args.format not in formats:
        raise UsageError(f"--format of archive {args.action} is one of {', '.join(formats)}")
    args.format = args.format or next(iter(formats), None)
    if args.since and args.until and args.since > args.until:
        raise UsageError(f"--since {args.since} is after --until {args.until}")
    if args.url:
        arguments.check_url(args.url)
    return _act(module, args)


def _act(module: str, args: argparse.Namespace) -> int:
    from crawler.archive.holdings import Choice, Holdings
    from crawler.archive.reader import Unreadable

    place = args.archive or (args.output or arguments.store_folder()) / "archive"
    if not place.exists():
        raise UsageError(f"no archive at {place}")
    action = cast("Callable[[argparse.Namespace, Holdings, Choice], int]", import_module(module).run)
    try:
        return action(args, Holdings(place.absolute()), Choice(args.site, args.since, args.until))
    except Unreadable as error:
        say(f"{error}; newskeep archive verify tells more")
        return Exit.UNEXPECTED
