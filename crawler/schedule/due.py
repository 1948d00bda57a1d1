"""When a job is due, told to APScheduler."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from apscheduler.triggers.base import BaseTrigger

from crawler.schedule.job import Job


class DueTimes(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """The times of `job`, each up to its jitter late; `chance` gives a number from 0 to below 1."""

    def __init__(self, job: Job, local: tzinfo, chance: Callable[[], float]) -> None:
        self._job = job
        self._local = local
        self._chance = chance

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """APScheduler's question."""
        due = self._job.after(previous_fire_time or now, self._local)
        return self.late(due) if due else None

    def late(self, due: datetime) -> datetime:
        """`due` with the jitter."""
        return due + timedelta(seconds=self._job.jitter_s * self._chance())
