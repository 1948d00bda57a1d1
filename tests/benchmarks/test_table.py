import pytest

from benchmarks.bench.table import Figure, Goal, Verdict, as_json, table_lines

AT_MOST = Goal(12, "<= 12")
AT_LEAST = Goal(0.9, ">= 90%", is_least=True)


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [(AT_MOST, 12, "met"), (AT_MOST, 12.01, "MISSED"), (AT_LEAST, 0.9, "met"), (AT_LEAST, 0.89, "MISSED")],
)
def test_a_goal_is_met_up_to_its_bound(goal: Goal, value: float, verdict: Verdict) -> None:
    found = goal.verdict(value)

    assert found == verdict


def test_a_line_holds_the_figure_the_spread_of_its_runs_the_goal_and_whether_it_is_met() -> None:
    figure = Figure("CPU a page", 13.2, "ms", AT_MOST, "whole tree", runs=(13.0, 13.2, 14.1))

    head, line = table_lines([figure])

    assert head.split() == ["figure", "median", "runs", "goal", "beside"]
    assert line.split() == ["CPU", "a", "page", "13.20", "ms", "13.00..14.10", "<=", "12", "MISSED", "whole", "tree"]


def test_a_share_is_shown_in_percent() -> None:
    _, line = table_lines([Figure("cores at work", 0.934, "%", AT_LEAST)])

    assert line.split() == ["cores", "at", "work", "93.4%", ">=", "90%", "met"]


def test_a_figure_without_a_goal_has_no_verdict() -> None:
    found = as_json(Figure("text", 5287.3, "", runs=(5287.3,)))

    assert (found["goal"], found["verdict"], found["value"], found["runs"]) == (None, None, 5287.3, [5287.3])
