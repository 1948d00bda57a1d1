"""`newskeep sites`: the profiles that there are, and what their sites have taught."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli import arguments
from crawler.cli.columns import in_columns
from crawler.cli.exits import Exit
from crawler.errors import UsageError

if TYPE_CHECKING:  # its imports would slow --help
    from crawler.profiles.model import SiteProfile

NAME = "sites"
SUMMARY = "list site profiles, show one, or what a site's articles have in common"

COLUMNS = ("name", "title", "domains", "extends")

# Options that not every action takes.
OPTIONS = {"output": "--output", "write": "--write", "format": "--format", "to": "--to"}
ALLOWED: dict[str | None, frozenset[str]] = {"learn": frozenset(OPTIONS)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "action", nargs="?", choices=("show", "learn"),
        help="show: print one profile with its inherited values; learn: the lines that many of a site's articles hold",
    )  # fmt: skip
    parser.add_argument("site", nargs="?", metavar="NAME", help="a profile's name or file; for learn also a URL")
    arguments.add_output(parser, "learn: the store")
    parser.add_argument("--write", action="store_true", help="learn: add rules for those lines to the profile file")
    parser.add_argument(
        "--format",
        choices=("table", "jsonl", "toml"),
        help="learn: table (default), jsonl, or toml: rules for a profile",
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="learn: write the rules there")


def run(args: argparse.Namespace) -> int:
    """List the profiles, print one as TOML, or do as the action's module says."""
    for name, word in OPTIONS.items():
        if getattr(args, name) and name not in ALLOWED.get(args.action, ()):
            raise UsageError(f"sites {args.action or 'without an action'} takes no {word}")
    if args.action and not args.site:
        raise UsageError(f"which profile? newskeep sites {args.action} NAME")
    if args.action == "learn":
        from crawler.cli import sites_learn

        args.format = args.format or "table"
        if args.to and args.format != "toml":
            raise UsageError("--to is for --format toml")
        return sites_learn.run(args)
    from crawler.profiles import as_toml, bundled_profiles, load_profile, origin_of_values

    if not args.action:
        sys.stdout.write(table(bundled_profiles().values()))
        return Exit.DONE
    sys.stdout.write(as_toml(load_profile(args.site), origin_of_values(args.site)))
    return Exit.DONE


def table(profiles: "Iterable[SiteProfile]") -> str:
    """The profiles, a line each under a heading, in aligned columns."""
    rows = [COLUMNS, *((p.name, p.title or "", " ".join(p.domains), " ".join(p.lineage[1:2])) for p in profiles)]
    return in_columns(rows)
