"""`newskeep archive verify`: is what the archive holds whole?"""

import argparse
from collections.abc import Mapping
from itertools import chain

from crawler.archive.holdings import Choice, Holdings
from crawler.archive.verify import Checked, Problem, verify
from crawler.cli.archive_list import write
from crawler.cli.exits import Exit
from crawler.cli.messages import say

COLUMNS = ("file", "offset", "problem")


def run(args: argparse.Namespace, holdings: Holdings, choice: Choice) -> int:
    """Print a row a problem; UNEXPECTED when there is one. Files are read from end to end, whatever the days asked."""
    checked = Checked()
    problems = [_row(one) for one in chain.from_iterable(verify(file, checked) for file in holdings.files(choice.site))]
    if problems:
        write(problems, COLUMNS, args.format)
    if not args.quiet:
        found = f"problems: {len(problems)}" if problems else "all whole"
        say(
            f"files: {checked.files}, records: {checked.records}, digests: {checked.digests},"
            f" index entries: {checked.entries}, {found}"
        )
    return Exit.UNEXPECTED if problems else Exit.DONE


def _row(problem: Problem) -> Mapping[str, object]:
    return {"file": problem.file, "offset": problem.offset, "problem": problem.what}
