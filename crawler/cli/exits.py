"""How a command ends: its exit code, and what that says."""

import textwrap
from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """Every exit code of `newskeep`. `meaning` is what --help and the README say of it."""

    meaning: str

    DONE = 0, "done (also when nothing was new)"
    FAULT = 1, "a fault of ours; the message says where its log is and where to report it"
    USAGE = 2, "the command line or a profile cannot be used"
    NOTHING = (
        3,
        "for some site nothing could be fetched, or no article came out though pages were fetched"
        " (fetch: some URL gave no record; extract: no page gave one)",
    )
    UNEXPECTED = 4, "a profile's expectations were missed"
    BUSY = 5, "the site is in use by another run"
    CANNOT_WRITE = 6, "cannot write (disk full, folder read-only)"
    INTERRUPTED = 130, "stopped by SIGINT (Ctrl-C), cleanly"
    TERMINATED = 143, "stopped by SIGTERM, cleanly"

    def __new__(cls, value: int, meaning: str) -> "Exit":
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


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
        textwrap.fill(code.meaning, width, initial_indent=f"  {code.value:<4}", subsequent_indent=" " * 6)
        for code in Exit
    )
