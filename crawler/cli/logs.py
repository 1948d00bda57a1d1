"""Where log lines go: standard error, one line each, nothing of a page's in control."""

import logging
import sys
from dataclasses import dataclass
from types import TracebackType
from typing import TypeAlias

from crawler.cli.messages import plain

ExceptionInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneLine(logging.Formatter):
    """Escapes control characters: a log line may hold words of a page, and the reader's terminal obeys them.

    A traceback follows on lines of its own, set in: none of its words can pass for a line of the log.
    """

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - its name there
        return plain(super().formatMessage(record))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - its name there
        return "\n".join(f"    {plain(line)}" for line in super().formatException(ei).split("\n"))


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
    handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    quiet, verbose = loudness.quiet, loudness.verbose
    root.setLevel(logging.ERROR if quiet else logging.WARNING)
    # Scrapy tells of each retry that it gives up on as an error: our counts and reports tell that.
    logging.getLogger("scrapy").setLevel(logging.WARNING if verbose else logging.CRITICAL)
    logging.getLogger("crawler").setLevel(logging.ERROR if quiet else logging.DEBUG if verbose else logging.WARNING)
    if not quiet:
        logging.getLogger("crawler.monitor").setLevel(logging.INFO)
