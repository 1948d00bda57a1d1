"""A fault of ours, told so that it can be reported."""

import platform
import sys
import tempfile
import traceback

from crawler import __version__
from crawler.cli.messages import say


def tell(error: BaseException, *, verbose: bool) -> None:
    """Say in one line that `error` is our fault and where to report it.

    The traceback goes to a log in the temporary folder, or to standard error when `verbose`.
    """
    story = f"newskeep {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n" + "".join(
        traceback.format_exception(error)
    )
    log = None if verbose else _log(story)
    if log is None:
        sys.stderr.write(story)
    where = f"the log {log}" if log else "the lines above"
    what = f"a fault of ours: {type(error).__name__}: {error}"
    say(f"{what}; please report it to the project's issue tracker with {where}")


def _log(story: str) -> str | None:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="newskeep-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as log:
            log.write(story)
    except OSError:
        return None
    return log.name
