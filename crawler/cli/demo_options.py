"""`newskeep demo`: its options."""

import argparse
from itertools import count
from pathlib import Path

from crawler.cli import arguments

NAME = "demo"
SUMMARY = "crawl the bundled demo site on this machine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    arguments.add_output(parser, "a folder; the demo makes a store of its own in it")


def run(args: argparse.Namespace) -> int:
    """Crawl the demo site into a new store, and say how it ended."""
    store = _new_folder(args.output or arguments.store_folder())
    from crawler.cli.demo import run_demo

    return run_demo(store)


def _new_folder(parent: Path) -> Path:
    """The first of demo, demo-2, demo-3, … that is not there yet: in a known store, the demo would find nothing new."""
    folder = parent / "demo"
    numbers = count(2)
    while folder.exists():
        folder = parent / f"demo-{next(numbers)}"
    return folder
