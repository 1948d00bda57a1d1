"""`newskeep clean`: texts that others extracted, without the lines that are none of them."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from crawler.cli import arguments
from crawler.cli.destination import opened, opened_bytes
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.errors import UsageError

NAME = "clean"
SUMMARY = "take lines that are no text out of texts that others extracted"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "file", metavar="FILE|-", help="a text, its first line the title; or JSONL; - is standard input"
    )
    parser.add_argument(
        "--profile", metavar="NAME", help="a profile's rules (name or file; default: by a record's url, else generic)"
    )
    parser.add_argument("--field", metavar="NAME", help="JSONL: the field that holds the text (default: text)")
    parser.add_argument(
        "--charset", metavar="LABEL", help="what a text is in, such as windows-1256 (default: looked at)"
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--explain", action="store_true", help="list what was taken, and by which rule")
    parser.add_argument(
        "--explain-to", type=Path, metavar="FILE", help="write that list there as JSONL: record, line, rule, text"
    )
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Clean it; UNEXPECTED when lines of it could not be read and went through as they were, NOTHING without a text."""
    from crawler.bodies.labels import codec_of
    from crawler.cli.cleaning import Cleaner
    from crawler.extract.saved_text import Taken
    from crawler.profiles import load_profile

    if args.charset and codec_of(args.charset) is None:
        raise UsageError(f"--charset {args.charset}: the web knows no charset of that name")
    with ExitStack() as stack:
        source = stack.enter_context(_opened(args.file))
        explained = stack.enter_context(opened(args.explain_to)) if args.explain_to else None

        def explain(record: int | None, taken: Taken) -> None:
            if explained:
                value = {"record": record, "line": taken.line, "rule": taken.rule, "text": taken.text}
                explained.write(json.dumps(value, ensure_ascii=False) + "\n")
            if args.explain:
                where = f"record {record}, line {taken.line}" if record else f"line {taken.line}"
                say(f"{where}: {taken.rule}: {taken.text}")

        profile = load_profile(args.profile) if args.profile else None
        name = "standard input" if args.file == "-" else args.file
        cleaner = Cleaner(name, source, profile, args.field, args.charset, explain)
        out = stack.enter_context(opened_bytes(args.to)) if args.to else sys.stdout.buffer
        cleaner.write_to(out)
        out.flush()
    if not args.quiet:
        unread = f", lines that went through as they were: {cleaner.unread}" if cleaner.unread else ""
        say(f"texts: {cleaner.texts}, changed: {cleaner.changed}, lines taken: {cleaner.taken}{unread}")
    if cleaner.unread:
        return Exit.UNEXPECTED
    return Exit.DONE if cleaner.texts else Exit.NOTHING


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield file
    except IsADirectoryError:
        raise UsageError(f"{name} is a folder; clean takes one file") from None
    except FileNotFoundError:
        raise UsageError(f"there is no file {name}") from None
