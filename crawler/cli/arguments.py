"""The command line's words as values, and the options that several commands share."""

import argparse
import ipaddress
import math
import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn

from crawler.errors import UsageError

MOST = 10**9  # of anything counted or timed: beyond it, clocks and counters overflow

WHOLE = re.compile(r"[0-9]{1,10}")  # "12"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # "2026-03-14"
AGE = re.compile(r"[0-9]{1,5}d")  # "90d"
SETTING = re.compile(r"(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)", re.DOTALL)  # "LOG_LEVEL=DEBUG"


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError for a wrong command line, and takes no shortened options."""

    def __init__(self, **keywords: Any) -> None:  # noqa: ANN401 - handed on to argparse as they are
        keywords.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **keywords)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def whole(text: str) -> int:
    """A whole number of at least 1."""
    if not WHOLE.fullmatch(text) or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def seconds(text: str) -> float:
    """A time above 0."""
    value = _number(text)
    if value is None or not 0 < value <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value


def delay(text: str) -> float:
    """A time of 0 or more."""
    value = _number(text)
    if value is None or not 0 <= value <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds, 0 or more")
    return value


def day(text: str) -> date:
    """A day, YYYY-MM-DD."""
    if DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:  # 2026-02-30
            pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2026-03-14")


def day_or_age(text: str) -> date | timedelta:
    """A day, or how many days ago: "90d"."""
    if AGE.fullmatch(text):
        return timedelta(days=int(text[:-1]))
    try:
        return day(text)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day like 2026-03-14 and not a number of days like 90d"
        ) from None


def network(text: str) -> str:
    """A network in CIDR form, or one address."""
    try:
        return str(ipaddress.ip_network(text))
    except ValueError:
        pass
    try:
        meant = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a network like 10.0.0.0/8 or ::1/128") from None
    raise argparse.ArgumentTypeError(f"{text!r} has bits set beyond its prefix; the network is {meant}")


def setting(text: str) -> tuple[str, str]:
    """NAME=VALUE of a setting."""
    match = SETTING.fullmatch(text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE with NAME in capitals")
    return match["name"], match["value"]


def check_url(text: str, where: str = "") -> None:
    """Raise UsageError when `text`, found `where`, is no absolute http(s) URL."""
    from crawler.urls import canonical_url  # here, for its imports would slow --help

    try:
        canonical_url(text)
    except ValueError:
        hint = "" if "://" in text else f"; did you mean https://{text}?"
        raise UsageError(f"not an http(s) URL{where}: {text}{hint}") from None


def store_folder() -> Path:
    """The store when no --output says otherwise: NEWSKEEP_OUTPUT, else output/ in the current folder."""
    return Path(os.environ.get("NEWSKEEP_OUTPUT") or "output")


def add_output(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add --output; None stands for `store_folder()`."""
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help=f"{purpose} (default: $NEWSKEEP_OUTPUT, else ./output)"
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add --jobs."""
    parser.add_argument("--jobs", type=whole, metavar="N", help="worker processes that read pages")


def add_network(parser: argparse.ArgumentParser) -> None:
    """Add what every command that goes to the network takes."""
    parser.add_argument(
        "--delay",
        type=delay,
        metavar="SECONDS",
        help="pause between two requests to a host (a longer Crawl-delay of robots.txt still holds)",
    )
    parser.add_argument(
        "--allow-network",
        type=network,
        action="append",
        default=[],
        metavar="CIDR",
        help="a private or loopback range that may be asked; repeatable",
    )
    parser.add_argument(
        "--set", type=setting, action="append", default=[], metavar="NAME=VALUE", help="override a setting; repeatable"
    )


def add_loudness(parser: argparse.ArgumentParser) -> None:
    """Add --quiet and --verbose, of which one may be given."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--quiet", action="store_true", help="say errors only")
    group.add_argument("--verbose", action="store_true", help="also tell each source and failed page, and tracebacks")


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
