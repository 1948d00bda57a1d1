"""Exports that are parted: every record in one part, no story in two, the same again."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipelines.exports.splits import Plan
from tests.export.making import made, records_in, request_of
from tests.export.stores import store_with, story, telling


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Forty stories of `daily`, and of each a copy at `weekly`, fetched before it."""
    copies = [story(number, "weekly", text=telling(number)) for number in range(40)]
    stories = [story(number, text=copy.text, duplicate_of=copy.id) for number, copy in enumerate(copies)]
    return store_with(tmp_path / "out", {"daily-1": stories, "weekly-1": copies})


@pytest.mark.parametrize(
    "plan",
    [Plan("group", shares=(50, 25, 25)), Plan("time", cuts=(date(2026, 1, 15), date(2026, 2, 1)))],
    ids=lambda plan: plan.kind,
)
def test_every_record_is_in_one_part_and_no_story_in_two(store: Path, tmp_path: Path, plan: Plan) -> None:
    made(replace(request_of(store, tmp_path / "set"), split=plan))

    parts = {name: records_in(tmp_path / "set" / "data" / name) for name in ("train", "validation", "test")}
    found = Counter(record["duplicate_group"] for records in parts.values() for record in records)
    sides = [{str(record["duplicate_group"]) for record in records} for records in parts.values()]
    assert all(parts.values())
    assert set(found.values()) == {2}
    assert len(found) == 40 == sum(map(len, sides))


def test_near_copies_that_only_the_state_knows_are_on_one_side(tmp_path: Path) -> None:
    stories = [story(number, text=telling(number), word_count=80) for number in range(40)]
    edited = [story(number, "weekly", text=f"{telling(number)} updated later", word_count=82) for number in range(40)]
    store = store_with(tmp_path / "out", {"daily-1": stories, "weekly-1": edited})

    made(replace(request_of(store, tmp_path / "set"), split=Plan("group", shares=(50, 25, 25))))

    sides = [
        {str(record["duplicate_group"]) for record in records_in(tmp_path / "set" / "data" / name)}
        for name in ("train", "validation", "test")
    ]
    assert len(set.union(*sides)) == 40 == sum(map(len, sides))


def test_the_manifest_records_what_the_split_was_made_with(store: Path, tmp_path: Path) -> None:
    plan = Plan("time", shares=(50, 50), held_out=frozenset({"weekly"}))

    made(replace(request_of(store, tmp_path / "set"), split=plan))

    manifest = json.loads((tmp_path / "set" / "manifest.json").read_text())
    assert manifest["split"] | {"begin": 0} == manifest["request"]["split"] | {"begin": 0}
    assert manifest["split"]["held_out"] == ["weekly"]
    assert len(manifest["split"]["begin"]) == 1


def test_the_same_split_made_again_has_the_same_bytes(store: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        made(replace(request_of(store, tmp_path / name), split=Plan("time", shares=(8, 1, 1))))

    files = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("first", "second")
    ]
    assert files[0] == files[1]
    assert len(files[0]) > 3
