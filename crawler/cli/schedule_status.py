"""`newskeep schedule status`: what became of the last runs, and when the next are due."""

import sys
from pathlib import Path

from crawler.cli.columns import in_columns
from crawler.cli.exits import Exit
from crawler.cli.messages import plain
from crawler.cli.schedule import outcome
from crawler.cli.schedule_file import store_of
from crawler.dates import utc_stamp
from crawler.schedule.history import JobHistory, read_history
from crawler.schedule.reading import read_schedule


def status(file: Path, output: Path | None) -> int:
    """Print the jobs with their last runs. Raises ProfileError, and UsageError for a history that is none."""
    store = output.absolute() if output else store_of(read_schedule(file), None)
    history = read_history(store)
    sys.stdout.write(f"scheduler: pid {history.pid}\n" if history.pid else "scheduler: not running\n")
    rows: list[tuple[str, ...]] = [("job", "started", "seconds", "exit", "what", "log")]
    for name, job in history.jobs.items():
        rows += _rows(name, job)
    sys.stdout.write(in_columns(rows))
    return Exit.DONE


def _rows(name: str, job: JobHistory) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            plain(name),
            utc_stamp(run.started_at),
            "" if run.seconds is None else f"{run.seconds}",
            "" if run.exit_code is None else f"{run.exit_code}",
            plain(outcome(run)),
            plain(run.log or ""),
        )
        for run in job.runs
    ]
    if job.next_at:
        rows.append((plain(name), utc_stamp(job.next_at), "", "", "next", ""))
    return rows
