"""`newskeep state`: what the store's memory holds, a copy of it, and making it anew when it was lost."""

import argparse
import sys
from pathlib import Path

from crawler.cli import arguments
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.errors import CannotWrite, UsageError

NAME = "state"
SUMMARY = "show, back up or rebuild the state of a store"

ACTIONS = ("show", "backup", "rebuild")
STATE = "state.sqlite"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        help="show: sizes, counts and last runs of each site; backup: write a copy, also while runs are going;"
        " rebuild: make it anew from records, rejects and archive, when it was lost",
    )
    arguments.add_output(parser, "the store")
    parser.add_argument("--to", type=Path, metavar="FILE", help="backup: write there")
    parser.add_argument("--format", choices=("text", "json"), help="show: (default: text)")


def run(args: argparse.Namespace) -> int:
    """Do the action."""
    folder = args.output or arguments.store_folder()
    if args.to and args.action != "backup":
        raise UsageError(f"state {args.action} takes no --to")
    if args.format and args.action != "show":
        raise UsageError(f"state {args.action} takes no --format")
    match args.action:
        case "show":
            return _show(folder, args.format or "text")
        case "backup":
            if not args.to:
                raise UsageError("state backup needs --to FILE")
            return _backup(folder, args.to)
    return _rebuild(folder)


def _show(folder: Path, form: str) -> int:
    from datetime import UTC, datetime

    from crawler.cli.state_answer import facts_of, shown, text_of
    from crawler.record import json_line
    from crawler.state.lookup import Lookup

    with Lookup(folder / STATE) as state:
        what = shown(state, folder, datetime.now(UTC))
    sys.stdout.write(f"{json_line(facts_of(what))}\n" if form == "json" else text_of(what))
    return Exit.DONE


def _backup(folder: Path, to: Path) -> int:
    import sqlite3

    from crawler.cli.destination import opened_bytes
    from crawler.state.lookup import Lookup

    with Lookup(folder / STATE) as state, opened_bytes(to) as file:
        try:
            state.copy_to(Path(file.name))
        except sqlite3.Error as error:
            raise CannotWrite(f"cannot copy the state to {to}: {error}") from error
    return Exit.DONE


def _rebuild(folder: Path) -> int:
    from datetime import UTC, datetime

    from crawler import settings
    from crawler.run.rebuild import rebuild

    made = rebuild(folder, datetime.now(UTC), settings.LOOK_AGAIN_S)
    for line in made.said:
        say(line)
    if made.old:
        say(f"the state that was there is kept as {made.old}")
    sys.stdout.write(f"{folder / STATE}: {len(made.sites)} sites, {made.articles} articles, {made.urls} URLs\n")
    return Exit.DONE
