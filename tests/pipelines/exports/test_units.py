"""Splits of records whose articles have copies and versions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.errors import UsageError
from pipelines.exports.splits import Kind, Plan, days_of
from pipelines.exports.units import Splitter

Records = list[Mapping[str, object]]

GROUPS = {f"copy-{number}-{place}": f"copy-{number}-0" for number in range(100) for place in (1, 2)}


def record(name: str, published: str | None = "2026-03-04", site: str = "daily") -> Mapping[str, object]:
    return {"id": name, "site": site, "date_published": published, "fetched_at": "2026-03-09T08:00:00Z"}


def copies() -> Records:
    """A hundred stories, each at three sites, on three days in a row."""
    return [
        record(f"copy-{number}-{place}", f"2026-03-{1 + number % 20 + place:02}", site)
        for place, site in enumerate(("agency", "daily", "weekly"))
        for number in range(100)
    ]


@contextmanager
def splitter(plan: Plan, records: Records, tmp_path: Path) -> Iterator[Splitter]:
    made = Splitter(plan, lambda name: GROUPS.get(name, name), tmp_path / "units.sqlite")
    for one in records:
        made.learn(one)
    made.settle()
    yield made
    made.close()


def sides(plan: Plan, records: Records, tmp_path: Path) -> dict[str, set[str]]:
    """For each story, the parts that its copies are in."""
    with splitter(plan, records, tmp_path) as made:
        found: dict[str, set[str]] = {}
        for one in records:
            found.setdefault(str(one["id"])[:-2], set()).add(made.part_of(one))
        return found


@pytest.mark.parametrize("kind", ["group", "time"])
def test_no_story_has_copies_on_two_sides(kind: Kind, tmp_path: Path) -> None:
    found = sides(Plan(kind, shares=(50, 25, 25)), copies(), tmp_path)

    assert all(len(parts) == 1 for parts in found.values())
    assert set.union(*found.values()) == {"train", "validation", "test"}


def test_at_random_copies_do_cross(tmp_path: Path) -> None:
    found = sides(Plan("random", shares=(50, 25, 25)), copies(), tmp_path)

    assert any(len(parts) > 1 for parts in found.values())


@pytest.mark.parametrize("kind", ["group", "time", "random"])
def test_the_order_of_the_records_does_not_matter(kind: Kind, tmp_path: Path) -> None:
    plan = Plan(kind, held_out=frozenset({"weekly"}))

    assert sides(plan, copies(), tmp_path) == sides(plan, copies()[::-1], tmp_path)


def test_a_group_stays_where_it_was_when_other_records_come(tmp_path: Path) -> None:
    few = sides(Plan("group"), copies()[:30], tmp_path)
    many = sides(Plan("group"), copies(), tmp_path)

    assert few.items() <= many.items()


def test_a_copy_that_came_after_the_cut_is_with_its_original_before_it(tmp_path: Path) -> None:
    records = [record("copy-1-1", "2026-03-08"), record("copy-1-0", "2026-03-02"), record("alone", "2026-03-08")]

    with splitter(Plan("time", cuts=days_of("2026-03-05")), records, tmp_path) as made:
        assert [made.part_of(one) for one in records] == ["train", "train", "test"]


def test_versions_of_an_article_stay_together_though_a_later_one_names_another_day(tmp_path: Path) -> None:
    records = [record("a", "2026-03-02"), record("a", "2026-03-08")]

    with splitter(Plan("time", cuts=days_of("2026-03-05")), records, tmp_path) as made:
        assert [made.part_of(one) for one in records] == ["train", "train"]


def test_a_site_that_is_held_out_is_in_the_test_with_every_copy_of_its_articles(tmp_path: Path) -> None:
    alone = [record(f"alone-{number}", site="agency") for number in range(50)]
    held = [record(f"weekly-{number}", site="weekly") for number in range(50)]
    records = [*copies(), *alone, *held]

    with splitter(Plan("group", shares=(90, 10), held_out=frozenset({"weekly"})), records, tmp_path) as made:
        assert {made.part_of(one) for one in (*copies(), *held)} == {"test"}
        assert "train" in {made.part_of(one) for one in alone}


def test_what_a_split_was_made_with_is_described(tmp_path: Path) -> None:
    with splitter(Plan("time", shares=(50, 50)), [record("a", "2026-03-02"), record("b")], tmp_path) as by_time:
        assert by_time.described() == {
            "by": "time", "parts": ["train", "test"], "begin": ["2026-03-04"], "shares": [50, 50], "held_out": [],
        }  # fmt: skip
    by_group = Splitter(Plan("group", seed="7"), str, tmp_path / "units.sqlite")
    assert by_group.described() == {
        "by": "group", "parts": ["train", "validation", "test"], "seed": "7", "shares": [90, 5, 5], "held_out": [],
    }  # fmt: skip


def test_a_record_whose_date_is_none_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="record a has a date that is none: day is out of range"),
        splitter(Plan("time"), [record("a", "2026-02-30")], tmp_path),
    ):
        pass


def test_nothing_is_left_on_the_disk(tmp_path: Path) -> None:
    with splitter(Plan("time"), copies(), tmp_path):
        assert list(tmp_path.iterdir())

    assert not list(tmp_path.iterdir())
