"""Every promise of the threat model names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE_LINE = re.compile(r"^\| (?!promise |---)(?P<promise>.+?) \| (?P<tests>.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PROMISES = [
    (match["promise"], match["tests"])
    for match in TABLE_LINE.finditer((ROOT / "docs/threat-model.md").read_text("utf-8"))
]


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("promise", "tests"), PROMISES, ids=range(len(PROMISES)))
def test_a_promise_is_shown_by_a_test_that_is_there(promise: str, tests: str) -> None:
    named = NAMED.findall(tests)

    assert named, promise
    assert [f"{path}::{test}" for path, test in named if test not in names_in(path)] == []


def test_security_md_names_tests_that_are_there() -> None:
    named = NAMED.findall((ROOT / "SECURITY.md").read_text("utf-8"))

    assert named
    assert [f"{path}::{test}" for path, test in named if test not in names_in(path)] == []
