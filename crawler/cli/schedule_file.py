"""A schedule file with all that it names: read, and its sites looked up."""

import sys
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import tzlocal

from crawler.cli.arguments import store_folder
from crawler.cli.site_names import profiles_of
from crawler.errors import ProfileError, UsageError
from crawler.schedule.job import Job, Schedule
from crawler.schedule.reading import read_schedule


def load(file: Path) -> Schedule:
    """The schedule, each of whose sites is one. Raises ProfileError."""
    schedule = read_schedule(file)
    for number, job in enumerate(schedule.jobs):
        try:
            profiles_of([job.site])
        except ProfileError as error:
            raise ProfileError(f"{file}: job[{number}].site: {error}") from error
    return schedule


def store_of(schedule: Schedule, output: Path | None) -> Path:
    """The store: --output, else what the schedule says, else where every command writes."""
    return (output or schedule.output or store_folder()).absolute()


def crawl_command(job: Job, output: Path) -> list[str]:
    """The command line that runs `job`."""
    # -P: a folder called "crawler" in the current one is not us.
    return [sys.executable, "-P", "-m", "crawler", "crawl", job.site, "--output", str(output), *job.words]


def local_zone() -> tzinfo:
    """The machine's time zone. Raises UsageError when it cannot be found out."""
    try:
        return tzlocal.get_localzone() or UTC
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"the machine's time zone cannot be found out ({error}); set TZ, such as TZ=Europe/London"
        ) from error
