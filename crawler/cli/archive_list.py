"""`newskeep archive list`: the files of an archive, or the captures of one URL."""

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from crawler.archive.cdxj import REVISIT_MIME
from crawler.archive.holdings import Choice, Holdings, Place
from crawler.cli.columns import in_columns
from crawler.cli.exits import Exit
from crawler.cli.messages import plain, say
from crawler.dates import utc_stamp
from crawler.record import json_line

if TYPE_CHECKING:
    from crawler.archive.cdxj import IndexEntry

FILE_COLUMNS = ("file", "site", "captures", "revisits", "bytes", "first", "last")
CAPTURE_COLUMNS = ("at", "status", "mime", "length", "file", "offset", "url")


def run(args: argparse.Namespace, holdings: Holdings, choice: Choice) -> int:
    """Print a row a file, or, for a URL, a row a capture; NOTHING when the archive does not hold the URL."""
    if args.url:
        rows = [capture_row(place) for place in holdings.captures_of(args.url, choice)]
        if not rows:
            say(f"not in the archive: {args.url}")
            return Exit.NOTHING
        write(rows, CAPTURE_COLUMNS, args.format)
    else:
        write(file_rows(holdings, choice), FILE_COLUMNS, args.format)
    return Exit.DONE


def file_rows(holdings: Holdings, choice: Choice) -> list[Mapping[str, object]]:
    """A row a file that holds a capture that is meant, with counts and times of those."""
    rows: list[Mapping[str, object]] = []
    for file in holdings.files(choice.site):
        captures = revisits = 0
        first = last = None
        for entry in filter(choice.admits, file.entries()):
            captures += 1
            revisits += entry.mime == REVISIT_MIME
            first, last = _earlier(first, entry), _later(last, entry)
        if captures or not (choice.since or choice.until):
            rows.append(
                {
                    "file": file.path.name,
                    "site": file.site,
                    "captures": captures,
                    "revisits": revisits,
                    "bytes": file.path.stat().st_size,
                    "first": utc_stamp(first.at) if first else None,
                    "last": utc_stamp(last.at) if last else None,
                }
            )
    return rows


def capture_row(place: Place) -> Mapping[str, object]:
    """What is known of a capture from the index."""
    file, entry = place
    return {
        "at": utc_stamp(entry.at),
        "status": entry.status,
        "mime": entry.mime,
        "length": entry.length,
        "file": file.path.name,
        "offset": entry.offset,
        "url": entry.url,
        "digest": entry.digest,
    }


def write(rows: Iterable[Mapping[str, object]], columns: tuple[str, ...], form: str) -> None:
    """The rows on standard output: aligned columns under a heading, or a JSON object a line with all they hold."""
    if form == "jsonl":
        for row in rows:
            sys.stdout.write(json_line(row) + "\n")
        return
    sys.stdout.write(in_columns([columns, *(tuple(_cell(row[column]) for column in columns) for row in rows)]))


def _cell(value: object) -> str:
    return "-" if value is None or value == "" else plain(str(value))


def _earlier(one: "IndexEntry | None", other: "IndexEntry") -> "IndexEntry":
    return other if one is None or other.stamp < one.stamp else one


def _later(one: "IndexEntry | None", other: "IndexEntry") -> "IndexEntry":
    return other if one is None or other.stamp > one.stamp else one
