"""`newskeep schedule`: the jobs of a schedule file, each when it is due."""

import asyncio
import logging
import random
import signal
from datetime import UTC, datetime
from pathlib import Path

from crawler.cli import logs
from crawler.cli.exits import MEANINGS, Exit
from crawler.cli.schedule_file import crawl_command, load, local_zone, store_of
from crawler.errors import CannotWrite
from crawler.run.locks import SiteLock
from crawler.schedule.daemon import Daemon, Surroundings
from crawler.schedule.history import JobRun
from crawler.schedule.job import Job

logger = logging.getLogger("crawler.schedule")

LOCK = "schedule.lock"
EXITS = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}
ALL_WELL = (Exit.DONE, Exit.BUSY, Exit.INTERRUPTED, Exit.TERMINATED)  # a person need not look


def run_schedule(file: Path, output: Path | None, loudness: logs.Loudness) -> int:
    """Run the jobs of `file` until a signal comes; the exit code.

    Raises ProfileError for a schedule that cannot be used, SiteBusy when another scheduler has the store, CannotWrite.
    """
    schedule = load(file)
    store = store_of(schedule, output)
    try:
        store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make the folder {store}: {error.strerror}") from error
    around = Surroundings(
        output=store,
        command=crawl_command,
        load=lambda: load(file),
        tell=tell,
        local=local_zone(),
        chance=random.random,
    )
    logs.set_up(loudness)
    logger.setLevel(logging.ERROR if loudness.quiet else logging.DEBUG if loudness.verbose else logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # what it warns of, we say in our own words
    lock = SiteLock(store / LOCK, f"the schedule of {store}", datetime.now(UTC))
    try:
        return EXITS[asyncio.run(Daemon(schedule, around).run())]
    finally:
        lock.release()


def tell(job: Job, run: JobRun) -> None:
    """Log how a run ended."""
    level = logging.INFO if run.exit_code in ALL_WELL and not run.problem else logging.WARNING
    logger.log(
        level, "job=%s exit=%s seconds=%s log=%s %s", job.name, run.exit_code, run.seconds, run.log, outcome(run)
    )


def outcome(run: JobRun) -> str:
    """What became of `run`, in words."""
    if not run.ended_at:
        return "runs"
    if run.exit_code == Exit.BUSY and not run.problem:
        return "skipped: the site is in use by another run"
    if run.exit_code is None:
        return run.problem or "lost"
    code = run.exit_code
    known = MEANINGS.get(Exit(code)) if code in set(Exit) else None
    ended = known or (f"killed by {_signal(code - 128)}" if code > 128 else f"exit code {code}")
    return f"{run.problem}: {ended}" if run.problem else ended


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
