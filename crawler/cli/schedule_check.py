"""`newskeep schedule check`: whether a schedule can be used, and when its jobs run."""

import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.cli.columns import in_columns
from crawler.cli.exits import Exit
from crawler.cli.messages import plain
from crawler.cli.schedule_file import load, local_zone, store_of
from crawler.schedule.job import Job

NEXT = 3  # times of each job


def check(file: Path, output: Path | None) -> int:
    """Print each job with its next times. Raises ProfileError for a schedule that cannot be used."""
    schedule = load(file)
    local, now = local_zone(), datetime.now(UTC)
    rows = [("job", "site", "jitter", "next")]
    for job in schedule.jobs:
        times = next_times(job, now, local)
        rows.append((job.name, plain(job.site), f"{job.jitter_s} s" if job.jitter_s else "", ", ".join(times)))
    sys.stdout.write(in_columns(rows))
    sys.stdout.write(f"at most {schedule.at_once} at once, into {plain(str(store_of(schedule, output)))}\n")
    return Exit.DONE


def next_times(job: Job, after: datetime, local: tzinfo) -> list[str]:
    """The next times of `job`, by the clocks of its time zone."""
    zone = ZoneInfo(job.timezone) if job.timezone else local
    found: list[str] = []
    due = job.after(after, local)
    while due and len(found) < NEXT:
        found.append(due.astimezone(zone).isoformat())
        due = job.after(due, local)
    return found
