"""`newskeep sites`: the profiles that there are."""

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from crawler.cli.columns import in_columns
from crawler.cli.exits import Exit
from crawler.errors import UsageError

if TYPE_CHECKING:  # its imports would slow --help
    from crawler.profiles.model import SiteProfile

NAME = "sites"
SUMMARY = "list site profiles, or show one"

COLUMNS = ("name", "title", "domains", "extends")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument("action", nargs="?", choices=("show",), help="print one profile with its inherited values")
    parser.add_argument("site", nargs="?", metavar="NAME", help="a profile's name or file")


def run(args: argparse.Namespace) -> int:
    """List the profiles, or print one as TOML."""
    from crawler.profiles import as_toml, bundled_profiles, load_profile, origin_of_values

    if not args.action:
        sys.stdout.write(table(bundled_profiles().values()))
        return Exit.DONE
    if not args.site:
        raise UsageError("which profile? newskeep sites show NAME")
    sys.stdout.write(as_toml(load_profile(args.site), origin_of_values(args.site)))
    return Exit.DONE


def table(profiles: "Iterable[SiteProfile]") -> str:
    """The profiles, a line each under a heading, in aligned columns."""
    rows = [COLUMNS, *((p.name, p.title or "", " ".join(p.domains), " ".join(p.lineage[1:2])) for p in profiles)]
    return in_columns(rows)
