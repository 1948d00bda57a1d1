"""The process's standard streams."""

import os
import select
import sys
from io import TextIOWrapper

STANDARD_OUTPUT = 1


def prepare() -> None:
    """Make all three streams usable, and text on the output ones UTF-8 whatever the locale."""
    # A closed stream (`>&-`) would hand its number to the next file opened, and what is printed would end up in that.
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A lone surrogate becomes \udXXX, which in JSON is that same character.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def nobody_reads() -> bool:
    """Whether standard output is a pipe whose reader has gone, as after `| head`."""
    poll = select.poll()
    poll.register(STANDARD_OUTPUT, 0)  # asks for nothing; errors and hang-ups are always told
    return bool(poll.poll(0))


def silence() -> None:
    """Send what standard output still holds to nowhere: the interpreter flushes it at its end and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), STANDARD_OUTPUT)
