"""schedule.toml, read strictly: every fault is a ProfileError that names file, key and what is allowed."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from crawler.profiles import checks
from crawler.profiles.files import is_path, read_text
from crawler.profiles.layer import parse_toml
from crawler.profiles.table import Table
from crawler.schedule.crawl_words import read_words
from crawler.schedule.cron import Cron, read_cron
from crawler.schedule.every import Every, span_s
from crawler.schedule.job import Job, Schedule

AT_ONCE = 2  # runs; each is a process of some 200 MB with workers of its own
KEEP_LOGS = 20  # of each job
MOST_AT_ONCE = 64
MOST_LOGS = 100_000

SCHEDULE_KEYS = ("output", "at_once", "keep_logs", "timezone", "jitter", "longest")
JOB_KEYS = ("name", "site", "every", "cron", "timezone", "jitter", "longest", "options")

NOT_A_NAME = re.compile(r"[^a-z0-9_-]+")  # what a host holds and a name may not: "daily.example"


def read_schedule(path: Path) -> Schedule:
    """The schedule in the file at `path`. Raises ProfileError. Whether its sites exist is not looked at."""
    label = str(path)
    top = Table(label, "", parse_toml(read_text(path, label), label))
    top.allow("schedule", "job")
    common = top.table("schedule")
    common.allow(*SCHEDULE_KEYS)
    folder = path.absolute().parent
    tables = top.tables("job")
    if not tables:
        raise top.fault("job", "missing; at least one [[job]] is needed")
    jobs: dict[str, Job] = {}
    for table in tables:
        job = read_job(table, common, folder)
        if job.name in jobs:
            raise table.fault("name", f"two jobs are called {job.name!r}; give one of them a name of its own")
        jobs[job.name] = job
    return Schedule(
        file=path.absolute(),
        jobs=tuple(jobs.values()),
        output=folder / common.text("output", checks.one_line) if common.has("output") else None,
        at_once=common.integer("at_once", 1, MOST_AT_ONCE) if common.has("at_once") else AT_ONCE,
        keep_logs=common.integer("keep_logs", 1, MOST_LOGS) if common.has("keep_logs") else KEEP_LOGS,
    )


def read_job(table: Table, common: Table, folder: Path) -> Job:
    """The job of `table`, with what `common` says for all; paths are relative to `folder`. Raises ProfileError."""
    table.allow(*JOB_KEYS)
    site = table.text("site", _site)
    when = _when(table)
    if isinstance(when, Every) and table.has("timezone"):
        raise table.fault("timezone", "goes with cron; every counts hours that have passed, wherever")
    zone = _either(table, common, "timezone", checks.timezone)
    jitter = _either(table, common, "jitter", lambda text: str(span_s(text)))
    longest = _either(table, common, "longest", lambda text: str(span_s(text)))
    jitter_s = int(jitter or 0)
    if isinstance(when, Every) and jitter_s >= when.seconds:
        raise table.fault("jitter", "must be shorter than every, or runs would be left out")
    return Job(
        name=_name(table, site),
        site=str(folder / site) if is_path(site) and "://" not in site else site,
        when=when,
        timezone=zone if isinstance(when, Cron) else None,
        jitter_s=jitter_s,
        longest_s=int(longest) if longest else None,
        words=read_words(table.table("options")),
    )


def _when(table: Table) -> Every | Cron:
    if table.has("every") and table.has("cron"):
        raise table.fault("cron", "stands beside every; one of them says when")
    if table.has("every"):
        return Every(int(table.text("every", lambda text: str(span_s(text)))))
    if not table.has("cron"):
        raise table.fault("every", 'missing; every = "6h" or cron = "30 6 * * *" says when')
    found: list[Cron] = []

    def check(text: str) -> str:
        found.append(read_cron(text))
        return text

    table.text("cron", check)
    return found[0]


def _either(table: Table, common: Table, key: str, check: Callable[[str], str]) -> str | None:
    """The job's own value, else the one for all."""
    for place in (table, common):
        if place.has(key):
            return place.text(key, check)
    return None


def _site(text: str) -> str:
    if "://" in text:
        return checks.url(text)
    return checks.one_line(text) if is_path(text) else checks.name(text)


def _name(table: Table, site: str) -> str:
    if table.has("name"):
        return table.text("name", checks.name)
    host = urlsplit(site).hostname if "://" in site else None
    guess = NOT_A_NAME.sub("_", (host or Path(site).stem).lower().removeprefix("www."))
    try:
        return checks.name(guess)
    except ValueError as error:
        raise table.fault("name", f"missing, and {site!r} gives none") from error
