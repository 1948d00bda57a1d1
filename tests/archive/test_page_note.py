from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.captured import Captured
from crawler.archive.page_note import PageNote, note_of
from crawler.archive.reader import captures
from crawler.archive.warc import metadata
from crawler.dates import Window
from crawler.items import Reservation
from tests.archive.exchanges import NOON, Archive, exchange, record_id

NOTE = PageNote(
    "https://daily.example/?p=7",
    "sitemap",
    ("daily", "generic"),
    Window(date(2026, 3, 1)),
    (("https://daily.example/quay/?page=2", record_id(9)),),
    Reservation("1", "https://daily.example/mining/"),
)


def written(folder: Path, note: PageNote) -> Captured:
    made = Archive(folder)
    (page,) = made.add(exchange())
    with made.path.open("ab") as file:
        file.write(metadata("https://daily.example/quay/", record_id(99), NOON, page, note.fields(), "gzip"))
    *_, last = captures(made.path)
    return last


def test_a_note_comes_back_from_its_record_as_it_was(tmp_path: Path) -> None:
    captured = written(tmp_path, NOTE)

    assert (captured.kind, captured.concurrent_to) == ("metadata", record_id(2))
    assert note_of(captured) == NOTE


def test_a_line_break_in_a_url_makes_no_field_of_its_own(tmp_path: Path) -> None:
    note = replace(NOTE, requested_url="https://daily.example/\r\nfound-via: feed")

    read = note_of(written(tmp_path, note))

    assert read is not None
    assert read.found_via == "sitemap"


def test_a_metadata_record_of_others_is_no_note(tmp_path: Path) -> None:
    captured = replace(written(tmp_path, NOTE), fields=(("via", "https://daily.example/"), ("hopsFromSeed", "L")))

    assert note_of(captured) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["requested-url", "profile", "published-since", "further-page", "tdm-reservation"]),
            st.text(),
        )
    )
)
def test_no_fields_are_more_than_it_can_take(fields: list[tuple[str, str]]) -> None:
    captured = Captured("", "metadata", "", NOON, Path("a.warc"), 0, 1, "", None, None, "urn:uuid:1", tuple(fields))

    assert note_of(captured) is None or isinstance(note_of(captured), PageNote)
