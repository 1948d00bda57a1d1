import json
import subprocess
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.cli.exits import Exit
from tests.archive.exchanges import NOON, Archive, exchange, packed
from tests.command import Newskeep
from tests.server import news_page

URL = "https://daily.example/2026/03/quay-opens/"
STORY = news_page("The quay opens again", "The mayor", path="/2026/03/quay-opens/").replace(
    "{base}", "https://daily.example"
)


@pytest.fixture
def archive(newskeep: Newskeep) -> Archive:
    """A page, changed the day after, and a home page that was refused; in the store of the command's folder."""
    made = Archive(newskeep.folder / "output" / "archive")
    changed = STORY.replace("again", "at last")
    made.add(packed(URL, STORY.encode()), packed(URL, changed.encode(), NOON + timedelta(days=1)))
    made.add(exchange("https://daily.example/", b"busy", (("Content-Type", "text/plain"),), 503))
    return made


@pytest.mark.usefixtures("archive")
def test_list_has_a_row_for_each_file(newskeep: Newskeep) -> None:
    table = newskeep("archive", "list")
    rows = newskeep("archive", "list", "--format", "jsonl", "--since", "2026-03-05")

    head, row = (line.split() for line in table.stdout.splitlines())
    assert head == ["file", "site", "captures", "revisits", "bytes", "first", "last"]
    assert row[1:4] == ["daily", "3", "0"]
    assert row[5:] == ["2026-03-04T12:00:00Z", "2026-03-05T12:00:00Z"]
    (only,) = map(json.loads, rows.stdout.splitlines())
    assert (only["captures"], only["first"]) == (1, "2026-03-05T12:00:00Z")


def test_list_has_a_row_for_each_capture_of_a_url(newskeep: Newskeep, archive: Archive) -> None:
    listed = newskeep("archive", "list", URL, "--format", "jsonl")
    missing = newskeep("archive", "list", "https://daily.example/nowhere")

    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [(row["at"], row["status"], row["mime"]) for row in rows] == [
        ("2026-03-04T12:00:00Z", 200, "text/html"),
        ("2026-03-05T12:00:00Z", 200, "text/html"),
    ]
    assert {row["file"] for row in rows} == {archive.path.name}
    assert (missing.code, missing.stdout) == (Exit.NOTHING, "")
    assert missing.stderr == "newskeep: not in the archive: https://daily.example/nowhere\n"


def test_cat_writes_the_newest_body_or_the_one_of_a_time(newskeep: Newskeep, archive: Archive) -> None:
    newest = newskeep("archive", "cat", URL)
    first = newskeep("archive", "cat", URL, "--at", "2026-03-04")
    refused = newskeep("archive", "cat", "https://daily.example/", "--headers")
    raw = subprocess.run(
        [*newskeep.words(), "archive", "cat", URL, "--raw", "--at", "2026-03-04T12:00:00Z"],
        cwd=newskeep.folder, capture_output=True, check=True,
    ).stdout  # fmt: skip
    before = newskeep("archive", "cat", URL, "--at", "2026-03-03")

    assert "The quay opens at last" in newest.stdout
    assert first.stdout == STORY
    assert refused.stdout == "HTTP/1.1 503 OK\r\nContent-Type: text/plain\r\n\r\nbusy"
    assert raw == packed(URL, STORY.encode()).body
    assert (before.code, before.stdout) == (Exit.NOTHING, "")


def test_extract_makes_the_record_that_points_at_its_capture(newskeep: Newskeep, archive: Archive) -> None:
    ended = newskeep("archive", "extract", URL, "--at", "2026-03-04")
    text = newskeep("archive", "extract", URL, "--format", "text")
    refused = newskeep("archive", "extract", "https://daily.example/")

    record = json.loads(ended.stdout)
    assert (ended.code, ended.stderr) == (0, "")
    assert (record["title"], record["url"]) == ("The quay opens again", URL)
    assert record["fetched_at"] == "2026-03-04T12:00:00Z"
    assert record["archive"]["file"] == f"archive/{archive.path.name}"
    assert record["archive"]["offset"] > 0
    assert text.stdout.startswith("The quay opens at last\n\n")
    assert refused.code == Exit.NOTHING
    assert json.loads(refused.stdout)["id"] == "https://daily.example/"


