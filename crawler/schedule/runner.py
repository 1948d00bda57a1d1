"""Runs of jobs: a child process each, its log, and what became of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from crawler.schedule.child import Child
from crawler.schedule.history import JobRun
from crawler.schedule.job import Command, Job
from crawler.schedule.run_logs import FOLDER, log_name, remove_old_logs

# A crawl that is asked to stop feeds no more and waits at most 20 s for what is on the way.
GRACE_S = 30.0

Note = Callable[[Job, JobRun], None]


class Runner:
    """Starts jobs into the store `output` and keeps hold of their processes."""

    def __init__(self, output: Path, command: Command, now: Callable[[], datetime]) -> None:
        self._output = output
        self._command = command
        self._now = now
        self._children: dict[str, Child] = {}
        self._stopping = False

    async def run(self, job: Job, keep_logs: int, note: Note) -> None:
        """Run `job` to its end; `note` is called when it has begun and when it has ended, or could not begin.

        No other run of `job` may be going on.
        """
        started_at = self._now()
        log = log_name(job.name, started_at)
        run = JobRun(started_at=started_at, log=log)
        try:
            (self._output / FOLDER).mkdir(exist_ok=True)
            child = await Child.start(self._command(job, self._output), self._output / log)
        except OSError as error:
            why = f"cannot start: {error.strerror}: {error.filename}"
            note(job, replace(run, ended_at=self._now(), log=None, problem=why))
            return
        self._children[job.name] = child
        if self._stopping:  # the signal came while the process was made
            child.terminate()
        note(job, run)
        code, problem = await self._end_of(child, job)
        del self._children[job.name]
        remove_old_logs(self._output, job.name, keep_logs)
        note(job, replace(run, ended_at=self._now(), exit_code=code, problem=problem))

    def terminate_all(self) -> None:
        """Ask every run to stop, those that are just beginning as well."""
        self._stopping = True
        for child in self._children.values():
            child.terminate()

    def kill_all(self) -> None:
        """End every run now."""
        for child in self._children.values():
            child.kill()

    async def _end_of(self, child: Child, job: Job) -> tuple[int, str | None]:
        try:
            return await asyncio.wait_for(child.wait(), job.longest_s), None
        except TimeoutError:
            pass
        child.terminate()
        try:
            code = await asyncio.wait_for(child.wait(), GRACE_S)
        except TimeoutError:
            child.kill()
            code = await child.wait()
        return code, f"took longer than {job.longest_s} s"
