import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.schedule.history import FILE, History, JobHistory, JobRun, write_history
from tests.schedule.scheduler import PROJECT, Scheduler, scheduler

ONCE = '[[job]]\nname = "{}"\nsite = "memo"\nevery = "1d"\n'
SOON = '[[job]]\nname = "{}"\nsite = "memo"\nevery = "1s"\n'
NOTHING = "pass"
# Waits for a file "go" with its pid in "pid"; SIGTERM ends it with the exit code of a stopped crawl.
WAITS = """
import os, pathlib, signal, sys, time
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))
pathlib.Path("{0}.new").write_text(str(os.getpid())); os.rename("{0}.new", "{0}.pid")
while not os.path.exists("{0}.go"):
    time.sleep(0.01)
"""
STUBBORN = WAITS.replace("lambda number, frame: sys.exit(143)", "signal.SIG_IGN")


@pytest.fixture(autouse=True)
def _no_job_is_left(tmp_path: Path) -> Iterator[None]:
    """End the jobs that still wait when a test is over: nobody else does, once their scheduler was killed."""
    yield
    for left in tmp_path.glob("*.pid"):
        with suppress(ProcessLookupError):
            os.kill(int(left.read_text()), signal.SIGKILL)


def runs(running: Scheduler, name: str) -> tuple[JobRun, ...]:
    job = running.history().jobs.get(name)
    return job.runs if job else ()


def ended(running: Scheduler, name: str) -> int:
    return sum(run.ended_at is not None for run in runs(running, name))


