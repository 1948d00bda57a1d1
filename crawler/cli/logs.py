"""Where log lines go: standard error, one line each, nothing of a page's in control."""

import logging
import sys
from dataclasses import dataclass

from crawler.cli.messages import plain


class _OneLine(logging.Formatter):
    """Escapes control characters: a log line may hold words of a page, and the reader's terminal obeys them."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return "\n".join(plain(line) for line in text.split("\n")) if record.exc_info else plain(text)


@dataclass(frozen=True, slots=True)
class Loudness:
    """How much a person wants to be told."""

    quiet: bool = False
    verbose: bool = False


def set_up(loudness: Loudness) -> None:
    """Warnings and progress by default; `quiet` leaves errors, `verbose` adds each source and failed page.

    To be called after Scrapy's process is made, which sets levels of its own.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    quiet, verbose = loudness.quiet, loudness.verbose
    root.setLevel(logging.ERROR if quiet else logging.WARNING)
    # Scrapy tells of each retry that it gives up on as an error: our counts and reports tell that.
    logging.getLogger("scrapy").setLevel(logging.WARNING if verbose else logging.CRITICAL)
    logging.getLogger("crawler").setLevel(logging.ERROR if quiet else logging.DEBUG if verbose else logging.WARNING)
    if not quiet:
        logging.getLogger("crawler.monitor").setLevel(logging.INFO)
