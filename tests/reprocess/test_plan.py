from datetime import timedelta
from pathlib import Path

import pytest

from crawler.archive.captured import Captured
from crawler.archive.page_note import PageNote
from crawler.archive.reader import captures
from crawler.dates import utc_stamp
from crawler.reprocess.plan import OldLine, Plan
from crawler.reprocess.stored import Place
from tests.archive.exchanges import NOON, Archive, packed, record_id

URL = "https://daily.example/quay/"
NOTE = PageNote(URL, "feed", ("daily", "generic"))


def revisited(folder: Path, refers_to: str) -> tuple[Captured, Captured]:
    """A page and a revisit of it the day after, that names the record `refers_to`."""
    made, page = Archive(folder), packed(URL, b"<p>The quay opens")
    made.add(page)
    made.add_revisit(packed(URL, b"<p>The quay opens", NOON + timedelta(days=1)), refers_to, page)
    found = [one for one in captures(made.path) if one.kind in ("response", "revisit")]
    return found[0], found[1]


@pytest.mark.parametrize("refers_to", [record_id(2), record_id(99)])
def test_a_revisit_has_the_payload_that_it_names_by_id_or_else_by_url_and_time(tmp_path: Path, refers_to: str) -> None:
    page, revisit = revisited(tmp_path, refers_to)
    plan = Plan(tmp_path / "plan.sqlite")
    plan.add_capture(page)
    number = plan.add_capture(revisit)
    plan.ready()

    stored = plan.stored(number)

    assert stored is not None
    assert stored.payload == Place(page.file, page.offset, page.length)


def test_a_revisit_whose_payload_is_in_no_file_cannot_be_read(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "plan.sqlite")
    number = plan.add_capture(revisited(tmp_path, record_id(2))[1])
    plan.ready()

    assert plan.stored(number) is None


def test_pages_come_in_the_order_in_which_they_were_taken_in_with_what_was_noted(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "plan.sqlite")
    capture = plan.add_capture(revisited(tmp_path, record_id(2))[0])
    for seconds in (2, 1, 2):
        plan.add_page(capture, f"site{seconds}", NOON + timedelta(seconds=seconds), NOON, NOTE)
    plan.ready()

    pages = list(plan.pages())

    assert [page.site for page in pages] == ["site1", "site2", "site2"]
    assert pages[0].note == NOTE
    assert plan.count_pages() == 3


def test_a_line_whose_page_is_not_planned_is_an_orphan(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "plan.sqlite")
    capture = plan.add_capture(revisited(tmp_path, record_id(2))[0])
    plan.add_page(capture, "daily", NOON, NOON, NOTE)
    for number, at in enumerate((NOON, NOON - timedelta(days=1)), 1):
        plan.add_line(OldLine(0, "records", "daily", "a.jsonl", 0, 1, URL, utc_stamp(at), None, f"{number}", 1, ""))
    plan.ready()

    (page,) = plan.pages()
    assert [line.id for line in plan.orphans()] == ["2"]
    assert [line.id for line in plan.lines_of(page)] == ["1"]


def test_of_two_pages_of_one_second_a_line_is_that_ones_which_it_points_at_and_without_a_pointer_the_firsts(
    tmp_path: Path,
) -> None:
    plan = Plan(tmp_path / "plan.sqlite")
    captured = revisited(tmp_path, record_id(2))
    for one in captured:
        plan.add_page(plan.add_capture(one), "daily", NOON, NOON, NOTE)
    pointers = {"second": captured[1].record_id, "first": captured[0].record_id, "bare": "", "lost": record_id(99)}
    for name, pointer in pointers.items():
        plan.add_line(OldLine(0, "records", "daily", "a.jsonl", 0, 1, URL, utc_stamp(NOON), None, name, 1, pointer))
    plan.ready()

    first, second = plan.pages()
    assert [line.id for line in plan.lines_of(first)] == ["first", "bare"]
    assert [line.id for line in plan.lines_of(second)] == ["second"]
    assert [line.id for line in plan.orphans()] == ["lost"]


def test_a_record_that_is_asked_for_once_does_not_count_as_vanished(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "plan.sqlite")
    for number in (1, 2):
        plan.add_line(OldLine(0, "records", "daily", "a.jsonl", 0, 1, URL, "", None, f"{number}", 1, ""))
    plan.ready()

    assert plan.take_record("daily", "1", 1) is not None
    assert plan.take_record("daily", "1", 1) is None
    assert plan.count_vanished() == 1
