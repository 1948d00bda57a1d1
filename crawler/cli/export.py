"""`newskeep export`: the records of a store as a data set, in a folder that appears when it is whole."""

import argparse
from pathlib import Path

from crawler.cli import arguments
from crawler.cli.export_split import add_split_options
from crawler.errors import UsageError

NAME = "export"
SUMMARY = "write records as a data set: JSONL, CSV, Parquet, a folder for `datasets`, or the list of their captures"

# Here, and not where each is done, for its imports would slow --help.
FORMATS = ("jsonl", "csv", "parquet", "hf", "warc-list")
NAMES = ("newskeep", "schema.org", "zyte", "cc_news", "news-please", "datatrove")
COMPRESSIONS = ("gz", "zst")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    arguments.add_output(parser, "the store")
    parser.add_argument("--to", metavar="PATH", help="the folder that is made, or a URL such as s3://bucket/set")
    parser.add_argument("--format", choices=FORMATS, help="how records are written (default: jsonl)")
    parser.add_argument("--site", action="append", default=[], metavar="NAME", help="only of this site; repeatable")
    parser.add_argument(
        "--language", action="append", default=[], metavar="TAG",
        help="only in this language: en is also en-GB; repeatable",
    )  # fmt: skip
    parser.add_argument("--since", type=arguments.day, metavar="DATE", help="only what was published on DATE or later")
    parser.add_argument(
        "--until", type=arguments.day, metavar="DATE", help="only what was published on DATE or earlier"
    )
    parser.add_argument(
        "--where", metavar="SQL", help="only records for which this expression of DuckDB holds: word_count > 300"
    )
    parser.add_argument("--fields", metavar="NAMES", help="only these fields, parted by commas, in this order")
    parser.add_argument("--names", choices=NAMES, default="newskeep", help="what fields are called (default: newskeep)")
    versions = parser.add_mutually_exclusive_group()
    versions.add_argument("--latest-only", action="store_true", help="the newest version of each article (default)")
    versions.add_argument("--all-versions", action="store_true", help="every version on record")
    parser.add_argument(
        "--drop-duplicates", action="store_true", help="of articles with nearly the same text only the first"
    )
    add_split_options(parser)
    parser.add_argument("--title", metavar="TEXT", help="for --format hf: what the card calls the set")
    parser.add_argument("--compress", choices=COMPRESSIONS, help="compress each file")
    parser.add_argument("--replace", action="store_true", help="take the place of a whole export in PATH")
    parser.add_argument(
        "--verify", type=Path, metavar="FOLDER", help="make nothing: say whether every file of that export is whole"
    )
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Make or verify an export. NOTHING when no record is asked for, UNEXPECTED when one is not whole."""
    if args.verify:
        if args.to:
            raise UsageError("--verify makes nothing, so it takes no --to")
        from crawler.cli.export_verify import verify

        return verify(args.verify)
    if not args.to:
        raise UsageError("export needs --to PATH, the folder to make")
    if args.since and args.until and args.since > args.until:
        raise UsageError(f"--since {args.since} is after --until {args.until}")
    from crawler.cli.exporting import export

    return export(args, args.output or arguments.store_folder())
