"""What may be asked of a split, and what is said of what may not."""

import argparse
from datetime import date

import pytest

from crawler.cli.export_split import add_split_options, plan_of
from crawler.errors import UsageError
from pipelines.exports.splits import Plan


def plan(*words: str) -> Plan | None:
    parser = argparse.ArgumentParser()
    add_split_options(parser)
    return plan_of(parser.parse_args(words))


def test_options_become_a_plan() -> None:
    assert plan() is None
    assert plan("--split", "group") == Plan("group")
    assert plan("--split", "random", "--shares", "8/2", "--seed", "7") == Plan("random", shares=(8, 2), seed="7")
    assert plan("--split", "time", "--split-at", "2026-03-01", "--hold-out", "memo") == Plan(
        "time", cuts=(date(2026, 3, 1),), held_out=frozenset({"memo"})
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--shares 90/10", "--shares goes with --split"),
        ("--hold-out memo", "--hold-out goes with --split"),
        ("--split time --seed 7", "takes no --seed"),
        ("--split time --shares 9/1 --split-at 2026-01-01", "takes no --shares"),
        ("--split group --split-at 2026-01-01", "not one by group"),
        ("--split group --shares most", "'most' are no shares such as 90/5/5"),
        ("--split time --split-at soon", "'soon' are no days such as"),
    ],
)
def test_what_does_not_go_together_is_said(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        plan(*words.split())
