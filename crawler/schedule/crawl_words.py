"""A job's options: the crawl's own, as TOML keys in and as words of its command line out."""

import re
from datetime import date

from crawler.profiles import checks
from crawler.profiles.table import Table

MOST = 10**9  # what the command line takes at most of anything counted or timed

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)  # "2026-03-14"
SETTING = re.compile(r"[A-Z][A-Z0-9_]*", re.ASCII)  # "DOWNLOAD_TIMEOUT"

WHOLE = ("limit", "concurrency", "jobs")
DAYS = ("since", "until")
FLAGS = ("refetch", "quiet", "verbose")
KEYS = (*WHOLE, *DAYS, *FLAGS, "delay", "max_time", "set", "allow_network")


def read_words(table: Table) -> tuple[str, ...]:
    """The words that `table` stands for, one an option ("--limit=5"). Raises ProfileError."""
    table.allow(*KEYS)
    words = [f"--{key}={table.integer(key, 1, MOST)}" for key in WHOLE if table.has(key)]
    if table.has("delay"):
        words.append(f"--delay={table.number('delay', 0, MOST)}")
    if table.has("max_time"):
        words.append(f"--max-time={table.number('max_time', 1, MOST)}")
    days = {key: table.text(key, _day) for key in DAYS if table.has(key)}
    if len(days) == 2 and days["since"] > days["until"]:
        raise table.fault("since", "is after until")
    words += [f"--{key}={day}" for key, day in days.items()]
    words += [f"--set={name}={value}" for name, value in _settings(table.table("set"))]
    words += [f"--allow-network={network}" for network in table.texts("allow_network", checks.network)]
    flags = [key for key in FLAGS if table.has(key) and table.flag(key)]
    if "quiet" in flags and "verbose" in flags:
        raise table.fault("verbose", "goes not with quiet")
    return (*words, *(f"--{key}" for key in flags))


def _settings(table: Table) -> list[tuple[str, str]]:
    found = []
    for name, value in table.values.items():
        if not SETTING.fullmatch(name):
            raise table.fault(name, "is no setting: a name in capitals, such as DOWNLOAD_TIMEOUT")
        found.append((name, table.text(name) if not isinstance(value, bool | int | float) else str(value)))
    return found


def _day(text: str) -> str:
    if DAY.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:  # 2026-02-30
            pass
    raise ValueError(f"{text!r} is not a day like 2026-03-14")
