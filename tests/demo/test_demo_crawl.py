"""The demo as a person runs it: `newskeep demo`, and what it leaves."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.command import Ended, Newskeep
from tests.demo.expected import differences, read_expected


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the demo: how it ended, and the lines it left."""

    ended: Ended
    output: Path
    records: list[dict[str, Any]]
    rejects: list[dict[str, Any]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Run:
    store = tmp_path_factory.mktemp("demo")
    ended = Newskeep(store)("demo", "--output", store)
    output = store / "demo"
    return Run(ended, output, _lines(output / "records"), _lines(output / "rejects"))


def _lines(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in sorted(folder.rglob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]


def _path(record: dict[str, Any]) -> str:
    return urlsplit(str(record["url"])).path


def test_the_demo_ends_well_and_says_what_it_found(demo: Run) -> None:
    expected = read_expected()

    assert demo.ended.code == 0, demo.ended.stderr
    head, row = (line.split() for line in demo.ended.stdout.splitlines()[:2])
    said = dict(zip(head, row, strict=True))
    assert said["new"] == str(len(expected.articles))
    assert said["rejects"] == str(len(expected.rejects))
    assert all(f"{reason} 1" in demo.ended.stdout for reason in expected.rejects.values())
    assert f"records: {demo.output / 'records'}" in demo.ended.stdout
    assert list(demo.output.rglob("*.part")) == []


def test_every_article_is_on_record_once_and_no_other_page_is(demo: Run) -> None:
    expected = read_expected()

    assert sorted(map(_path, demo.records)) == sorted(expected.articles)


@pytest.mark.parametrize("path", sorted(read_expected().articles))
def test_a_record_holds_the_article_and_nothing_else(demo: Run, path: str) -> None:
    expected = read_expected()
    (record,) = [record for record in demo.records if _path(record) == path]
    parts = urlsplit(record["url"])

    assert differences(expected.articles[path], record, f"{parts.scheme}://{parts.netloc}", expected.never) == []


@pytest.mark.parametrize(("path", "reason"), sorted(read_expected().rejects.items()))
def test_a_page_that_is_no_article_is_a_reject_with_its_reason(demo: Run, path: str, reason: str) -> None:
    reasons = {reject["reason"] for reject in demo.rejects if _path(reject) == path}

    assert reasons == {reason}


def test_a_moved_article_is_recorded_at_its_new_address(demo: Run) -> None:
    (record,) = [record for record in demo.records if "island-school" in record["url"]]

    assert record["url"].endswith("/20261106-island-school-opens-with-six-pupils/")


def test_direction_marks_and_joiners_stay_in_the_text(demo: Run) -> None:
    texts = {
        record["language"]: record["text"]
        for record in demo.records
        if "bayn" in record["url"] or record["language"] == "fa"
    }

    assert "\u200e24\u200f" in texts["ar"]
    assert "سال\u200cها" in texts["fa"]
