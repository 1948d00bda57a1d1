"""`newskeep sites`: the profiles that there are, what their sites have taught, and how well one reads its site."""

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
SUMMARY = "list site profiles, show one, check how one reads its site, or show what its articles have in common"

DEFAULT_PAGES = 10  # of a check: enough to see what a site's pages share, and polite
COLUMNS = ("name", "title", "domains", "extends")

# Options that not every action takes.
OPTIONS = {
    "output": "--output", "write": "--write", "format": "--format", "to": "--to", "pages": "--pages", "jobs": "--jobs",
    "delay": "--delay", "allow_network": "--allow-network", "set": "--set", "quiet": "--quiet", "verbose": "--verbose",
}  # fmt: skip
LEARN = frozenset({"output", "write", "format", "to"})
ALLOWED: dict[str | None, frozenset[str]] = {"learn": LEARN, "check": frozenset(OPTIONS) - {"output", "write"}}
LEARN_FORMATS = ("table", "jsonl", "toml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "action", nargs="?", choices=("show", "check", "learn"),
        help="show: print one profile with its inherited values; check: fetch some pages of the site, and show what of"
        " each was kept, what went and why, and how many fill each field; learn: the lines that many of a site's"
        " articles hold",
    )  # fmt: skip
    parser.add_argument(
        "site", nargs="?", metavar="NAME|URL", help="a profile's name or file; for check and learn also a site's URL"
    )
    arguments.add_output(parser, "learn: the store")
    parser.add_argument("--write", action="store_true", help="learn: add rules for those lines to the profile file")
    parser.add_argument(
        "--pages", type=arguments.whole, metavar="N", help=f"check: how many pages (default: {DEFAULT_PAGES})"
    )
    parser.add_argument(
        "--format",
        help="check: text (default), html (default for --to X.html), jsonl; learn: table (default), jsonl, or toml:"
        " rules for a profile",
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help="check: write the pages there, and only the fields to standard output; learn: write the rules there",
    )
    arguments.add_jobs(parser)
    arguments.add_network(parser)
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """List the profiles, print one as TOML, or do as the action's module says."""
    for name, word in OPTIONS.items():
        is_given = getattr(args, name) not in (None, []) and getattr(args, name) is not False
        if is_given and name not in ALLOWED.get(args.action, ()):
            raise UsageError(f"sites {args.action or 'without an action'} takes no {word}")
    if args.action and not args.site:
        raise UsageError(f"which profile? newskeep sites {args.action} NAME")
    if args.action == "check":
        return _check(args)
    if args.action == "learn":
        return _learn(args)
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


def _check(args: argparse.Namespace) -> int:
    from crawler.cli.explain_writer import format_of
    from crawler.cli.options import CheckOptions
    from crawler.cli.sites_check import check

    return check(
        CheckOptions(
            site=args.site,
            pages=args.pages or DEFAULT_PAGES,
            to=args.to,
            format=format_of(args.format, args.to),
            jobs=args.jobs,
            delay_s=args.delay,
            settings=tuple(args.set),
            allow_networks=tuple(args.allow_network),
            quiet=args.quiet,
            verbose=args.verbose,
        )
    )


def _learn(args: argparse.Namespace) -> int:
    from crawler.cli import sites_learn

    args.format = args.format or "table"
    if args.format not in LEARN_FORMATS:
        raise UsageError(f"--format of sites learn is one of {', '.join(LEARN_FORMATS)}")
    if args.to and args.format != "toml":
        raise UsageError("--to is for --format toml")
    return sites_learn.run(args)