def test_verify_says_whether_all_is_whole(newskeep: Newskeep, archive: Archive) -> None:
    whole = newskeep("archive", "verify")
    archive.path.write_bytes(archive.path.read_bytes()[:-3])
    torn = newskeep("archive", "verify", "--format", "jsonl")

    assert (whole.code, whole.stdout) == (0, "")
    assert whole.stderr == "newskeep: files: 1, records: 7, digests: 10, index entries: 3, all whole\n"
    assert torn.code == Exit.UNEXPECTED
    assert json.loads(torn.stdout.splitlines()[0])["problem"] == "the member is cut off"
    assert torn.stderr.endswith("problems: 1\n")


def test_wacz_packs_up_what_is_asked_for(newskeep: Newskeep, archive: Archive) -> None:
    ended = newskeep("archive", "wacz", "--to", "daily.wacz", "--until", "2026-03-04")
    nothing = newskeep("archive", "wacz", "--to", "none.wacz", "--site", "other")

    assert ended.code == 0
    assert ended.stderr == "newskeep: daily.wacz: files: 1, captures: 2, pages: 1\n"
    with zipfile.ZipFile(newskeep.folder / "daily.wacz") as wacz:
        assert f"archive/{archive.path.name}" in wacz.namelist()
        assert wacz.testzip() is None
    assert nothing.code == Exit.NOTHING
    assert sorted(path.name for path in newskeep.folder.iterdir()) == ["daily.wacz", "output"]


def test_a_damaged_file_is_packed_up_by_nobody(newskeep: Newskeep, archive: Archive) -> None:
    data = bytearray(archive.path.read_bytes())
    data[1000] ^= 1
    archive.path.write_bytes(data)

    ended = newskeep("archive", "wacz", "--to", "daily.wacz")

    assert ended.code == Exit.UNEXPECTED
    assert "newskeep archive verify tells more" in ended.stderr
    assert not (newskeep.folder / "daily.wacz").exists()


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("cat",), "archive cat needs URL"),
        (("wacz",), "archive wacz needs --to"),
        (("verify", URL), "archive verify takes no URL"),
        (("list", "--raw"), "archive list takes no --raw"),
        (("list", "--format", "json"), "--format of archive list is one of table, jsonl"),
        (("cat", "daily.example"), "not an http(s) URL: daily.example; did you mean https://daily.example?"),
        (("cat", URL, "--at", "noon"), "--at 'noon' is no day like 2026-03-14 and no time like 2026-03-14T09:30Z"),
        (("list", "--since", "2026-03-05", "--until", "2026-03-04"), "--since 2026-03-05 is after --until 2026-03-04"),
        (("list", "--archive", "nowhere"), "no archive at nowhere"),
        (("wacz", "--to", "output"), "--to output is no file"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(words: tuple[str, ...], complaint: str, newskeep: Newskeep) -> None:
    ended = newskeep("archive", *words)

    assert (ended.code, ended.stdout) == (Exit.USAGE, "")
    assert ended.stderr == f"newskeep: {complaint}\n"


def test_a_file_of_others_is_looked_into_by_itself(newskeep: Newskeep) -> None:
    wget = Path(__file__).parents[1] / "archive" / "wget.warc.gz"

    listed = newskeep("archive", "list", "--archive", wget, "--format", "jsonl")
    shown = newskeep("archive", "cat", "--archive", wget, "http://127.0.0.1:8081/story")

    assert json.loads(listed.stdout)["site"] is None
    assert shown.stdout.startswith("<!doctype html><title>Quay</title>")


def test_a_revisit_is_shown_with_the_payload_of_its_original(newskeep: Newskeep) -> None:
    archive = Archive(newskeep.folder / "output" / "archive")
    page = packed(URL, STORY.encode())
    (first,) = archive.add(page)
    archive.add_revisit(replace(page, fetched_at=NOON + timedelta(days=1)), first, page)

    ended = newskeep("archive", "extract", URL)

    record = json.loads(ended.stdout)
    assert (record["title"], record["fetched_at"]) == ("The quay opens again", "2026-03-05T12:00:00Z")
