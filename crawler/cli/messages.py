"""Messages for people: one plain line each, on standard error."""

import contextlib
import re
import sys

MOST_CHARACTERS = 1000  # a page's own words may be in it; a terminal full of them helps nobody

# Control characters, line and paragraph separators, and the marks that turn the direction of what follows
# ("\x1b[2J" clears a terminal, U+202E shows "exe.gnp" as "png.exe").
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` as one line that a terminal only shows: unsafe characters escaped, at most 1000 characters."""
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS] + "…"
    return UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def say(text: str) -> None:
    """Write "newskeep: text" to standard error; when nobody reads that, nothing happens."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"newskeep: {plain(text)}\n")
            sys.stderr.flush()
