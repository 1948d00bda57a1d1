"""How a command ends: its exit code, and what that says."""

import textwrap
from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """Every exit code of `newskeep`."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    NOTHING = 3
    UNEXPECTED = 4
    BUSY = 5
    CANNOT_WRITE = 6
    INTERRUPTED = 130
    TERMINATED = 143


# What --help and the README say of each.
MEANINGS = {
    Exit.DONE: "done (also when nothing was new)",
    Exit.FAULT: "a fault of ours; the message says where its log is and where to report it",
    Exit.USAGE: "the command line or a profile cannot be used",
    Exit.NOTHING: "for some site nothing could be fetched, or no article came out though pages were fetched"
    " (fetch: some URL gave no record; extract: no page gave one; export: no record is asked for;"
    " clean: no text was there; forget: some URL is not known)",
    Exit.UNEXPECTED: "a profile's expectations were missed"
    " (archive, export: something is not whole; clean: lines went through unread)",
    Exit.BUSY: "the site is in use by another run",
    Exit.CANNOT_WRITE: "cannot write (disk full, folder read-only)",
    Exit.INTERRUPTED: "stopped by SIGINT (Ctrl-C), cleanly",
    Exit.TERMINATED: "stopped by SIGTERM, cleanly",
}

# A fault or a wrong command line concerns the whole run. What a signal cut short says nothing about the site.
GRAVEST_FIRST = (
    Exit.FAULT,
    Exit.USAGE,
    Exit.CANNOT_WRITE,
    Exit.BUSY,
    Exit.INTERRUPTED,
    Exit.TERMINATED,
    Exit.NOTHING,
    Exit.UNEXPECTED,
    Exit.DONE,
)


def gravest(codes: Iterable[int]) -> Exit:
    """The code that counts when several sites ended with `codes`; DONE for none. ValueError for an unknown code."""
    return min((Exit(code) for code in codes), key=GRAVEST_FIRST.index, default=Exit.DONE)


def exit_lines(width: int = 100) -> str:
    """The codes with their meanings as --help shows them, no line wider than `width`."""
    return "\n".join(
        textwrap.fill(meaning, width, initial_indent=f"  {code:<4d}", subsequent_indent=" " * 6)
        for code, meaning in MEANINGS.items()
    )
