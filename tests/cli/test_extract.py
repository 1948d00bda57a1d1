import gzip
import json
import os
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.cli.exits import Exit
from tests.command import Newskeep

PARAGRAPHS = (
    "The harbour of Port Selim opened its new grain quay on Tuesday, two years later than the city had planned, and"
    " the first ship tied up before the ribbon was cut.",
    "Dock workers said that the quay would halve the time a freighter spends waiting, while fishermen fear that the"
    " deeper channel will drive the sardines further out to sea.",
    "“We have been promised cranes since my father worked here,” said the crane driver Leyla Haddad, who has spent"
    " eleven years on the old pier. “Now they stand, and I have nothing left to complain about.”",
    "The council will decide in March whether the old warehouses become a market hall or give way to a second track"
    " for the freight railway.",
)
TITLE = "Port Selim opens its grain quay after two years of delay"


def article_page(title: str = TITLE, head: str = "") -> bytes:
    """A plain article page in words of our own."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'<meta property="og:type" content="article"><meta property="article:published_time"'
        f' content="2026-03-10T09:30:00+02:00"></head><body><article><h1>{title}</h1>{body}</article></body></html>'
    ).encode()


def manifest_of(folder: Path, *lines: object) -> Path:
    """A manifest in `folder` with `lines`: values as JSON, bytes as they are."""
    path = folder / "pages.jsonl"
    path.write_bytes(b"".join((x if isinstance(x, bytes) else json.dumps(x).encode()) + b"\n" for x in lines))
    return path


def test_a_file_with_its_url_gives_a_record(newskeep: Newskeep) -> None:
    page = newskeep.folder / "quay.html"
    page.write_bytes(article_page())
    changed_at = datetime(2026, 3, 11, 8, 0, tzinfo=UTC)
    os.utime(page, (changed_at.timestamp(), changed_at.timestamp()))

    ended = newskeep("extract", page, "--url", "http://WWW.harbour.example/quay/?utm_source=x#top")

    assert (ended.code, ended.stderr) == (0, "newskeep: pages: 1, records: 1\n")
    record = json.loads(ended.stdout)
    assert record["url"] == "http://www.harbour.example/quay/"
    assert record["title"] == TITLE
    assert record["text"] == "\n\n".join(PARAGRAPHS)
    assert record["date_published"] == "2026-03-10T09:30:00+02:00"
    assert (record["fetched_at"], record["status"], record["archive"]) == ("2026-03-11T08:00:00Z", 0, None)


def test_a_manifest_is_answered_line_by_line_in_its_order(newskeep: Newskeep) -> None:
    pages = newskeep.folder / "pages"
    pages.mkdir()
    (pages / "quay.html.gz").write_bytes(gzip.compress(article_page()))
    (pages / "cut.html.gz").write_bytes(gzip.compress(article_page())[:-20])
    (pages / "empty.html").write_bytes(b"")
    url = "https://harbour.example/quay"
    manifest = manifest_of(
        newskeep.folder,
        {"id": "first", "url": url, "html": "pages/quay.html.gz"},
        {"id": "missing", "url": url, "html": "pages/none.html"},
        {"id": "folder", "url": url, "html": "pages"},
        b"{not json",
        {"url": url, "html": "pages/quay.html.gz"},
        {"id": "no path", "url": url},
        {"id": "no url", "url": "quay", "html": "pages/quay.html.gz"},
        {"id": "empty", "url": url, "html": "pages/empty.html"},
        {"id": "cut", "url": url, "html": "pages/cut.html.gz"},
        {"id": 7, "url": url, "html": str(pages / "quay.html.gz")},
    )

    ended = newskeep("extract", "--manifest", manifest, "--jobs", "2")

    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.code == 0
    assert [(answer["id"], answer.get("rejected")) for answer in answers] == [
        ("first", None),
        ("missing", "unreadable"),
        ("folder", "unreadable"),
        ("line 4", "unreadable"),
        ("line 5", "unreadable"),
        ("no path", "unreadable"),
        ("no url", "unreadable"),
        ("empty", answers[7]["rejected"]),
        ("cut", "unreadable"),
        (7, None),
    ]
    assert answers[0]["title"] == answers[9]["title"] == TITLE
    assert all(list(answer) == ["id", "rejected", "detail"] for answer in answers[1:9])
    assert all(answer["detail"] for answer in answers[1:9])


def test_the_page_names_its_own_address_when_nobody_else_does(newskeep: Newskeep) -> None:
    canonical = '<link rel="canonical" href="https://harbour.example/2026/quay/">'
    (newskeep.folder / "a.html").write_bytes(article_page(head=canonical))
    (newskeep.folder / "b.htm").write_bytes(
        article_page(head='<link rel="canonical" href="/b"><meta property="og:url" content="https://b.example/b">')
    )
    (newskeep.folder / "c d.html").write_bytes(article_page())

    ended = newskeep("extract", "a.html", "b.htm", "c d.html")

    assert [json.loads(line)["url"] for line in ended.stdout.splitlines()] == [
        "https://harbour.example/2026/quay/",
        "https://b.example/b",
        "https://file.invalid/c%20d.html",
    ]


def test_the_pages_of_a_folder_come_sorted(newskeep: Newskeep) -> None:
    folder = newskeep.folder / "saved"
    (folder / "2026").mkdir(parents=True)
    (folder / "b.html").write_bytes(article_page("B " + TITLE))
    (folder / "a.html.gz").write_bytes(gzip.compress(article_page("A " + TITLE)))
    (folder / "2026" / "c.HTM").write_bytes(article_page("C " + TITLE))
    (folder / "notes.txt").write_bytes(article_page())

    ended = newskeep("extract", folder, "--quiet", "--to", "records.jsonl")

    assert (ended.code, ended.stdout, ended.stderr) == (0, "", "")
    records = [json.loads(line) for line in (newskeep.folder / "records.jsonl").read_text().splitlines()]
    assert [record["title"][:1] for record in records] == ["A", "B", "C"]
    assert sorted(path.name for path in newskeep.folder.iterdir()) == ["records.jsonl", "saved"]


def test_each_format_holds_all_articles(newskeep: Newskeep) -> None:
    (newskeep.folder / "a.html").write_bytes(article_page())
    (newskeep.folder / "b.html").write_bytes(b"<p>nothing here")
    words = ("extract", "a.html", "b.html", "a.html", "--format")

    array = json.loads(newskeep(*words, "json").stdout)
    text = newskeep(*words, "text")
    markdown = newskeep(*words, "markdown")

    plain = f"{TITLE}\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
    assert [item.get("title") for item in array] == [TITLE, None, TITLE]
    assert array[1]["id"] == "b.html"
    assert text.stdout == f"{plain}\n---\n\n{plain}"
    assert "newskeep: no article in b.html: " in text.stderr
    assert markdown.stdout.startswith(f"# {TITLE}\n\n2026-03-10 · <https://file.invalid/a.html>\n\nThe harbour of")


def test_no_article_at_all_is_exit_3(newskeep: Newskeep) -> None:
    ended = newskeep("extract", "none.html")

    assert ended.code == Exit.NOTHING
    assert json.loads(ended.stdout) == {
        "id": "none.html",
        "rejected": "unreadable",
        "detail": "No such file or directory: none.html",
    }
    assert ended.stderr == "newskeep: pages: 1, records: 0, without an article: 1 (unreadable 1)\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["pages.jsonl", "--manifest", "pages.jsonl"], "--manifest stands alone"),
        ([], "no page named"),
        (["a.html", "b.html", "--url", "https://x.example/"], "--url is for a single file"),
        (["a.html", "--url", "x.example/a"], "did you mean https://x.example/a?"),
        (["a.html", "--site", "mem"], "'memo'"),
        (["--manifest", "none.jsonl"], "cannot read none.jsonl: No such file or directory"),
        (["--manifest", "pages.jsonl"], "pages.jsonl is no JSONL: line 2 is no JSON object"),
        (["a.html", "--to", "."], "--to . is a folder"),
        (["a.html", "--format", "html"], "not html; html is for --explain"),
        (["a.html", "--explain", "--format", "markdown"], "an explanation has no format markdown: text, html, jsonl"),
        (["a.html", "--jobs", "0"], "'0' is not a whole number of at least 1"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(newskeep: Newskeep, words: list[str], message: str) -> None:
    (newskeep.folder / "pages.jsonl").write_text("\n<html>\n")

    ended = newskeep("extract", *words)

    assert (ended.code, ended.stdout) == (Exit.USAGE, "")
    assert ended.stderr.startswith("newskeep: ")
    assert message in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_explain_shows_what_of_each_page_was_kept_and_what_went(newskeep: Newskeep) -> None:
    (newskeep.folder / "quay.html").write_bytes(article_page())
    (newskeep.folder / "empty.html").write_bytes(b"")
    (newskeep.folder / "cat.html").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))

    ended = newskeep("extract", "--explain", "quay.html", "empty.html", "cat.html", "none.html", "--jobs", "1")

    lines = ended.stdout.splitlines()
    assert ended.code == 0
    assert [line[2:] for line in lines if line.startswith("+ ")] == list(PARAGRAPHS)
    assert f"- headline: # {TITLE}" in lines
    assert "no article: empty: 0 bytes" in lines
    assert lines[lines.index("== cat.html") + 1].startswith("no article: not_html")
    assert "no article: unreadable: No such file or directory: none.html" in lines
    assert "4 pages, 1 article" in lines
    assert ended.stderr.startswith("newskeep: pages: 4, records: 1, without an article: 3 (")
    assert ended.stderr.count("\n") == 1


def test_explain_to_an_html_file_writes_a_page(newskeep: Newskeep) -> None:
    (newskeep.folder / "quay.html").write_bytes(article_page())

    ended = newskeep("extract", "--explain", "quay.html", "--to", "why.html", "--quiet")

    assert (ended.code, ended.stdout, ended.stderr) == (0, "", "")
    html = (newskeep.folder / "why.html").read_text()
    assert html.startswith("<!doctype html>")
    assert html.count('class="block kept"') == len(PARAGRAPHS)


def test_a_failed_command_leaves_the_older_file_as_it_was(newskeep: Newskeep) -> None:
    older = newskeep.folder / "records.jsonl"
    older.write_text("older\n")

    ended = newskeep("extract", "--manifest", "none.jsonl", "--to", "records.jsonl")

    assert ended.code == Exit.USAGE
    assert [path.name for path in newskeep.folder.iterdir()] == ["records.jsonl"]
    assert older.read_text() == "older\n"


def test_a_destination_that_cannot_be_made_is_exit_6(newskeep: Newskeep) -> None:
    ended = newskeep("extract", "a.html", "--to", "no/such/folder/records.jsonl")

    assert ended.code == Exit.CANNOT_WRITE
    assert ended.stderr == "newskeep: cannot write no/such/folder/records.jsonl: No such file or directory\n"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, Exit.INTERRUPTED), (signal.SIGTERM, Exit.TERMINATED)], ids=["INT", "TERM"]
)
def test_a_signal_stops_it_without_a_word_or_a_rest(newskeep: Newskeep, number: signal.Signals, code: Exit) -> None:
    manifest = newskeep.folder / "pages.jsonl"
    os.mkfifo(manifest)
    words = [*newskeep.words(), "extract", "--manifest", str(manifest), "--to", "records.jsonl"]

    with subprocess.Popen(words, cwd=newskeep.folder, stderr=subprocess.PIPE) as process:
        with manifest.open("wb"):  # it is being read once this opens
            process.send_signal(number)
            process.wait(timeout=30)
        assert process.stderr
        told = process.stderr.read()

    assert (process.returncode, told) == (code, b"")
    assert [path.name for path in newskeep.folder.iterdir()] == ["pages.jsonl"]
