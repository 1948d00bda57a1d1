"""`newskeep demo`: its options."""

import argparse

from crawler.cli import arguments

NAME = "demo"
SUMMARY = "crawl the bundled demo site on this machine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    arguments.add_output(parser, "a store; the demo's own lies in demo/ of it")


def run(args: argparse.Namespace) -> int:
    """Crawl the demo site, and say how it ended."""
    from crawler.cli.demo import run_demo

    return run_demo((args.output or arguments.store_folder()) / "demo")
