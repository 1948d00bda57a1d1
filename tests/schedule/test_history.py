import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import CannotWrite, UsageError
from crawler.schedule.history import (
    FILE,
    RUNS_KEPT,
    History,
    JobHistory,
    JobRun,
    history_of,
    read_history,
    unfinished_are_lost,
    write_history,
)

BEGAN = datetime(2026, 3, 4, 7, 5, 1, 250000, tzinfo=UTC)
ENDED = JobRun(started_at=BEGAN, ended_at=BEGAN + timedelta(seconds=3), exit_code=5, log="logs/a.log")


def test_what_is_written_is_read_again_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    history = History(pid=7, jobs={"a": JobHistory(runs=(ENDED,), next_at=datetime(2026, 3, 4, 8, tzinfo=UTC))})

    write_history(tmp_path, history)

    assert read_history(tmp_path) == history
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert json.loads((tmp_path / FILE).read_text())["jobs"]["a"]["runs"][0]["seconds"] == 3.0


def test_before_the_first_run_the_history_is_empty(tmp_path: Path) -> None:
    assert read_history(tmp_path) == History(pid=None, jobs={})


def test_the_end_of_a_run_takes_the_place_of_its_beginning() -> None:
    begun = JobHistory().with_run(JobRun(started_at=BEGAN))

    assert begun.with_run(ENDED).runs == (ENDED,)


def test_the_last_runs_are_kept() -> None:
    history = JobHistory()
    for number in range(RUNS_KEPT + 3):
        history = history.with_run(JobRun(started_at=BEGAN + timedelta(hours=number)))

    assert len(history.runs) == RUNS_KEPT
    assert history.runs[-1].started_at == BEGAN + timedelta(hours=RUNS_KEPT + 2)


def test_a_run_that_nobody_waited_for_is_lost() -> None:
    now = BEGAN + timedelta(hours=1)

    lost = unfinished_are_lost({"a": JobHistory(runs=(ENDED, JobRun(started_at=now)))}, now)

    assert lost["a"].runs[0] == ENDED
    assert (lost["a"].runs[1].ended_at, lost["a"].runs[1].problem) == (now, "the scheduler ended before the run did")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"pid": "x", "jobs": {}}', '{"pid": 1, "jobs": {"a": 5}}', "[" * 100_000]
)
def test_a_file_that_is_no_history_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)

    with pytest.raises(UsageError, match=r"schedule\.json: is no history of runs"):
        read_history(tmp_path)


def test_a_folder_that_is_gone_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"cannot write .*schedule\.json: No such file"):
        write_history(tmp_path / "gone", History(pid=None, jobs={}))


RUN_KEYS = ("started_at", "ended_at", "exit_code", "log", "problem")
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=9) | st.just("2026-03-04T07:05:01+00:00") | st.just("2026-03-04"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["pid", "jobs", "a", "runs", "next_at"]), inner, max_size=4)
        | st.fixed_dictionaries(dict.fromkeys(RUN_KEYS, inner))
    ),
    max_leaves=12,
)


@given(
    JSON
    | st.fixed_dictionaries(
        {
            "pid": JSON,
            "jobs": st.dictionaries(
                st.just("a"), st.fixed_dictionaries({"runs": st.lists(JSON, max_size=2), "next_at": JSON})
            ),
        }
    )
)
def test_any_json_is_a_history_or_a_value_or_key_error(value: object) -> None:
    try:
        history = history_of(value)
    except (ValueError, KeyError):
        return

    assert all(run.started_at.tzinfo for job in history.jobs.values() for run in job.runs)


def test_the_documentation_says_how_many_runs_are_kept() -> None:
    assert RUNS_KEPT == 10
    assert "the last ten runs" in (Path(__file__).parents[2] / "docs" / "schedule.md").read_text()
