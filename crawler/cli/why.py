"""`newskeep why`: what the store knows of a URL."""

import argparse
import sys

from crawler.cli import arguments
from crawler.cli.exits import Exit
from crawler.cli.messages import say

NAME = "why"
SUMMARY = "tell what is known of a URL: how found, last answer, next look, record or reject"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument("url", metavar="URL", help="any address of the page, as a person has it")
    arguments.add_output(parser, "the store")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    parser.add_argument("--site", metavar="NAME", help="judge an unknown URL by this profile, whatever its host")


def run(args: argparse.Namespace) -> int:
    """Print what is known. NOTHING when the store has never heard of the URL."""
    arguments.check_url(args.url)
    from datetime import UTC, datetime

    from crawler.cli.why_answer import known_facts, text_of, unknown_facts
    from crawler.record import json_line
    from crawler.run.forgotten import read_forgotten
    from crawler.state.lookup import Lookup
    from crawler.urls import url_key

    folder = args.output or arguments.store_folder()
    if tombstone := read_forgotten(folder).of_url(args.url):
        forgotten = {"at": tombstone.forgotten_at, "reason": tombstone.reason}
        known = {"url": args.url, "key": url_key(args.url), "forgotten": forgotten}
        sys.stdout.write(f"{json_line(known)}\n" if args.format == "json" else f"{args.url}\n{tombstone.said}\n")
        return Exit.DONE
    with Lookup(folder / "state.sqlite") as state:
        entry = state.url(url_key(args.url))
        facts = known_facts(entry, state, folder, datetime.now(UTC)) if entry else unknown_facts(args.url, args.site)
    sys.stdout.write(f"{json_line(facts)}\n" if args.format == "json" else text_of(facts))
    if entry is None:
        say(f"not known in {folder}: {args.url}")
        return Exit.NOTHING
    return Exit.DONE
