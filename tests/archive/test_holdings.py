from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from crawler.archive.captured import page_of
from crawler.archive.holdings import Choice, Holdings
from crawler.archive.reader import Unreadable
from tests.archive.exchanges import NOON, PAGE, Archive, exchange, packed

URL = "https://daily.example/quay/"


def test_the_files_of_a_folder_are_known_by_their_site(tmp_path: Path) -> None:
    Archive(tmp_path, "daily-20260304T115900Z-001")
    Archive(tmp_path, "daily-north-20260304T115900Z-001", "zstd").path.rename(
        tmp_path / "daily-north-20260304T115900Z-001.warc.zst.part"
    )
    (tmp_path / "CC-NEWS-20260304115900-00001.warc.gz").touch()
    (tmp_path / "notes.txt").touch()

    files = Holdings(tmp_path).files()

    assert [(file.site, file.is_open, file.index is not None) for file in files] == [
        (None, False, False),
        ("daily", False, True),
        ("daily-north", True, True),
    ]
    assert [file.site for file in Holdings(tmp_path).files("daily")] == ["daily"]


def test_the_same_captures_are_found_with_and_without_an_index(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    (first,) = archive.add(packed(URL, PAGE))
    archive.add_revisit(packed(URL, PAGE, NOON + timedelta(days=1)), first, packed(URL, PAGE))
    listed = [entry for _, entry in Holdings(tmp_path).entries(Choice())]

    archive.index.unlink()

    assert [entry for _, entry in Holdings(archive.path).entries(Choice())] == listed
    assert [entry.mime for entry in listed] == ["text/html", "warc/revisit"]


def test_captures_are_chosen_by_the_day_they_were_fetched(tmp_path: Path) -> None:
    Archive(tmp_path).add(*(exchange(at=NOON + timedelta(days=day)) for day in range(4)))

    chosen = Holdings(tmp_path).entries(Choice(since=date(2026, 3, 5), until=date(2026, 3, 6)))

    assert [entry.stamp[:8] for _, entry in chosen] == ["20260305", "20260306"]


def test_a_revisit_is_read_with_the_payload_of_its_original(tmp_path: Path) -> None:
    page = packed(URL, PAGE)
    (first,) = Archive(tmp_path, "daily-20260304T115900Z-001").add(page)
    other = Archive(tmp_path, "daily-20260305T115900Z-001")
    other.add_revisit(replace(page, fetched_at=NOON + timedelta(days=1)), first, page)
    other.add_revisit(exchange(URL, b"", (), 304, NOON + timedelta(days=2)), first, page, "server-not-modified")
    holdings = Holdings(tmp_path)

    read = [holdings.read(*place) for place in holdings.captures_of("http://www.daily.example/quay", Choice())]

    assert [page_of(one).body for one in read] == [page.body] * 3
    assert [page_of(one).status for one in read] == [200] * 3
    assert [one.at.day for one in read] == [4, 5, 6]


def test_of_two_captures_in_one_second_a_revisit_takes_the_one_with_its_digest(tmp_path: Path) -> None:
    page, other = packed(URL, PAGE), packed(URL, b"<p>another")
    archive = Archive(tmp_path)
    first, _ = archive.add(page, other)
    archive.add_revisit(replace(page, fetched_at=NOON + timedelta(days=1)), first, page)
    holdings = Holdings(tmp_path)

    read = holdings.read(*holdings.captures_of(URL, Choice())[-1])

    assert page_of(read).body == page.body


def test_a_revisit_whose_original_is_elsewhere_is_unreadable(tmp_path: Path) -> None:
    page = packed(URL, PAGE)
    Archive(tmp_path).add_revisit(page, "urn:uuid:0", page)
    holdings = Holdings(tmp_path)
    (place,) = holdings.captures_of(URL, Choice())

    with pytest.raises(Unreadable, match="not in the archive"):
        holdings.read(*place)
