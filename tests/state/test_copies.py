"""Groups of near copies: in one run, over runs, and when articles change or go."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.extract.signature import signature
from crawler.state import State
from crawler.state.lookup import Lookup
from crawler.state.rows import Finished, KnownRecord
from tests.texts import NEWS, other_words

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
UPDATED = f"{NEWS}\n\nThe council meets again in April, and the ferry company will send its figures by then."


def finished(letter: str, text: str, site: str = "daily", **changes: object) -> Finished:
    """A new article, named by a letter."""
    url = f"https://{site}.example/{letter}/"
    record = KnownRecord(letter * 32, site, url, 1, f"sha256:{letter * 64}", b"x", None, signature=signature(text))
    record = replace(record, **changes)  # type: ignore[arg-type]
    return Finished(site, url, url, "record", NOW, record_id=record.id, record=record)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    opened = State(tmp_path / "state.sqlite")
    yield opened
    opened.close()


def first(state: State, letter: str, text: str) -> str | None:
    return state.first_copy(letter * 32, signature(text), [])


def test_an_edited_story_is_a_copy_of_the_first_whether_that_is_committed_or_not(state: State) -> None:
    pending, other = finished("c", NEWS), finished("b", other_words(NEWS))
    state.note(pending)
    state.note(other)
    before = [first(state, "a", UPDATED), first(state, "c", NEWS), first(state, "b", other_words(NEWS))]

    state.commit([pending, other], [])

    assert before == ["c" * 32, None, None]
    assert [first(state, "a", UPDATED), first(state, "c", NEWS)] == ["c" * 32, None]


def test_a_group_is_named_by_what_came_first_over_sites_and_runs(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    for one in (finished("c", NEWS), finished("a", UPDATED, "herald"), finished("b", other_words(NEWS))):
        state = State(path)
        state.commit([one], [])
        state.close()

    with Lookup(path) as lookup:
        groups = list(lookup.copies.groups())
        named = [lookup.copies.group_of(letter * 32) for letter in "abcd"]

    assert groups == [("a" * 32, "c" * 32), ("c" * 32, "c" * 32)]
    assert named == ["c" * 32, "b" * 32, "c" * 32, "d" * 32]


def test_two_runs_that_did_not_see_each_others_copies_leave_one_group(tmp_path: Path) -> None:
    runs = [State(tmp_path / "state.sqlite") for _ in range(2)]
    copies = [finished("b", NEWS), finished("a", UPDATED, "herald")]
    asked = [first(run, letter, NEWS) for run, letter in zip(runs, "ba", strict=True)]

    for run, one in zip(runs, copies, strict=True):
        run.commit([one], [])

    assert asked == [None, None]
    assert list(runs[0].copies.groups()) == [("a" * 32, "b" * 32), ("b" * 32, "b" * 32)]
    for run in runs:
        run.close()


def test_what_is_near_two_groups_makes_them_one(state: State) -> None:
    words = NEWS.split()
    most = len(words) * 72 // 100
    head, tail = " ".join(words[:most]), " ".join(words[-most:])
    state.commit([finished("a", head), finished("b", tail)], [])
    apart = list(state.copies.groups())
    whole = first(state, "c", NEWS)

    state.commit([finished("c", NEWS)], [])

    assert apart == []
    assert whole == "a" * 32
    assert [group for _, group in state.copies.groups()] == ["a" * 32] * 3


def test_a_new_version_is_found_by_its_new_text_and_stays_in_its_group(state: State) -> None:
    state.commit([finished("a", NEWS), finished("b", UPDATED)], [])
    rewritten = other_words(NEWS)

    state.commit([finished("b", rewritten, version=2)], [])

    assert first(state, "c", rewritten) == "a" * 32
    assert state.copies.alike(signature(UPDATED)) == ["a" * 32]
    assert state.copies.group_of("b" * 32) == "a" * 32


def test_a_short_text_is_a_copy_only_of_what_it_is_said_to_copy(state: State) -> None:
    short = "Two people were hurt."
    state.commit([finished("a", short), finished("b", short)], [])
    apart = list(state.copies.groups())

    state.commit([finished("c", short, duplicate_of="a" * 32)], [])

    assert apart == []
    assert list(state.copies.groups()) == [("a" * 32, "a" * 32), ("c" * 32, "a" * 32)]


def test_when_the_first_of_a_group_goes_the_next_names_it_and_one_alone_is_none(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    state = State(path)
    state.commit([finished(letter, NEWS) for letter in "abc"], [])
    groups = []
    for letter in "ab":
        with sqlite3.connect(path) as connection:
            connection.execute("DELETE FROM packed_records WHERE id = ?", (bytes.fromhex(letter * 32),))
        connection.close()
        groups.append(list(state.copies.groups()))
    state.close()

    assert groups == [[("b" * 32, "b" * 32), ("c" * 32, "b" * 32)], []]


def test_a_text_that_thousands_share_costs_no_more_than_one_that_few_do(state: State) -> None:
    many = [finished("a", NEWS, id=f"{number:032}") for number in range(300)]
    state.commit(many, [])
    compared = len(state.copies.alike(signature(NEWS)))
    later = NOW + timedelta(days=1)
    state.commit([replace(finished("f", NEWS), fetched_at=later)], [])

    assert 1 <= compared <= 8
    assert state.copies.group_of("f" * 32) == f"{0:032}"
