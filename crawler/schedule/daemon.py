"""The one long-lived process: APScheduler says when, each run is a child process, signals stop and reload."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobSubmissionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from crawler.errors import CannotWrite, NewskeepError
from crawler.schedule.due import DueTimes
from crawler.schedule.history import (
    History,
    JobRun,
    read_history,
    unfinished_are_lost,
    without_others,
    write_history,
)
from crawler.schedule.job import Command, Job, Schedule
from crawler.schedule.runner import GRACE_S, Runner
from crawler.schedule.slots import Slots

logger = logging.getLogger(__name__)

# The clock by which the loop sleeps stands still while the machine sleeps, and the other one may be set: what was due
# in the meantime is found when we look.
LOOK_EVERY_S = 30.0

KILLED_WITHIN_S = 5.0  # what is killed is gone at once, unless the kernel waits for a disk


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the scheduler does not take for itself."""

    output: Path  # the store, which exists and which no other scheduler uses
    command: Command
    load: Callable[[], Schedule]  # reads the schedule anew; NewskeepError when it cannot be used
    tell: Callable[[Job, JobRun], None]  # is called with every run that has ended
    local: tzinfo  # the machine's time zone
    chance: Callable[[], float]  # from 0 to below 1
    clock: tzinfo = UTC  # what `now` is read with
    look_every_s: float = LOOK_EVERY_S

    def now(self) -> datetime:
        return datetime.now(self.clock).astimezone(UTC)


class Daemon:
    """Runs the jobs of a schedule until a signal ends it. One for a process: it takes SIGHUP, SIGINT and SIGTERM.

    Raises UsageError when the store's history of runs cannot be read, CannotWrite when it cannot be written.
    """

    def __init__(self, schedule: Schedule, around: Surroundings) -> None:
        self._schedule = schedule
        self._around = around
        former = read_history(around.output).jobs
        self._history = without_others(unfinished_are_lost(former, around.now()), (job.name for job in schedule.jobs))
        self._jobs = {job.name: job for job in schedule.jobs}
        self._slots = Slots(schedule.at_once)
        self._runner = Runner(around.output, around.command, around.now)
        self._scheduler = AsyncIOScheduler(
            timezone=around.clock,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._woken = asyncio.Event()
        self._hurry = asyncio.Event()
        self._reload_asked = False
        self._signals: list[signal.Signals] = []

    async def run(self) -> signal.Signals:
        """Run jobs until SIGTERM or SIGINT, and return which one it was.

        Then nothing more is started, the runs are asked to stop, and 30 s later ended; a second signal ends them at
        once. SIGHUP reads the schedule anew.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._on_stop, number)
        loop.add_signal_handler(signal.SIGHUP, self._on_reload)
        self._scheduler.add_listener(self._on_overrun, EVENT_JOB_MAX_INSTANCES)
        self._scheduler.start()
        for job in self._jobs.values():
            self._add(job)
        self._save(os.getpid())
        while not self._signals:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._around.look_every_s)
            self._woken.clear()
            if self._reload_asked:
                self._reload_asked = False
                await self._reload()
            self._scheduler.wakeup()
        await self._stop()
        return self._signals[0]

    # Starting.

    def _add(self, job: Job) -> None:
        runs = self._history[job.name].runs
        now = self._around.now()
        due = job.first_due(runs[-1].started_at if runs else None, now, self._around.local)
        times = DueTimes(job, self._around.local, self._around.chance)
        self._scheduler.add_job(
            self._fire,
            times,
            args=(job.name,),
            id=job.name,
            # What was missed runs now; APScheduler would first list every time that was missed.
            next_run_time=times.late(due) if due and due > now else due,
            replace_existing=True,
        )

    async def _fire(self, name: str) -> None:
        async with self._slots:
            job = self._jobs.get(name)
            if job is None or self._slots.closed:  # taken out of the schedule, or stopping, while it waited
                return
            await self._runner.run(job, self._schedule.keep_logs, self._note)

    def _note(self, job: Job, run: JobRun) -> None:
        if job.name in self._history:
            self._history[job.name] = self._history[job.name].with_run(run)
            self._save_or_warn(os.getpid())
        if run.ended_at:
            self._around.tell(job, run)

    def _on_overrun(self, event: JobSubmissionEvent) -> None:
        logger.warning("job=%s is still running or waits for room: this time is left out", event.job_id)

    # Reloading.

    async def _reload(self) -> None:
        try:
            new = self._around.load()
        except NewskeepError as error:
            logger.error("the schedule stays as it was: %s", error)
            return
        if new.output != self._schedule.output:
            logger.warning("output has changed in the schedule: it counts from the next start on")
        former, self._jobs = self._jobs, {job.name: job for job in new.jobs}
        self._schedule = new
        self._history = without_others(self._history, self._jobs)
        await self._slots.set_most(new.at_once)
        for name in former.keys() - self._jobs.keys():
            self._scheduler.remove_job(name)
        for name, job in self._jobs.items():
            if former.get(name) != job:
                self._add(job)
        self._save_or_warn(os.getpid())
        logger.info("schedule read anew jobs=%d", len(self._jobs))

    # Stopping.

    async def _stop(self) -> None:
        logger.info("stopping signal=%s", self._signals[0].name)
        self._scheduler.pause()
        await self._slots.close()
        self._runner.terminate_all()
        empty = asyncio.ensure_future(self._slots.empty())
        hurry = asyncio.ensure_future(self._hurry.wait())
        await asyncio.wait((empty, hurry), timeout=GRACE_S, return_when=asyncio.FIRST_COMPLETED)
        self._runner.kill_all()
        await asyncio.wait((empty,), timeout=KILLED_WITHIN_S)
        for waiting in (empty, hurry):
            waiting.cancel()
        self._scheduler.shutdown(wait=False)
        self._save_or_warn(pid=None)

    def _on_stop(self, number: signal.Signals) -> None:
        if self._signals:
            self._hurry.set()
        self._signals.append(number)
        self._woken.set()

    def _on_reload(self) -> None:
        self._reload_asked = True
        self._woken.set()

    # The history on disk.

    def _save(self, pid: int | None) -> None:
        known = {job.id: job.next_run_time for job in self._scheduler.get_jobs()}
        self._history = {
            name: replace(job, next_at=known.get(name) if pid else None) for name, job in self._history.items()
        }
        write_history(self._around.output, History(pid=pid, jobs=self._history))

    def _save_or_warn(self, pid: int | None) -> None:
        try:
            self._save(pid)
        except CannotWrite as error:  # a disk that is full now need not be so at the next run
            logger.error("%s", error)
