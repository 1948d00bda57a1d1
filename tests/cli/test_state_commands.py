"""`newskeep state`, on stores that real crawls have left."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_crawl import ARTICLES, LOOPBACK, committed, profile, records, report, story, urls, wait_for
from tests.command import Newskeep
from tests.server import Answer, Web, serving, sitemap

MISSING = "/20260306-a-page-that-has-gone/"

# What only the state knew: when a source first named a URL and what date it gave, what the server gave to ask again
# with, and that it failed.
TABLES = {
    "records": "SELECT * FROM records ORDER BY id",
    "segments": "SELECT * FROM segments ORDER BY path",
    "urls": "SELECT key, site, url, via, fetched_at, outcome, reason, status, record_id, published, due_at FROM urls"
    " WHERE outcome IS NOT NULL AND outcome != 'error' ORDER BY key",
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Web, Path]]:
    """A small daily of five articles and a page that is not there, and the store of one crawl of it."""
    routes: dict[str, Answer | str] = {"/robots.txt": Answer("", 404)}
    routes |= {path: Answer(story(path), headers={"ETag": f'"{path[8]}"'}) for path in ARTICLES}
    routes["/sitemap.xml"] = sitemap([*ARTICLES, MISSING])
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
    running.asked.clear()
    yield running
    running.routes = routes


@pytest.fixture
def words(web: Web, tmp_path: Path) -> tuple[str | Path, ...]:
    """The command line of a crawl of `web` into the folder `out`."""
    return ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)


@pytest.fixture
def store(crawled: tuple[Web, Path], tmp_path: Path) -> Path:
    """A copy of the store, of this test alone."""
    return Path(shutil.copytree(crawled[1], tmp_path / "out"))


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return {name: database.execute(query).fetchall() for name, query in TABLES.items()}


def lose_state(store: Path) -> None:
    for path in store.glob("state.sqlite*"):
        path.unlink()


def asked(web: Web) -> list[str]:
    return sorted(one.path for one in web.asked if one.path.startswith("/2026"))


def test_a_rebuilt_state_knows_what_the_lost_one_knew(
    web: Web, words: tuple[str | Path, ...], newskeep: Newskeep, store: Path
) -> None:
    web.routes[ARTICLES[0]] = story(ARTICLES[0], "The new mayor")  # a second version
    web.routes[ARTICLES[1]] = Answer("<title>Gone</title>", 410)
    web.routes[ARTICLES[2]] = Answer(status=301, headers={"Location": "{base}/20260303-story-moved-elsewhere/"})
    web.routes["/20260303-story-moved-elsewhere/"] = story(ARTICLES[2], "The moved mayor")
    newskeep(*words, "--refetch")
    before = tables(store / "state.sqlite")

    ended = newskeep("state", "rebuild", "--output", store)

    after = tables(store / "state.sqlite")
    kept = next(store.glob("state.sqlite.bak-*Z"))
    looked_at_again = {row[0] for row in before["urls"] if row[5] == "unchanged"}
    assert ended.code == 0, ended.stderr
    assert (after["records"], after["segments"]) == (before["records"], before["segments"])
    # That an article was looked at again and had not changed leaves no line; the rest is the same.
    assert len(looked_at_again) == 2
    assert [row for row in after["urls"] if row[0] not in looked_at_again] == [
        row for row in before["urls"] if row[0] not in looked_at_again
    ]
    assert {row[0] for row in after["urls"]} == {row[0] for row in before["urls"]}
    assert tables(kept) == before
    assert ended.stdout == f"{store / 'state.sqlite'}: 1 sites, 5 articles, 7 URLs\n"
    assert sorted(path.name for path in store.glob("state.sqlite*")) == ["state.sqlite", kept.name]


def test_after_a_rebuild_nothing_is_fetched_twice(
    web: Web, words: tuple[str | Path, ...], newskeep: Newskeep, store: Path
) -> None:
    lose_state(store)
    lost = newskeep(*words)
    web.asked.clear()

    rebuilt = newskeep("state", "rebuild", "--output", store)
    again = newskeep(*words)

    assert lost.code == 6
    assert "newskeep state rebuild" in lost.stderr
    assert rebuilt.code == 0, rebuilt.stderr
    assert again.code == 0, again.stderr
    assert asked(web) == []
    assert urls(store) == [web.url + path for path in ARTICLES]


def test_after_a_kill_that_also_lost_the_state_the_next_run_completes_and_nothing_is_doubled(
    web: Web, words: tuple[str | Path, ...], newskeep: Newskeep, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    web.routes["/sitemap.xml"] = sitemap(ARTICLES)
    command = [*newskeep.words(), *map(str, words), "--delay", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: committed(out) > 1, process)
        process.kill()
    assert list(out.rglob("*.part"))
    lose_state(out)

    rebuilt = newskeep("state", "rebuild", "--output", out)
    kept = urls(out)
    web.asked.clear()
    ended = newskeep(*words)

    assert rebuilt.code == 0, rebuilt.stderr
    assert not list(out.rglob("*.part"))
    assert len(kept) > 1
    assert ended.code == 0, ended.stderr
    assert not {web.url + path for path in asked(web)} & set(kept)
    assert urls(out) == [web.url + path for path in ARTICLES]
    for record in records(out):
        pointer = record["archive"]
        assert isinstance(pointer, dict)
        with (out / pointer["file"]).open("rb") as warc:
            assert len(warc.read()) >= pointer["offset"] + pointer["length"]
    verified = newskeep("archive", "verify", "--output", out)
    assert verified.code == 0, verified.stdout


def test_a_torn_last_line_is_cut_and_said_and_its_article_fetched_again(
    web: Web, words: tuple[str | Path, ...], newskeep: Newskeep, store: Path
) -> None:
    segment = next((store / "records").glob("*.jsonl"))
    whole = segment.read_bytes()
    torn = whole.splitlines(keepends=True)[-1]
    segment.rename(segment.with_name(segment.name + ".part"))
    os.truncate(segment.with_name(segment.name + ".part"), len(whole) - 10)
    lose_state(store)
    web.asked.clear()

    rebuilt = newskeep("state", "rebuild", "--output", store)
    ended = newskeep(*words)

    assert rebuilt.stderr == (
        f"newskeep: records/{segment.name}: kept {len(whole) - len(torn)} committed bytes, cut {len(torn) - 10}\n"
    )
    assert asked(web) == [json.loads(torn)["url"].removeprefix(web.url)]
    assert ended.code == 0, ended.stderr
    assert urls(store) == [web.url + path for path in ARTICLES]


def test_the_end_of_a_closed_file_is_cut_but_a_bad_line_amid_good_ones_stays(
    web: Web, newskeep: Newskeep, store: Path
) -> None:
    segment = next((store / "records").glob("*.jsonl"))
    first, *rest = segment.read_bytes().splitlines(keepends=True)
    segment.write_bytes(b"".join([first, b"\0\0\0\n", *rest, b'{"half": ']))

    ended = newskeep("state", "rebuild", "--output", store)

    assert ended.code == 0
    assert f"records/{segment.name}: 1 lines are not what they should be, the first is line 2: " in ended.stderr
    assert f"records/{segment.name}: kept {segment.stat().st_size} bytes of whole lines, cut 9" in ended.stderr
    assert segment.read_bytes() == b"".join([first, b"\0\0\0\n", *rest])
    assert len(tables(store / "state.sqlite")["records"]) == 5


def test_a_record_whose_capture_never_reached_the_archive_is_fetched_again(
    web: Web, words: tuple[str | Path, ...], newskeep: Newskeep, store: Path
) -> None:
    last = records(store)[-1]
    pointer = last["archive"]
    assert isinstance(pointer, dict)
    for path in [*(store / "records").iterdir(), *(store / "archive").iterdir()]:
        path.rename(path.with_name(path.name + ".part"))
    os.truncate(store / (pointer["file"] + ".part"), pointer["offset"] + 20)
    lose_state(store)
    web.asked.clear()

    rebuilt = newskeep("state", "rebuild", "--output", store)
    newskeep(*words)

    assert rebuilt.code == 0, rebuilt.stderr
    assert web.url + asked(web)[-1] == last["url"]
    assert urls(store) == [web.url + path for path in ARTICLES]
    assert newskeep("archive", "verify", "--output", store).code == 0


def test_an_index_that_is_behind_its_archive_gets_the_lines_that_it_lacks(newskeep: Newskeep, store: Path) -> None:
    index = next((store / "archive").glob("*.cdxj"))
    before = index.read_bytes()
    for path in (store / "archive").iterdir():
        path.rename(path.with_name(path.name + ".part"))
    os.truncate(index.with_name(index.name + ".part"), len(before) // 2)
    lose_state(store)

    ended = newskeep("state", "rebuild", "--output", store)

    assert ended.code == 0, ended.stderr
    assert index.read_bytes() == before


def test_a_rebuild_is_refused_while_a_run_is_in_the_store(
    web: Web, words: tuple[str | Path, ...], newskeep: Newskeep, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [*newskeep.words(), *map(str, words), "--delay", "30"]

    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: any(one.path == "/robots.txt" for one in web.asked), process)
        ended = newskeep("state", "rebuild", "--output", out)
        process.kill()

    assert ended.code == 5
    assert f"daily is in use by pid {process.pid} on " in ended.stderr
    assert not list(out.glob("state.sqlite.*"))


def test_a_folder_that_is_no_store_is_not_made_one(newskeep: Newskeep, tmp_path: Path) -> None:
    ended = newskeep("state", "rebuild", "--output", tmp_path / "none")

    assert ended.code == 2
    assert ended.stderr == f"newskeep: no store at {tmp_path / 'none'}: it has no folder records\n"
    assert not (tmp_path / "none").exists()


def test_a_backup_while_a_run_is_going_is_a_state_of_its_own(
    web: Web, words: tuple[str | Path, ...], newskeep: Newskeep, tmp_path: Path
) -> None:
    out, copy = tmp_path / "out", tmp_path / "copy.sqlite"
    command = [*newskeep.words(), *map(str, words), "--delay", "1"]

    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: committed(out) > 0, process)
        ended = newskeep("state", "backup", "--to", copy, "--output", out)
        process.kill()

    assert ended.code == 0, ended.stderr
    assert len(tables(copy)["records"]) > 0
    assert not list(tmp_path.glob("copy.sqlite.*"))


def test_a_backup_that_cannot_be_written_leaves_the_older_one(newskeep: Newskeep, store: Path) -> None:
    copy = store.parent / "copy.sqlite"
    copy.write_text("the older one")
    words = " ".join([*newskeep.words(), "state", "backup", "--to", str(copy), "--output", str(store)])

    full = subprocess.run(
        ["bash", "-c", f"ulimit -f 8; trap '' XFSZ; exec {words}"], capture_output=True, text=True, check=False
    )

    assert full.returncode == 6
    assert full.stderr.startswith("newskeep: cannot copy the state to ")
    assert copy.read_text() == "the older one"
    assert sorted(path.name for path in store.parent.glob("copy*")) == ["copy.sqlite"]


def test_a_state_is_shown_with_the_counts_and_last_runs_of_each_site(newskeep: Newskeep, store: Path) -> None:
    ended = newskeep("state", "show", "--output", store, "--format", "json")
    text = newskeep("state", "show", "--output", store)

    shown = json.loads(ended.stdout)
    (site,) = shown["sites"]
    assert (ended.code, ended.stderr) == (0, "")
    assert {name: site[name] for name in ("site", "known", "due", "records", "gone", "rejects")} == {
        "site": "daily", "known": 6, "due": 0, "records": 5, "gone": 0, "rejects": 1,
    }  # fmt: skip
    assert [(run["exit_code"], run["records"]) for run in site["last_runs"]] == [(0, report(store)["records"])]
    assert shown["bytes"]["records"] == sum(path.stat().st_size for path in (store / "records").iterdir())
    assert "daily  6      0    5        0     1" in text.stdout


def test_an_option_of_another_action_is_refused(newskeep: Newskeep, tmp_path: Path) -> None:
    wrong = [
        ("show", "--to", "x"),
        ("rebuild", "--format", "json"),
        ("backup",),
    ]

    ended = [newskeep("state", *words) for words in wrong]

    assert [one.code for one in ended] == [2, 2, 2]
    assert ended[2].stderr == "newskeep: state backup needs --to FILE\n"
