"""`newskeep crawl`: its options, read and checked."""

import argparse

from crawler.cli import arguments
from crawler.cli.options import CrawlOptions
from crawler.errors import UsageError

NAME = "crawl"
SUMMARY = "crawl news sites into the store"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "sites", nargs="+", metavar="SITE", help="a profile's name (memo), a profile file (my.toml) or a site's URL"
    )
    arguments.add_output(parser, "the store")
    parser.add_argument("--limit", type=arguments.whole, metavar="N", help="stop a site after N records")
    parser.add_argument("--max-time", type=arguments.seconds, metavar="SECONDS", help="stop after that time")
    parser.add_argument("--since", type=arguments.day, metavar="DATE", help="only what was published on DATE or later")
    parser.add_argument(
        "--until", type=arguments.day, metavar="DATE", help="only what was published on DATE or earlier"
    )
    arguments.add_jobs(parser)
    parser.add_argument("--concurrency", type=arguments.whole, metavar="N", help="requests at once to a host")
    arguments.add_network(parser)
    parser.add_argument("--refetch", action="store_true", help="fetch known articles again, too")
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched and why; fetch no article")
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Crawl, and say how it ended."""
    options = options_of(args)
    from crawler.cli.crawl import crawl

    return crawl(options)


def options_of(args: argparse.Namespace) -> CrawlOptions:
    """The parsed arguments as a value. Raises UsageError when they contradict each other."""
    if args.since and args.until and args.since > args.until:
        raise UsageError(f"--since {args.since} is after --until {args.until}")
    return CrawlOptions(
        sites=tuple(args.sites),
        output=args.output or arguments.store_folder(),
        limit=args.limit,
        max_time_s=args.max_time,
        since=args.since,
        until=args.until,
        jobs=args.jobs,
        delay_s=args.delay,
        concurrency=args.concurrency,
        refetch=args.refetch,
        dry_run=args.dry_run,
        settings=tuple(args.set),
        allow_networks=tuple(args.allow_network),
        quiet=args.quiet,
        verbose=args.verbose,
    )
