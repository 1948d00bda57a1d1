"""`newskeep history`: the versions of an article, and what changed from one to the next."""

import argparse
from pathlib import Path

from crawler.cli import arguments
from crawler.cli.exits import Exit
from crawler.cli.messages import say

NAME = "history"
SUMMARY = "show the versions of an article and what changed, word by word"

FORMATS = ("text", "json", "html")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument("url", metavar="URL", help="any address of the article")
    arguments.add_output(parser, "the store")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text: in colour on a terminal; json; html: a page (default: text)",
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="write there instead of to standard output")


def run(args: argparse.Namespace) -> int:
    """Write the versions. NOTHING when the store has no record of the article."""
    arguments.check_url(args.url)
    from crawler.cli.destination import opened
    from crawler.cli.history_html import html_of
    from crawler.cli.history_text import json_of, write_text
    from crawler.cli.history_versions import versions_of
    from crawler.state.lookup import Lookup
    from crawler.urls import url_key

    folder = args.output or arguments.store_folder()
    with Lookup(folder / "state.sqlite") as state:
        entry = state.url(url_key(args.url))
        known = state.record(entry.record_id) if entry and entry.record_id else None
        if known is None:
            say(f"no article on record in {folder}: {args.url}; newskeep why tells more")
            return Exit.NOTHING
        history = versions_of(state, folder, known)
    for line in history.missing:
        say(line)
    if not history.versions:
        return Exit.NOTHING
    with opened(args.to) as out:
        match args.format:
            case "json":
                out.write(json_of(history))
            case "html":
                out.write(html_of(history))
            case _:
                write_text(history, out)
    return Exit.DONE