def lives(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return False


def test_a_run_is_recorded_with_exit_code_duration_and_log(tmp_path: Path) -> None:
    with scheduler(tmp_path, ONCE.format("a"), a="import sys; print('said'); sys.exit(3)") as running:
        running.until(lambda: ended(running, "a"))

    (run,) = runs(running, "a")
    assert run.exit_code == 3
    assert run.seconds is not None
    assert (tmp_path / "store" / str(run.log)).read_text() == "said\n"


def test_a_crash_costs_one_run(tmp_path: Path) -> None:
    with scheduler(tmp_path, SOON.format("a"), a="import os; os.kill(os.getpid(), 9)") as running:
        running.until(lambda: ended(running, "a") >= 2)

    assert {run.exit_code for run in runs(running, "a") if run.ended_at} == {128 + 9}


def test_what_a_run_leaves_behind_is_killed_with_it(tmp_path: Path) -> None:
    leaves = (
        "import os, pathlib, time\npid = os.fork()\nif not pid:\n    time.sleep(600)\n"
        "pathlib.Path('left').write_text(str(pid))\n"
    )
    with scheduler(tmp_path, ONCE.format("a"), a=leaves) as running:
        running.until(lambda: ended(running, "a"))

        running.until(lambda: not lives(int((tmp_path / "left").read_text())))


def test_no_more_run_at_once_than_there_is_room_for(tmp_path: Path) -> None:
    schedule = "[schedule]\nat_once = 1\n" + ONCE.format("a") + ONCE.format("b")
    with scheduler(tmp_path, schedule, a=WAITS.format("a"), b=WAITS.format("b")) as running:
        running.until((tmp_path / "a.pid").exists)
        alone = not (tmp_path / "b.pid").exists()
        (tmp_path / "a.go").touch()
        running.until((tmp_path / "b.pid").exists)

        assert alone
        assert ended(running, "a") == 1


def test_a_job_that_still_runs_is_not_joined_by_itself(tmp_path: Path) -> None:
    with scheduler(tmp_path, SOON.format("a"), a=WAITS.format("a")) as running:
        running.until(lambda: "this time is left out" in running.said())

        assert len(runs(running, "a")) == 1


def test_a_run_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with scheduler(tmp_path, ONCE.format("a") + 'longest = "1s"\n', a=WAITS.format("a")) as running:
        running.until(lambda: ended(running, "a"))

    (run,) = runs(running, "a")
    assert (run.exit_code, run.problem) == (143, "took longer than 1 s")


def test_a_program_that_cannot_start_is_recorded(tmp_path: Path) -> None:
    with scheduler(tmp_path, ONCE.format("a"), a=NOTHING) as running:
        running.until(lambda: ended(running, "a"))
    (tmp_path / "store" / FILE).unlink()
    for log in (tmp_path / "store" / "logs").iterdir():
        log.unlink()
    (tmp_path / "store" / "logs").rmdir()
    (tmp_path / "store" / "logs").touch()  # now no log can be made

    with scheduler(tmp_path, ONCE.format("a"), a=NOTHING) as running:
        running.until(lambda: ended(running, "a"))

    (run,) = runs(running, "a")
    assert (run.exit_code, run.log) == (None, None)
    assert str(run.problem).startswith("cannot start: File exists")


def test_a_run_missed_while_nobody_was_there_is_made_up_for_once(tmp_path: Path) -> None:
    began = datetime(2026, 1, 1, tzinfo=UTC)
    long_ago = JobRun(started_at=began, ended_at=began, exit_code=0)
    (tmp_path / "store").mkdir()
    write_history(tmp_path / "store", History(pid=None, jobs={"a": JobHistory(runs=(long_ago,))}))
    nightly = '[[job]]\nname = "a"\nsite = "memo"\ncron = "0 3 * * *"\n'

    with scheduler(tmp_path, nightly, a=NOTHING) as running:
        running.until(lambda: len(runs(running, "a")) == 2 and ended(running, "a") == 2)
        running.send(signal.SIGTERM)
        running.end()
    with scheduler(tmp_path, nightly + SOON.format("b"), a=NOTHING, b=NOTHING) as again:
        again.until(lambda: ended(again, "b"))

        assert len(runs(again, "a")) == 2


def test_the_first_signal_stops_runs_cleanly(tmp_path: Path) -> None:
    with scheduler(tmp_path, SOON.format("a"), a=WAITS.format("a")) as running:
        running.until((tmp_path / "a.pid").exists)
        running.send(signal.SIGTERM)
        code = running.end()

    assert code == signal.SIGTERM
    assert [run.exit_code for run in runs(running, "a")] == [143]
    assert running.history().pid is None


def test_a_second_signal_ends_everything_at_once(tmp_path: Path) -> None:
    schedule = "[schedule]\nat_once = 1\n" + ONCE.format("a") + ONCE.format("b")
    with scheduler(tmp_path, schedule, a=STUBBORN.format("a"), b=NOTHING) as running:
        running.until((tmp_path / "a.pid").exists)
        running.send(signal.SIGINT)
        running.until(lambda: "stopping" in running.said())
        running.send(signal.SIGINT)
        code = running.end()

    assert code == signal.SIGINT
    assert not lives(int((tmp_path / "a.pid").read_text()))
    assert [run.exit_code for run in runs(running, "a")] == [128 + 9]
    assert runs(running, "b") == ()  # it waited for room, and was not let in


def test_sighup_reads_the_schedule_anew(tmp_path: Path) -> None:
    schedule = ONCE.format("a") + ONCE.format("gone")
    with scheduler(tmp_path, schedule, a=NOTHING, gone=NOTHING, new=NOTHING) as running:
        running.until(lambda: ended(running, "a") and ended(running, "gone"))
        (tmp_path / "schedule.toml").write_text(ONCE.format("a") + ONCE.format("new"))
        running.send(signal.SIGHUP)
        running.until(lambda: ended(running, "new"))

        assert set(running.history().jobs) == {"a", "new"}
        assert len(runs(running, "a")) == 1  # unchanged: it did not begin anew


def test_a_schedule_that_cannot_be_used_leaves_the_old_one(tmp_path: Path) -> None:
    with scheduler(tmp_path, SOON.format("a"), a=NOTHING) as running:
        running.until(lambda: ended(running, "a"))
        (tmp_path / "schedule.toml").write_text("[[job]]\n")
        running.send(signal.SIGHUP)
        running.until(lambda: "the schedule stays as it was" in running.said())
        before = ended(running, "a")
        running.until(lambda: ended(running, "a") > before)

    assert "job[0].site: missing" in running.said()


def test_more_room_lets_in_who_waits(tmp_path: Path) -> None:
    schedule = "[schedule]\nat_once = 1\n" + ONCE.format("a") + ONCE.format("b")
    with scheduler(tmp_path, schedule, a=WAITS.format("a"), b=WAITS.format("b")) as running:
        running.until((tmp_path / "a.pid").exists)
        (tmp_path / "schedule.toml").write_text(schedule.replace("at_once = 1", "at_once = 2"))
        running.send(signal.SIGHUP)

        running.until((tmp_path / "b.pid").exists)


def test_a_killed_scheduler_leaves_its_run_at_work_and_the_next_one_says_lost(tmp_path: Path) -> None:
    with scheduler(tmp_path, ONCE.format("a"), a=WAITS.format("a")) as running:
        running.until((tmp_path / "a.pid").exists)
        running.until(lambda: runs(running, "a"))
    orphan = int((tmp_path / "a.pid").read_text())
    assert lives(orphan)

    with scheduler(tmp_path, ONCE.format("a"), a=NOTHING) as again:
        again.until(lambda: runs(again, "a")[0].problem)
    (tmp_path / "a.go").touch()

    assert runs(again, "a")[0].problem == "the scheduler ended before the run did"


def test_only_the_last_runs_and_logs_are_kept_and_memory_stays(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "benchmarks/schedule_week.py", "--days", "1", "--jobs", "2", "--seconds", "8"],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    figures = json.loads(ended.stdout)

    # Two jobs every 15 minutes, two every hour; a busy machine leaves times out, for its clock runs fast.
    assert figures["runs"] > 60
    assert figures["failed"] == 0
    assert figures["logs"] <= 4 * 20
    assert figures["rss_most_kb"] < 100_000
    assert figures["rss_each_seventh_kb"][-1] - figures["rss_each_seventh_kb"][2] < 3_000
    assert figures["open_files"] < 20
