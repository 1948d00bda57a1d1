"""A schedule as values: its jobs, and how they run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.schedule.cron import Cron
from crawler.schedule.every import Every


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One site, crawled again and again. `name` is a letter or digit and at most 63 more of a-z, 0-9, _ and -."""

    name: str
    site: str  # as the crawl takes it: a profile's name, a URL, or the absolute path of a profile
    when: Every | Cron
    timezone: str | None = None  # of a Cron; None is the machine's
    jitter_s: int = 0  # a run begins up to so much later than it is due
    longest_s: int | None = None  # a run that takes longer is stopped
    words: tuple[str, ...] = ()  # options of the crawl's command line

    def after(self, moment: datetime, local: tzinfo) -> datetime | None:
        """The first time after `moment` at which the job is due, in UTC, jitter not counted.

        `local` is the machine's time zone.
        """
        return self.when.after(moment, ZoneInfo(self.timezone) if self.timezone else local)

    def first_due(self, last_run: datetime | None, now: datetime, local: tzinfo) -> datetime | None:
        """When a scheduler that begins at `now` is to run the job; `now` when it is late.

        It is late when it was due since its `last_run` began, however often; an Every that never ran is, too.
        """
        if last_run is None:
            return now if isinstance(self.when, Every) else self.after(now, local)
        due = self.after(last_run, local)
        return max(due, now) if due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What a schedule file says."""

    file: Path
    jobs: tuple[Job, ...]  # at least one; names differ
    output: Path | None  # the store, absolute
    at_once: int  # runs
    keep_logs: int  # of each job


Command = Callable[[Job, Path], list[str]]  # the command line that runs a job into a store
