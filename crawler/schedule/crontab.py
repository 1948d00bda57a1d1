"""A schedule as lines of a crontab."""

import shlex
from pathlib import Path

from crawler.errors import UsageError
from crawler.schedule.cron import Cron
from crawler.schedule.job import Command, Job, Schedule

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


def crontab(schedule: Schedule, output: Path, command: Command, local: str | None) -> str:
    """The lines, with what they cannot say as comments; `local` is the name of the machine's time zone, where known.

    Raises UsageError for a job that cron cannot run when it is due.
    """
    lines = [f"# From {schedule.file}, by newskeep schedule install. A site in use by a run is left out (exit code 5)."]
    for job in schedule.jobs:
        lines += ["", f"# {job.name}" + (": cron has no jitter, and this job loses its own" if job.jitter_s else "")]
        lines.append(f"{_fields(job, local)} {shell_line([*command(job, output), '--quiet'])}")
    return "\n".join(lines) + "\n"


def shell_line(words: list[str]) -> str:
    """`words` as cron hands them to the shell: a bare % would end the line there."""
    return shlex.join(words).replace("%", "\\%")


def _fields(job: Job, local: str | None) -> str:
    if isinstance(job.when, Cron):
        if job.timezone not in (None, local):
            raise UsageError(
                f"{job.name}: cron runs by the machine's clock{f' ({local})' if local else ''}, not by {job.timezone};"
                " install it with --systemd, or leave timezone out"
            )
        return job.when.text
    seconds = job.when.seconds
    if seconds < HOUR_S and seconds % MINUTE_S == 0 and HOUR_S % seconds == 0:
        return f"*/{seconds // MINUTE_S} * * * *"
    if seconds < DAY_S and seconds % HOUR_S == 0 and DAY_S % seconds == 0:
        return f"0 */{seconds // HOUR_S} * * *"
    if seconds == DAY_S:
        return "0 0 * * *"
    raise UsageError(
        f"{job.name}: a crontab cannot say every {seconds} s: what divides an hour or a day does;"
        " install it with --systemd, or write cron"
    )
