"""`newskeep reprocess`: records made again from an archive, without the network."""

import argparse
from pathlib import Path

from crawler.cli import arguments
from crawler.errors import UsageError

NAME = "reprocess"
SUMMARY = "make records again from an archive, without the network"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    arguments.add_output(parser, "the store")
    parser.add_argument(
        "--site", action="append", default=[], metavar="NAME",
        help="only this site: a profile's name or file, or the site's URL; repeatable",
    )  # fmt: skip
    parser.add_argument(
        "--archive", action="append", default=[], type=Path, metavar="PATH",
        help="a folder of WARC files or one file, of whoever, instead of the store's own archive; repeatable",
    )  # fmt: skip
    parser.add_argument("--since", type=arguments.day, metavar="DATE", help="only what was published on DATE or later")
    parser.add_argument(
        "--until", type=arguments.day, metavar="DATE", help="only what was published on DATE or earlier"
    )
    arguments.add_jobs(parser)
    parser.add_argument(
        "--set", type=arguments.setting, action="append", default=[], metavar="NAME=VALUE",
        help="override a setting; repeatable",
    )  # fmt: skip
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Make the records again, and say what came of it. NOTHING when there is no record then."""
    if args.since and args.until and args.since > args.until:
        raise UsageError(f"--since {args.since} is after --until {args.until}")
    if args.archive and args.output is None:
        raise UsageError("--archive needs --output DIR, the store that its records go to")
    for path in args.archive:
        if not path.exists():
            raise UsageError(f"no archive at {path}")
    from crawler.cli.reprocessing import reprocess

    return reprocess(args, args.output or arguments.store_folder())
