"""`newskeep sites learn`: what a site's articles have in common, and rules for it to put into its profile."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from crawler.cli import arguments
from crawler.cli.archive_list import write
from crawler.cli.destination import opened
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.cli.site_names import profile_of
from crawler.errors import CannotWrite, UsageError
from crawler.extract.furniture import KEY_CHARACTERS
from crawler.profiles import lines_as_toml, load_profile
from crawler.profiles.files import is_path
from crawler.profiles.matching import line_rule_for
from crawler.profiles.model import LineRule, SiteProfile
from crawler.state.lookup import Lookup
from crawler.state.rows import SharedLine

COLUMNS = ("share", "articles", "of", "taken", "text")
SHOWN_COUNT = 5  # articles that hold a line: those of fewer are not shown
TABLE_CHARACTERS = 100  # of a line's text

SPECIAL = re.compile(r"([.^$*+?{}\[\]\\|()])")  # what a pattern must escape


def run(args: argparse.Namespace) -> int:
    """Show the lines, or write rules for those that are furniture; NOTHING when the site has taught none."""
    profile = profile_of(args.site)
    with Lookup((args.output or arguments.store_folder()) / "state.sqlite") as state:
        lines = [line for line in state.memory(profile.name) if line.articles >= SHOWN_COUNT or line.is_furniture]
    if not lines:
        say(f"{profile.name}: no line stands in {SHOWN_COUNT} of its articles")
        return Exit.NOTHING
    if args.write:
        return _append(args.site, list(_rules(lines, profile)))
    if args.format == "toml":
        with opened(args.to) as out:
            out.write(lines_as_toml(_rules(lines, profile)).lstrip())
        return Exit.DONE
    write([_row(line, whole=args.format == "jsonl") for line in lines], COLUMNS, args.format)
    return Exit.DONE


def _row(line: SharedLine, *, whole: bool) -> dict[str, object]:
    text = line.text if whole or len(line.text) <= TABLE_CHARACTERS else f"{line.text[:TABLE_CHARACTERS]}…"
    taken = line.is_furniture if whole else "yes" if line.is_furniture else "no"
    share = round(line.articles / line.of, 3)
    return {"share": share, "articles": line.articles, "of": line.of, "taken": taken, "text": text}


def _rules(lines: Iterable[SharedLine], profile: SiteProfile) -> Iterator[LineRule]:
    """A rule for each line that is furniture and that no rule of the profile takes yet."""
    number = 0
    names = {rule.name for rule in profile.boilerplate.lines}
    for line in lines:
        if not line.is_furniture or line_rule_for(profile.boilerplate.lines, line.text):
            continue
        number += 1
        while f"learned-{number}" in names:
            number += 1
        pattern = SPECIAL.sub(r"\\\1", line.text) + (r"[^\n]*" if len(line.text) == KEY_CHARACTERS else "")
        yield LineRule(f"learned-{number}", pattern, line.text, f"“{line.text}” – so said the sign.")


def _append(name: str, rules: list[LineRule]) -> int:
    if not is_path(name):
        raise UsageError(
            f"--write needs a profile file, which {name} is not; --format toml prints the rules for a profile of yours"
        )
    if not rules:
        say(f"{name}: has a rule for each line already")
        return Exit.DONE
    path = Path(name)
    tried = path.with_name(f"{path.stem}.part.toml")
    try:
        before = path.read_text("utf-8")
        tried.write_text(before.rstrip("\n") + "\n" + lines_as_toml(rules), "utf-8")
        load_profile(str(tried))  # whoever runs it next must not be the first to know
        tried.replace(path)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from error
    finally:
        tried.unlink(missing_ok=True)
    sys.stdout.write("".join(f"{rule.name}: {rule.removes}\n" for rule in rules))
    say(f"{path}: {len(rules)} rules were added; read them, each takes whole lines from every page of the site")
    return Exit.DONE
