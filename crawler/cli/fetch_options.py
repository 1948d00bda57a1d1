"""`newskeep fetch`: its options, read and checked."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from crawler.cli import arguments
from crawler.cli.options import FetchOptions, Format
from crawler.errors import UsageError

NAME = "fetch"
SUMMARY = "fetch single articles, records to standard output"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "urls", nargs="+", metavar="URL", help="an article's URL; - reads a list from standard input, one a line"
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the records there instead")
    parser.add_argument("--format", choices=get_args(Format), default="jsonl", help="(default: jsonl)")
    parser.add_argument("--site", metavar="NAME", help="use this profile, whatever the URL's host")
    parser.add_argument("--keep", action="store_true", help="put records into the store as well, as a crawl would")
    arguments.add_output(parser, "the store for --keep")
    arguments.add_jobs(parser)
    arguments.add_network(parser)
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Fetch, and say how it ended."""
    options = options_of(args, _lines_of_standard_input())
    from crawler.cli.fetch import fetch

    return fetch(options)


def options_of(args: argparse.Namespace, stdin: Iterable[bytes]) -> FetchOptions:
    """The parsed arguments as a value. Raises UsageError for what is no URL."""
    return FetchOptions(
        urls=tuple(_urls(args.urls, stdin)),
        output=args.output or arguments.store_folder(),
        to=args.to,
        format=args.format,
        site=args.site,
        keep=args.keep,
        delay_s=args.delay,
        jobs=args.jobs,
        settings=tuple(args.set),
        allow_networks=tuple(args.allow_network),
        quiet=args.quiet,
        verbose=args.verbose,
    )


def _urls(words: list[str], stdin: Iterable[bytes]) -> list[str]:
    urls: list[str] = []
    for word in words:
        if word != "-":
            arguments.check_url(word)
            urls.append(word)
            continue
        for number, line in enumerate(stdin, start=1):
            text = line.decode("utf-8-sig" if number == 1 else "utf-8", "backslashreplace").strip()
            if text and not text.startswith("#"):
                arguments.check_url(text, f" (line {number} of standard input)")
                urls.append(text)
    if not urls:
        raise UsageError("no URL on standard input")
    return urls


def _lines_of_standard_input() -> Iterator[bytes]:
    if sys.stdin is not None:
        yield from sys.stdin.buffer
