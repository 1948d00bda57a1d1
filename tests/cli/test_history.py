"""What `newskeep history` shows of an article's versions."""

import json
import os
import pty
import re
import subprocess
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from crawler.record import record_line
from tests.articles import article
from tests.cli.stored import store_of
from tests.cli.test_crawl import ARTICLES, LOOPBACK, profile, story
from tests.command import Newskeep
from tests.server import Answer, serving, sitemap

FIRST = article(title="Bridge opens", text="The bridge opened on Tuesday.\n\nTraffic was light.\n\nIt rained all day.")
SECOND = replace(
    FIRST,
    version=2,
    title="Bridge opens at last",
    text="The bridge opened on Wednesday.\n\nTraffic was light.\n\nIt rained all day.\n\nNobody minded.",
    authors=("Ann Lee", "Bo Ek"),
    changed=("title", "text", "authors"),
    fetched_at="2026-03-04T09:00:00Z",
)
OTHER = replace(
    FIRST,
    id="f" * 32,
    url="https://daily.example/20260304-other/",
    requested_url="https://daily.example/20260304-other/",
    text=f'It has "id":"{FIRST.id}" in its text.',
)
HOSTILE = replace(
    SECOND,
    version=3,
    title='</title><script>alert("1")</script>',
    text='<img src=x onerror="alert(1)">\x1b[2J\u202e & so on.',
    changed=("title", "text"),
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store whose article has two versions, in two files, among others."""
    return store_of(tmp_path / "out", [FIRST, OTHER], [SECOND])


def test_versions_are_shown_with_the_words_that_changed_and_the_rest_folded(newskeep: Newskeep, store: Path) -> None:
    ended = newskeep("history", FIRST.url + "?utm_source=feed", "--output", store)

    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        FIRST.url,
        "",
        "version 1, fetched 2026-03-04T08:00:00Z",
        "records/daily-20260301T090000Z-001.jsonl:1",
        "",
        "Bridge opens",
        "",
        "The bridge opened on Tuesday.",
        "",
        "Traffic was light.",
        "",
        "It rained all day.",
        "",
        "version 2, fetched 2026-03-04T09:00:00Z",
        "records/daily-20260302T090000Z-001.jsonl:1",
        "title: Bridge opens {+at last+}",
        "authors: [-Ann Lee-]{+Ann Lee, Bo Ek+}",
        "",
        "The bridge opened on [-Tuesday-]{+Wednesday+}.",
        "",
        "… 2 paragraphs as before …",
        "",
        "{+Nobody minded.+}",
    ]


def test_on_a_terminal_words_are_coloured_and_without_colour_they_are_marked(newskeep: Newskeep, store: Path) -> None:
    words = [*newskeep.words(), "history", FIRST.url, "--output", str(store)]

    coloured = on_terminal(words, {"TERM": "xterm-256color"})
    plain = on_terminal(words, {"TERM": "xterm-256color", "NO_COLOR": "1"})

    assert "\x1b[32mWednesday\x1b[0m" in coloured
    assert "\x1b[9;31mTuesday\x1b[0m" in coloured
    assert "{+" not in coloured
    assert "{+Wednesday+}" in plain
    assert "\x1b[" not in plain


def test_as_json_each_version_tells_its_change(newskeep: Newskeep, store: Path) -> None:
    ended = newskeep("history", FIRST.url, "--output", store, "--format", "json")

    told = json.loads(ended.stdout)
    first, second = told["versions"]
    assert (told["id"], told["gone_since"], first["change"]) == (FIRST.id, None, None)
    assert (second["version"], second["changed"]) == (2, ["title", "text", "authors"])
    assert second["change"]["fields"]["authors"] == [["removed", "Ann Lee"], ["added", "Ann Lee, Bo Ek"]]
    assert second["change"]["text"][1] == {"same_paragraphs": 2}
    assert second["change"]["text"][0][1:3] == [["removed", "Tuesday"], ["added", "Wednesday"]]


def test_the_page_holds_only_escaped_words_and_forbids_everything_else(newskeep: Newskeep, tmp_path: Path) -> None:
    out = store_of(tmp_path / "out", [FIRST, SECOND, HOSTILE])
    page = tmp_path / "history.html"

    ended = newskeep("history", FIRST.url, "--output", out, "--format", "html", "--to", page)

    html = page.read_text()
    assert (ended.code, ended.stdout) == (0, "")
    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in html
    assert "<ins>Wednesday</ins>" in html
    assert escape(str(HOSTILE.title)) in html
    assert set(re.findall(r"<(\w+)", html)) <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "a", "dl", "dt", "dd", "ins", "del",
        "strong",
    }  # fmt: skip


def test_control_characters_of_a_page_do_not_reach_the_terminal(newskeep: Newskeep, tmp_path: Path) -> None:
    out = store_of(tmp_path / "out", [FIRST, SECOND, HOSTILE])

    ended = newskeep("history", FIRST.url, "--output", out)

    assert "\\x1b[2J\\u202e" in ended.stdout
    assert not {"\x1b", "\u202e"} & set(ended.stdout)


def test_what_is_not_committed_yet_is_not_read(newskeep: Newskeep, store: Path) -> None:
    segment = store / "records" / "daily-20260302T090000Z-001.jsonl"
    with segment.open("ab") as file:
        file.write(record_line(HOSTILE)[:200])
    segment.rename(segment.with_name(segment.name + ".part"))

    ended = newskeep("history", FIRST.url, "--output", store, "--format", "json")

    assert ended.code == 0, ended.stderr
    assert [one["version"] for one in json.loads(ended.stdout)["versions"]] == [1, 2]


def test_a_version_whose_file_was_taken_away_is_named(newskeep: Newskeep, store: Path) -> None:
    (store / "records" / "daily-20260301T090000Z-001.jsonl").unlink()

    ended = newskeep("history", FIRST.url, "--output", store, "--format", "json")

    assert ended.code == 0
    assert [one["version"] for one in json.loads(ended.stdout)["versions"]] == [2]
    assert ended.stderr.splitlines() == [
        f"newskeep: records/daily-20260301T090000Z-001.jsonl is not in {store}: what it holds is not shown",
        "newskeep: of 2 versions these were not found: 1",
    ]


def test_a_url_without_an_article_ends_in_3(newskeep: Newskeep, store: Path) -> None:
    ended = newskeep("history", "https://daily.example/none", "--output", store)

    assert (ended.code, ended.stdout) == (3, "")
    assert f"no article on record in {store}: https://daily.example/none" in ended.stderr


def test_an_article_that_was_edited_between_two_crawls_has_two_versions(newskeep: Newskeep, tmp_path: Path) -> None:
    routes: dict[str, Answer | str] = {"/robots.txt": Answer("", 404), "/sitemap.xml": sitemap(ARTICLES[:1])}
    with serving({**routes, ARTICLES[0]: story(ARTICLES[0])}) as web:
        words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
        newskeep(*words)
        web.routes[ARTICLES[0]] = story(ARTICLES[0], "The new mayor")
        newskeep(*words, "--refetch")

        ended = newskeep("history", web.url + ARTICLES[0], "--output", tmp_path / "out")

    assert ended.code == 0, ended.stderr
    assert ended.stdout.count("The {+new +}mayor 1 said on day ") + ended.stdout.count("The {+new+} mayor 1 said") == 5


def on_terminal(words: list[str], more: dict[str, str]) -> str:
    """What the command writes when its standard output is a terminal."""
    ours, theirs = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    subprocess.run(words, stdin=subprocess.DEVNULL, stdout=theirs, env=env | more, timeout=60, check=True)
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 65536):
            parts.append(part)
    except OSError:  # Linux's way to say that the other end is closed
        pass
    os.close(ours)
    return b"".join(parts).decode()
