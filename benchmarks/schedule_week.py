"""A week of the scheduler in minutes: a fast clock, real child processes that do nothing, and what it takes of memory.

    python benchmarks/schedule_week.py --days 7 --jobs 10 --seconds 240

Prints a JSON object. The scheduler is the real one, in this process, with all that the command has loaded.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import shutil
import signal
import sys
import tempfile
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from time import monotonic

from crawler.cli.schedule_file import load
from crawler.schedule.daemon import Daemon, Surroundings
from crawler.schedule.history import JobRun, read_history
from crawler.schedule.job import Job

TICK_S = 0.01  # real seconds between two looks at what is due

SCHEDULE = """
[schedule]
at_once = 8
keep_logs = 20
jitter = "2m"
"""
JOB = """
[[job]]
name = "job{number}"
site = "memo"
{when}
"""


class FastClock(tzinfo):
    """UTC in which `speed` seconds pass in one."""

    def __init__(self, begin: datetime, speed: float) -> None:
        self.begin, self.speed = begin, speed

    def fromutc(self, moment: datetime) -> datetime:
        passed = (moment.replace(tzinfo=UTC) - self.begin) * self.speed
        return (self.begin + passed).replace(tzinfo=self)

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta()

    def tzname(self, moment: datetime | None) -> str:
        return "fast"

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta()


def memory_kb(name: str) -> int:
    """VmRSS (now) or VmHWM (the most so far) of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1])


def open_files() -> int:
    """How many this process holds."""
    return len(list(Path("/proc/self/fd").iterdir()))


async def week(folder: Path, days: float, seconds: float) -> dict[str, object]:
    """Run the schedule of `folder` for so many days of the fast clock, and what came of it."""
    file, output = folder / "schedule.toml", folder / "output"
    output.mkdir()
    clock = FastClock(datetime.now(UTC), days * 86400 / seconds)
    runs = failed = 0

    def tell(job: Job, run: JobRun) -> None:
        nonlocal runs, failed
        runs += 1
        failed += run.exit_code != 0

    daemon = Daemon(
        load(file),
        Surroundings(
            output=output, command=lambda job, output: [shutil.which("true") or "true"], load=lambda: load(file),
            tell=tell, local=UTC, chance=random.random, clock=clock, look_every_s=TICK_S,
        ),
    )  # fmt: skip
    samples: list[int] = []

    async def sample() -> None:
        for _ in range(7):
            await asyncio.sleep(seconds / 7)
            samples.append(memory_kb("VmRSS"))
        os.kill(os.getpid(), signal.SIGTERM)

    sampling = asyncio.create_task(sample())
    before, began = memory_kb("VmRSS"), monotonic()
    await daemon.run()
    await sampling
    return {
        "days": days,
        "runs": runs,
        "failed": failed,
        "jobs_in_history": len(read_history(output).jobs),
        "logs": len(list((output / "logs").iterdir())),
        "seconds": round(monotonic() - began, 1),
        "rss_before_kb": before,
        "rss_each_seventh_kb": samples,
        "rss_most_kb": memory_kb("VmHWM"),
        "open_files": open_files(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--jobs", type=int, default=10, help="of each kind: every 15 minutes, and each hour by cron")
    parser.add_argument("--seconds", type=float, default=240, help="real time that it takes")
    args = parser.parse_args()
    logging.disable()  # a machine too slow for the clock leaves times out, and would say so each time
    whens = ['every = "15m"', 'cron = "7 * * * *"\ntimezone = "Europe/Istanbul"']
    with tempfile.TemporaryDirectory() as name:
        jobs = "".join(JOB.format(number=number, when=whens[number % 2]) for number in range(2 * args.jobs))
        (Path(name) / "schedule.toml").write_text(SCHEDULE + jobs)
        json.dump(asyncio.run(week(Path(name), args.days, args.seconds)), sys.stdout, indent=1)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
