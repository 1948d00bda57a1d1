"""How `newskeep export` is told to part a data set."""

import argparse
from typing import TYPE_CHECKING

from crawler.errors import UsageError

if TYPE_CHECKING:  # its imports would slow --help
    from pipelines.exports.splits import Plan

KINDS = ("time", "group", "random")


def add_split_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `plan_of` reads."""
    parser.add_argument(
        "--split", choices=KINDS,
        help="part the set into train, validation and test; by time and group no near copy is on two sides",
    )  # fmt: skip
    parser.add_argument("--shares", metavar="N/N/N", help="how much each part gets (default: 90/5/5)")
    parser.add_argument(
        "--split-at", metavar="DAY/DAY", help="for --split time: the days with which validation and test begin"
    )
    parser.add_argument(
        "--hold-out", action="append", default=[], metavar="SITE",
        help="put the whole site into test, with every copy of its articles; repeatable",
    )  # fmt: skip
    parser.add_argument("--seed", metavar="TEXT", help="for --split group and random: salt of the hash")


def plan_of(args: argparse.Namespace) -> "Plan | None":
    """The plan that was asked for. Raises UsageError for one that cannot be."""
    from pipelines.exports.splits import SEED, SHARES, Plan, days_of, shares_of

    given = {"--shares": args.shares, "--split-at": args.split_at, "--hold-out": args.hold_out, "--seed": args.seed}
    if not args.split:
        if unused := [name for name, value in given.items() if value]:
            raise UsageError(f"{unused[0]} goes with --split")
        return None
    if args.shares and args.split_at:
        raise UsageError("--split-at says where parts begin, so it takes no --shares")
    if args.seed and args.split == "time":
        raise UsageError("--split time is by days, so it takes no --seed")
    try:
        return Plan(
            args.split,
            shares=shares_of(args.shares) if args.shares else SHARES,
            cuts=days_of(args.split_at) if args.split_at else (),
            seed=args.seed or SEED,
            held_out=frozenset(args.hold_out),
        )
    except ValueError as error:
        raise UsageError(f"--split: {error}") from error
