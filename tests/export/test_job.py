"""Exports as JSONL: which records, in what order, and what a cut off export leaves."""

import os
import resource
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from crawler.errors import CannotWrite, SiteBusy, UsageError
from crawler.export.job import Kind
from crawler.export.kinds import kind_of
from crawler.export.request import Filters, Request
from crawler.export.target import Target
from crawler.export.work import Work
from crawler.record import record_line
from crawler.run.rebuild import rebuild
from crawler.state.lookup import Lookup
from pipelines.exports.verify import faults
from pipelines.exports.writer import Record
from tests.export.making import bytes_in, made, records_in, request_of
from tests.export.stores import NOW, store_with, story


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Articles of two sites; of one of them there is a second version, and of another a copy on the other site."""
    return store_with(
        tmp_path / "out",
        {
            "daily-1": [story(number) for number in range(1, 6)],
            "daily-2": [story(2, version=2, title="Story 2, again", changed=("title",)), story(6, date_published=None)],
            "agency-1": [
                story(1, "agency", language="en-GB"),
                story(2, "agency", language="fr", duplicate_of=story(3).id),
            ],
        },
    )


def test_the_newest_version_of_each_article_goes_out_by_site_and_in_the_order_of_the_records(
    store: Path, tmp_path: Path
) -> None:
    outcome = made(request_of(store, tmp_path / "set"))

    told = [(record["site"], record["title"]) for record in records_in(tmp_path / "set")]
    assert told == [
        ("agency", "Story 1"),
        ("agency", "Story 2"),
        *(("daily", f"Story {number}") for number in (1, 3, 4, 5)),
        ("daily", "Story 2, again"),
        ("daily", "Story 6"),
    ]
    assert outcome is not None
    assert outcome.records == len(told)
    assert list(faults(tmp_path / "set")) == []


def test_all_versions_are_every_line_on_record(store: Path, tmp_path: Path) -> None:
    made(request_of(store, tmp_path / "set", Filters(latest_only=False)))

    stored = [line for path in sorted((store / "records").iterdir()) for line in path.read_bytes().splitlines()]
    assert len(records_in(tmp_path / "set")) == len(stored)


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(sites=("agency",)), ["Story 1", "Story 2"]),
        (Filters(languages=("EN",), sites=("agency",)), ["Story 1"]),
        # A day is that of the article's own zone; one without a date lies in no window.
        (Filters(since=date(2026, 1, 5), until=date(2026, 1, 6)), ["Story 4", "Story 5"]),
        (Filters(sites=("daily",), since=date(2026, 1, 6)), ["Story 5"]),
    ],
)
def test_filters_choose_records(store: Path, tmp_path: Path, filters: Filters, titles: list[str]) -> None:
    made(request_of(store, tmp_path / "set", filters))

    assert [record["title"] for record in records_in(tmp_path / "set")] == titles


def test_of_copies_the_first_of_the_group_goes_out_or_who_stands_for_it_when_that_is_not_asked_for(
    store: Path, tmp_path: Path
) -> None:
    made(request_of(store, tmp_path / "all", Filters(drop_duplicates=True)))
    made(request_of(store, tmp_path / "french", Filters(drop_duplicates=True, languages=("fr",))))

    everything, french = records_in(tmp_path / "all"), records_in(tmp_path / "french")
    daily = {story(number).id for number in range(1, 7)}
    assert {one["id"] for one in everything} == daily | {story(1, "agency").id}
    assert [(one["id"], one["duplicate_group"]) for one in french] == [(story(2, "agency").id, story(3).id)]


def test_an_export_of_nothing_leaves_nothing(store: Path, tmp_path: Path) -> None:
    outcome = made(request_of(store, tmp_path / "set", Filters(languages=("de",))))

    assert outcome is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_what_is_not_committed_is_not_read_and_nothing_of_the_store_changes(store: Path, tmp_path: Path) -> None:
    segment = store / "records" / "daily-20260302T090000Z-001.jsonl"
    with segment.open("ab") as file:
        file.write(record_line(story(9))[:300])
    segment.rename(segment.with_name(segment.name + ".part"))
    before = bytes_in(store)

    made(request_of(store, tmp_path / "set"))

    assert story(9).id not in {record["id"] for record in records_in(tmp_path / "set")}
    assert {path: content for path, content in bytes_in(store).items() if path in before} == before


def test_an_export_that_is_killed_goes_on_from_its_whole_parts_to_the_bytes_of_one_that_was_not(
    store: Path, tmp_path: Path
) -> None:
    request = request_of(store, tmp_path / "set")
    made(replace(request, to=tmp_path / "unhurt"), in_parts_of(3, request))
    killed = get_context("fork").Process(target=made, args=(request, in_parts_of(3, request, killed_at="Story 5")))

    killed.start()
    killed.join()
    left = {path.name: path.stat().st_ino for path in (tmp_path / "set.part" / "data").glob("*.jsonl")}
    with (store / "records" / "daily-20260303T090000Z-001.jsonl").open("wb") as later:
        later.write(record_line(story(20)))
    (store / "state.sqlite").unlink()
    rebuild(store, NOW, [3600.0])
    made(request, in_parts_of(3, request))

    now = {path.name: path.stat().st_ino for path in (tmp_path / "set" / "data").iterdir()}
    assert killed.exitcode == -signal.SIGKILL
    assert set(left.items()) <= set(now.items())
    assert (len(left), len(now)) == (1, 3)
    assert bytes_in(tmp_path / "set") == bytes_in(tmp_path / "unhurt")


def test_without_room_the_place_is_named_and_what_is_whole_stays(tmp_path: Path) -> None:
    long = store_with(tmp_path / "long", {"daily-1": [story(1), story(2), story(3, text="word " * 20_000)]})
    request = request_of(long, tmp_path / "set")
    free, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (80_000, hard))
        with pytest.raises(CannotWrite, match=r"set\.part/data/records-00003\.jsonl: File too large"):
            made(request, in_parts_of(1, request))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (free, hard))
    left = sorted(path.name for path in (tmp_path / "set.part" / "data").iterdir() if path.suffix == ".jsonl")
    made(request, in_parts_of(1, request))

    assert left == ["records-00001.jsonl", "records-00002.jsonl"]
    assert len(records_in(tmp_path / "set")) == 3


def test_parts_of_another_request_are_written_anew(store: Path, tmp_path: Path) -> None:
    first = request_of(store, tmp_path / "set")
    killed = get_context("fork").Process(target=made, args=(first, in_parts_of(1, first, killed_at="Story 5")))
    killed.start()
    killed.join()

    made(request_of(store, tmp_path / "set", Filters(sites=("agency",))))

    assert [record["site"] for record in records_in(tmp_path / "set")] == ["agency", "agency"]
    assert list(faults(tmp_path / "set")) == []


def test_a_place_that_holds_something_else_or_is_in_use_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear Ann")
    busy = Target(tmp_path / "busy", replace=False)

    with pytest.raises(UsageError, match="holds something else"):
        made(request_of(store, tmp_path / "mine"))
    with busy.held(), pytest.raises(SiteBusy, match="another export"):
        made(request_of(store, tmp_path / "busy"))

    assert (tmp_path / "mine" / "letter.txt").read_text() == "Dear Ann"


def test_an_export_that_was_cut_off_before_its_last_step_is_taken_up(store: Path, tmp_path: Path) -> None:
    request = request_of(store, tmp_path / "set")
    made(request)
    whole = bytes_in(tmp_path / "set")
    (tmp_path / "set").rename(tmp_path / "set.part")

    made(request)

    assert bytes_in(tmp_path / "set") == whole


def test_a_segment_that_lost_its_end_is_named(store: Path, tmp_path: Path) -> None:
    segment = store / "records" / "daily-20260301T090000Z-001.jsonl"
    os.truncate(segment, 100)

    with pytest.raises(UsageError, match=f"{segment}"):
        made(request_of(store, tmp_path / "set"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (record_line(replace(story(1), site="../../up")), "its site is no name of a site"),
        (b'{"schema_version":1,"id":"' + b"0" * 32 + b'","version":1,"url":"x"}\n', "its fields are others"),
        (b"[1]\n", "it does not begin like one"),
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: bytes, said: str) -> None:
    store = store_with(tmp_path / "out", {"daily-1": [story(1, text="x" * 5000), story(2)]})
    segment = store / "records" / "daily-20260301T090000Z-001.jsonl"
    first, rest = segment.read_bytes().split(b"\n", 1)
    segment.write_bytes(line[:-1].ljust(len(first)) + b"\n" + rest)

    with pytest.raises(UsageError, match=rf"{segment}:1 is no record of this newskeep: {said}"):
        made(request_of(store, tmp_path / "set", form="parquet"))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_the_manifest_names_segments_with_what_was_read_of_them(store: Path, tmp_path: Path) -> None:
    made(request_of(store, tmp_path / "set"))

    with Lookup(store / "state.sqlite") as state:
        known = {one.path: one.committed_bytes for one in state.segments("records")}
    manifest = (tmp_path / "set" / "manifest.json").read_text()
    assert len(known) == 3
    assert all(f'"path": "{path}"' in manifest for path in known)
    assert all(f'"committed_bytes": {length}' in manifest for length in known.values())


def in_parts_of(most: int, request: Request, killed_at: str | None = None) -> Callable[[Work], Kind]:
    """The kind of `request` in small parts; it kills its process at the record with the title `killed_at`."""

    def kind(work: Work) -> Kind:
        whole = kind_of(request, work)

        def shape(record: dict[str, object]) -> Record:
            if record["title"] == killed_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return whole.shape(record)

        return replace(whole, shape=shape, part_records=most)

    return kind
