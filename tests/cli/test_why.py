"""What `newskeep why` tells of a URL, of a store that a real crawl has left."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_crawl import ARTICLES, LOOPBACK, committed, profile, records, story, wait_for
from tests.command import Newskeep
from tests.server import Answer, Web, serving, sitemap

MOVED = "/20260301-old-name-of-the-story/"
LISTING = "/20260306-a-page-that-has-gone/"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Web, Path]]:
    """A small daily and the store of one crawl of it: five articles, one of them under two addresses, and a 404."""
    routes: dict[str, Answer | str] = {"/robots.txt": Answer("", 404)}
    routes |= {path: Answer(story(path), headers={"ETag": f'"{path[8]}"'}) for path in ARTICLES}
    routes[MOVED] = Answer(status=301, headers={"Location": "{base}" + ARTICLES[0]})
    routes["/sitemap.xml"] = sitemap([*ARTICLES, MOVED, LISTING])
    folder = tmp_path_factory.mktemp("crawled")
    with serving(routes) as running:
        ended = Newskeep(folder)("crawl", profile(running, folder), "--output", folder / "out", *LOOPBACK)
        assert ended.code == 0, ended.stderr
        yield running, folder / "out"


@pytest.fixture
def web(crawled: tuple[Web, Path]) -> Iterator[Web]:
    """The daily, as it was when it was crawled."""
    running, _ = crawled
    routes = dict(running.routes)
    yield running
    running.routes = routes


@pytest.fixture
def store(crawled: tuple[Web, Path], tmp_path: Path) -> Path:
    """A copy of the store, of this test alone."""
    return Path(shutil.copytree(crawled[1], tmp_path / "out"))


def test_an_article_is_told_with_its_answer_record_and_other_addresses(
    web: Web, newskeep: Newskeep, store: Path
) -> None:
    ended = newskeep("why", web.url + ARTICLES[0] + "?utm_source=feed", "--output", store, "--format", "json")

    told = json.loads(ended.stdout)
    record = next(one for one in records(store) if one["url"] == web.url + ARTICLES[0])
    assert (ended.code, ended.stderr) == (0, "")
    assert (told["site"], told["found"]["via"]) == ("daily", "sitemap")
    assert (told["answer"]["status"], told["answer"]["reason"]) == (200, None)
    assert told["validators"]["etag"] == '"1"'
    assert told["next"]["due_at"] is None
    assert told["other_urls"] == [web.url + MOVED]
    assert told["record"]["title"] == "Story number 1 of the week"
    assert (told["record"]["id"], told["record"]["version"]) == (record["id"], 1)
    assert told["capture"] == record["archive"]
    assert told["reject"] is None
    segment = (store / told["record"]["segment"]).read_bytes().splitlines()
    assert json.loads(segment[told["record"]["line"] - 1])["id"] == record["id"]


def test_a_page_without_an_article_is_told_with_the_line_of_its_reject(
    web: Web, newskeep: Newskeep, store: Path
) -> None:
    ended = newskeep("why", web.url + LISTING, "--output", store)

    told = dict(line.split("  ", 1) for line in ended.stdout.splitlines())
    assert ended.code == 0
    assert told["last answer"].strip().endswith("HTTP 404: reject (http_4xx)")
    assert told["reject"].strip().startswith("http_4xx: ")
    assert "rejects/daily-" in told["reject"]
    assert told["next look"].strip() == "none: it gave no article; due again when a source says that it changed"
    assert "record" not in told


def test_an_article_that_has_vanished_is_told_with_when(web: Web, newskeep: Newskeep, store: Path) -> None:
    web.routes[ARTICLES[1]] = Answer("<title>Gone</title>", 410)
    newskeep("crawl", profile(web, store.parent), "--output", store, *LOOPBACK, "--refetch")

    ended = newskeep("why", web.url + ARTICLES[1], "--output", store, "--format", "json")

    told = json.loads(ended.stdout)
    assert told["gone_since"] == told["answer"]["at"]
    assert told["record"]["version"] == 1
    assert told["reject"]["reason"] == told["answer"]["reason"]


def test_of_an_unknown_url_the_profile_is_asked(newskeep: Newskeep, store: Path) -> None:
    refused = newskeep("why", "https://www.middleeastmonitor.com/category/news/", "--output", store, "--format", "json")
    welcome = newskeep("why", "https://paper.example/2026/03/04/bridge-opens/", "--output", store)

    assert (refused.code, welcome.code) == (3, 3)
    assert json.loads(refused.stdout)["profile"] == "memo"
    assert json.loads(refused.stdout)["refused"].startswith("refuse/")
    assert "no: it would be fetched if a source named it" in welcome.stdout
    assert "an article (day)" in welcome.stdout
    assert welcome.stderr == f"newskeep: not known in {store}: https://paper.example/2026/03/04/bridge-opens/\n"


def test_a_url_outside_of_the_named_profile_would_be_refused(newskeep: Newskeep, store: Path) -> None:
    words = ("why", "https://paper.example/2026/03/04/bridge-opens/", "--output", store, "--site", "memo")

    ended = newskeep(*words)

    assert ended.code == 3
    assert "yes: its host is none of the profile's domains" in ended.stdout


def test_a_folder_that_is_no_store_is_named(newskeep: Newskeep, tmp_path: Path) -> None:
    ended = newskeep("why", "https://paper.example/story", "--output", tmp_path / "none")

    assert ended.code == 2
    assert ended.stderr.startswith(f"newskeep: no state at {tmp_path / 'none' / 'state.sqlite'}; ")
    assert not (tmp_path / "none").exists()


def test_a_state_that_cannot_be_read_is_said_in_one_line(newskeep: Newskeep, tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database" * 1000)

    ended = newskeep("why", "https://paper.example/story", "--output", tmp_path)

    assert ended.code == 2
    assert ended.stderr.startswith("newskeep: cannot read the state ")
    assert "Traceback" not in ended.stderr


def test_the_state_of_a_newer_newskeep_is_not_guessed_at(newskeep: Newskeep, store: Path) -> None:
    with sqlite3.connect(store / "state.sqlite") as database:
        database.execute("PRAGMA user_version = 99")

    ended = newskeep("why", "https://paper.example/story", "--output", store)

    assert ended.code == 2
    assert "was made by a newer newskeep" in ended.stderr


def test_it_answers_while_a_run_is_going_and_after_that_was_killed(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = [*newskeep.words(), "crawl", str(profile(web, tmp_path)), "--output", str(out), *LOOPBACK, "--delay", "1"]
    ask = ("why", web.url + ARTICLES[4], "--output", out, "--format", "json")

    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: committed(out) > 0, process)
        going = newskeep(*ask)
        process.kill()
    killed = newskeep(*ask)

    for ended in (going, killed):
        assert ended.code == 0, ended.stderr
        told = json.loads(ended.stdout)
        assert told["record"] is None or told["record"]["line"] is not None
        assert told["record"] or told["next"]["why"].startswith(("in the hands of run 1 (pid ", "due now"))


def test_reading_leaves_the_store_as_it_was(web: Web, newskeep: Newskeep, store: Path) -> None:
    before = {path.relative_to(store): path.read_bytes() for path in store.rglob("*") if path.is_file()}

    newskeep("why", web.url + ARTICLES[0], "--output", store)

    after = {path.relative_to(store): path.read_bytes() for path in store.rglob("*") if path.is_file()}
    assert {path: after[path] for path in before} == before
