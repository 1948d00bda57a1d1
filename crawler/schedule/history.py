"""What became of the runs: the last ones of each job, in a JSON file of the store that is always whole."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from crawler.dates import utc_stamp
from crawler.errors import CannotWrite, UsageError

FILE = "schedule.json"
RUNS_KEPT = 10  # of each job; the logs and the crawl's own reports reach further back
MAX_FILE_BYTES = 10_000_000  # 500 jobs with ten runs each have some 1 500 000


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """One run. Without `ended_at` it goes on. Ended without `exit_code`, it never began or was lost: see `problem`."""

    started_at: datetime
    ended_at: datetime | None = None
    exit_code: int | None = None  # 128 + N when signal N ended it
    log: str | None = None  # relative to the store
    problem: str | None = None

    @property
    def seconds(self) -> float | None:
        return round((self.ended_at - self.started_at).total_seconds(), 1) if self.ended_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobHistory:
    """The last runs of a job, oldest first, and when the next is due."""

    runs: tuple[JobRun, ...] = ()
    next_at: datetime | None = None

    def with_run(self, run: JobRun) -> "JobHistory":
        """With `run` added, or in the place of its own beginning."""
        others = self.runs[:-1] if self.runs and self.runs[-1].started_at == run.started_at else self.runs
        return replace(self, runs=(*others, run)[-RUNS_KEPT:])


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What schedule.json says. `pid` is that of the scheduler, None when none runs."""

    pid: int | None
    jobs: Mapping[str, JobHistory]


def read_history(output: Path) -> History:
    """The history in the store `output`, an empty one before the first. Raises UsageError for a file that is none."""
    path = output / FILE
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise ValueError(f"more than {MAX_FILE_BYTES} bytes")
        return history_of(json.loads(content))
    except FileNotFoundError:
        return History(pid=None, jobs={})
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, RecursionError) as error:
        raise UsageError(f"{path}: is no history of runs ({error}); remove it, and it begins anew") from error


def unfinished_are_lost(jobs: Mapping[str, JobHistory], now: datetime) -> dict[str, JobHistory]:
    """`jobs` with every run that goes on marked as lost: whoever waited for it is gone."""
    lost = "the scheduler ended before the run did"
    return {
        name: replace(
            job, runs=tuple(run if run.ended_at else replace(run, ended_at=now, problem=lost) for run in job.runs)
        )
        for name, job in jobs.items()
    }


def write_history(output: Path, history: History) -> None:
    """Put `history` in the place of the former one. Raises CannotWrite."""
    path = output / FILE
    part = path.with_name(path.name + ".part")
    value = {"pid": history.pid, "jobs": {name: _job_values(job) for name, job in history.jobs.items()}}
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(value, file, indent=1, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        raise CannotWrite(f"cannot write {path}: {error.strerror}") from error


def without_others(jobs: Mapping[str, JobHistory], names: Iterable[str]) -> dict[str, JobHistory]:
    """The histories of `names`, an empty one for a new name."""
    return {name: jobs.get(name, JobHistory()) for name in names}


def _job_values(job: JobHistory) -> dict[str, object]:
    return {"next_at": utc_stamp(job.next_at) if job.next_at else None, "runs": [_run_values(run) for run in job.runs]}


def _run_values(run: JobRun) -> dict[str, object]:
    return {
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "seconds": run.seconds,
        "exit_code": run.exit_code,
        "log": run.log,
        "problem": run.problem,
    }


def history_of(value: object) -> History:
    """The history that the JSON `value` means. Raises ValueError or KeyError for one that means none."""
    table = _table(value)
    pid = table["pid"]
    if pid is not None and not isinstance(pid, int):
        raise ValueError("pid is no number")
    return History(pid=pid, jobs={name: _job(job) for name, job in _table(table["jobs"]).items()})


def _job(value: object) -> JobHistory:
    table = _table(value)
    runs = table["runs"]
    if not isinstance(runs, list):
        raise ValueError("runs is no list")
    return JobHistory(runs=tuple(map(_run, runs)), next_at=_moment(table["next_at"]))


def _run(value: object) -> JobRun:
    table = _table(value)
    started_at, code = _moment(table["started_at"]), table["exit_code"]
    if started_at is None or (code is not None and not isinstance(code, int)):
        raise ValueError("a run without a beginning, or with an exit code that is no number")
    return JobRun(
        started_at=started_at,
        ended_at=_moment(table["ended_at"]),
        exit_code=code,
        log=_text(table["log"]),
        problem=_text(table["problem"]),
    )


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("no JSON object where one is due")
    return value


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("no text where one is due")
    return value


def _moment(value: object) -> datetime | None:
    text = _text(value)
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone: {text[:40]!r}")
    return moment
