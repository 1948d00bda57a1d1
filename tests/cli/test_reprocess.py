"""Records made again from what a crawl kept."""

import fcntl
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.exchanges import NOON, Archive, exchange, packed
from tests.cli.test_crawl import ARTICLES, LOOPBACK, profile, records, rejects, story, urls
from tests.command import Newskeep
from tests.server import Answer, Route, Web, news_page, serving, sitemap

DAY_TWO = "The new mayor"


def second_page(path: str) -> str:
    page = news_page("Story number 3 of the week", "On the second page the clerk", path=f"{path}2/")
    return page.replace("</article>", f'<p class="page-links"><a href="{path}">1</a></p></article>')


PRINTED = "/20260310-story-for-the-printer/"


def routes() -> dict[str, Route]:
    """A daily: articles on two pages, moved, behind a refresh, named by a print view; and two pages that are none."""
    found: dict[str, Route] = {"/robots.txt": Answer("User-agent: *\nAllow: /\n", kind="text/plain")}
    found |= {path: story(path) for path in ARTICLES}
    three = ARTICLES[2]
    found[three] = story(three).replace("</article>", f'<p class="page-links"><a href="{three}2/">2</a></p></article>')
    found[f"{three}2/"] = second_page(three)
    found["/20260306-moved-story-of-the-week/"] = Answer(status=301, headers={"Location": "{base}" + ARTICLES[3]})
    soft = '<meta http-equiv="refresh" content="0; url={base}/20260307-story-behind-a-refresh/">'
    found["/20260307-soft-story-of-the-week/"] = f"<html><head>{soft}</head><body></body></html>"
    found["/20260307-story-behind-a-refresh/"] = news_page(
        "Story behind a refresh", "The editor", path="/20260307-story-behind-a-refresh/"
    )
    found["/20260308-gone-from-the-site/"] = Answer("<title>Not found</title>", 404)
    found["/20260309-same-as-another/"] = story(ARTICLES[0])
    named = [path for path in found if path.startswith("/2026") and path.count("/") == 2 and "behind" not in path]
    printed = news_page("Story for the printer", "The printer", path=PRINTED)
    found |= {PRINTED: printed, f"/print{PRINTED}": printed.replace("on day 5", "at last")}
    found["/.well-known/tdmrep.json"] = '[{"location": "*printer", "tdm-reservation": 1}]'
    found["/sitemap.xml"] = sitemap([*sorted(named), f"/print{PRINTED}"])
    return found


@pytest.fixture(scope="module")
def daily() -> Iterator[Web]:
    """The daily's server, one for all tests: what was crawled from it holds its address."""
    with serving(routes()) as running:
        yield running


@pytest.fixture
def web(daily: Web) -> Web:
    """The daily as it is before any test has changed it."""
    daily.routes = routes()
    daily.asked.clear()
    return daily


@pytest.fixture(scope="module")
def crawled(daily: Web, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of two runs, in the second of which two articles have changed. To be copied."""
    folder = tmp_path_factory.mktemp("crawled")
    newskeep, out, path = Newskeep(folder), folder / "out", profile(daily, folder)
    daily.routes = routes()
    first = newskeep("crawl", path, "--output", out, *LOOPBACK)
    assert first.code == 0, first.stderr
    daily.routes |= {path: story(path, DAY_TWO) for path in ARTICLES[:2]}
    second = newskeep("crawl", path, "--output", out, *LOOPBACK, "--refetch")
    assert second.code == 0, second.stderr
    return folder


@pytest.fixture
def out(crawled: Path, web: Web, tmp_path: Path) -> Path:
    """A store of two runs of `web`, in the second of which two articles have changed; beside it daily.toml."""
    web.routes |= {path: story(path, DAY_TWO) for path in ARTICLES[:2]}
    shutil.copytree(crawled, tmp_path, dirs_exist_ok=True)
    return tmp_path / "out"


def contents(out: Path) -> dict[str, bytes]:
    """Every file of the store but its state, locks and reports, by its place."""
    folders = ("records", "rejects", "archive")
    return {str(one.relative_to(out)): one.read_bytes() for place in folders for one in (out / place).iterdir()}


def lines(out: Path) -> list[bytes]:
    """The record lines, sorted by id and version."""
    found = [line for path in sorted((out / "records").glob("*.jsonl")) for line in path.read_bytes().splitlines(True)]
    return sorted(found, key=lambda line: (json.loads(line)["id"], json.loads(line)["version"]))


def spoil(out: Path, change: str, into: str) -> None:
    """Have the records say something else, as an older extraction would have made them."""
    for path in (out / "records").glob("*.jsonl"):
        text = path.read_text()
        assert change in text
        assert len(change) == len(into)  # the state knows how long the file is
        path.write_text(text.replace(change, into))


def test_what_a_crawl_made_comes_out_of_its_archive_byte_for_byte(
    web: Web, out: Path, newskeep: Newskeep, tmp_path: Path
) -> None:
    before = contents(out)

    ended = newskeep("reprocess", "--site", tmp_path / "daily.toml", "--output", out)

    assert ended.code == 0, ended.stderr
    assert contents(out) == before
    assert web.asked == []
    assert f"{len(records(out))} the same, 0 changed, 0 new, 0 vanished" in ended.stdout
    titles = {str(record["title"]): str(record["text"]) for record in records(out)}
    assert "On the second page the clerk" in titles["Story number 3 of the week"]
    assert "The editor" in titles["Story behind a refresh"]
    assert "on day 5" in titles["Story for the printer"]
    assert [one["title"] for one in records(out) if one["tdm_reservation"]] == ["Story for the printer"]
    assert not list(out.rglob("*.new"))
    assert not list(out.glob("reprocess-*"))


def test_a_new_store_made_from_the_archive_alone_has_the_same_records(
    out: Path, newskeep: Newskeep, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh"
    words = ("reprocess", "--site", tmp_path / "daily.toml", "--archive", out / "archive", "--output", fresh)

    first = newskeep(*words)
    made = contents(fresh)
    second = newskeep(*words)

    assert (first.code, second.code) == (0, 0), first.stderr
    assert contents(fresh) == made
    assert not list((fresh / "archive").iterdir())
    pointed = [line.replace(f'"file":"{out}/'.encode(), b'"file":"') for line in lines(fresh)]
    assert pointed == lines(out)
    assert rejects(fresh) == rejects(out)


def test_records_of_an_older_extraction_are_exchanged_and_what_changed_is_told(
    out: Path, newskeep: Newskeep, tmp_path: Path
) -> None:
    right = lines(out)
    spoil(out, '"authors":["Ann Lee"]', '"authors":["Ann Leo"]')

    ended = newskeep("reprocess", "--site", tmp_path / "daily.toml", "--output", out)
    after = contents(out)
    again = newskeep("reprocess", "--site", tmp_path / "daily.toml", "--output", out)
    crawled = newskeep("crawl", tmp_path / "daily.toml", "--output", out, *LOOPBACK)

    assert ended.code == 0, ended.stderr
    assert f"0 the same, {len(right)} changed, 0 new, 0 vanished" in ended.stdout
    assert f"changed fields: authors {len(right)}" in ended.stdout
    assert lines(out) == right
    assert f"{len(right)} the same" in again.stdout
    assert {name: after[name] for name in after if "archive" not in name}.items() <= contents(out).items()
    assert crawled.code == 0, crawled.stderr
    assert "nothing new" in crawled.stdout


def test_only_articles_of_the_days_asked_for_are_made_again(out: Path, newskeep: Newskeep, tmp_path: Path) -> None:
    before = urls(out)
    spoil(out, '"authors":["Ann Lee"]', '"authors":["Ann Leo"]')

    days = ("--since", "2026-03-02", "--until", "2026-03-03")
    ended = newskeep("reprocess", "--site", tmp_path / "daily.toml", "--output", out, *days)

    assert ended.code == 0, ended.stderr
    right = {str(one["date_published"])[:10] for one in records(out) if one["authors"] == ["Ann Lee"]}
    assert right == {"2026-03-02", "2026-03-03"}
    assert urls(out) == before


def test_records_without_a_capture_stay(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out, path = tmp_path / "out", profile(web, tmp_path)
    newskeep("crawl", path, "--output", out, *LOOPBACK, "--limit", "3", "--set", "ARCHIVE=0")
    newskeep("crawl", path, "--output", out, *LOOPBACK)
    before = lines(out)

    ended = newskeep("reprocess", "--site", path, "--output", out)

    assert ended.code == 0, ended.stderr
    assert lines(out) == before
    assert [record["archive"] for record in records(out)].count(None) == 3
    assert "lines that stayed as they were: " in ended.stdout


def test_a_pruned_store_is_whole_and_reprocess_and_crawl_go_on_from_it(
    web: Web, out: Path, newskeep: Newskeep, tmp_path: Path
) -> None:
    before = [json.loads(line) for line in lines(out)]

    pruned = newskeep("archive", "prune", "--before", "2100-01-01", "--output", out, "--format", "jsonl")
    checked = newskeep("archive", "verify", "--output", out)
    after = lines(out)
    ended = newskeep("reprocess", "--site", tmp_path / "daily.toml", "--output", out)
    crawled = newskeep("crawl", tmp_path / "daily.toml", "--output", out, *LOOPBACK)

    assert pruned.code == 0, pruned.stderr
    row = json.loads(pruned.stdout)
    assert row["dropped"] > 0
    assert row["bytes_after"] < row["bytes"]
    assert checked.code == 0, checked.stdout
    changed = next(one for one in before if one["version"] == 2)
    without = [(one["id"], one["version"]) for one in map(json.loads, after) if one["archive"] is None]
    assert without == [(changed["id"], 1)]
    assert [{**json.loads(line), "archive": 0} for line in after] == [{**one, "archive": 0} for one in before]
    assert lines(out) == after
    assert ended.code == 0, ended.stderr
    assert f"{len(after)} the same, 0 changed, 0 new, 0 vanished" in ended.stdout
    assert crawled.code == 0, crawled.stderr
    assert "nothing new" in crawled.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("prune",), "archive prune needs --before"),
        (("prune", "--before", "soon"), "'soon' is not a day like 2026-03-14 and not a number of days like 90d"),
        (("prune", "--before", "90d", "--since", "2026-01-01"), "archive prune takes no --since"),
        (("list", "--dry-run"), "archive list takes no --dry-run"),
    ],
)
def test_a_prune_that_is_asked_for_wrongly_is_told_in_one_line(
    newskeep: Newskeep, words: tuple[str, ...], said: str
) -> None:
    (newskeep.folder / "output" / "archive").mkdir(parents=True)

    ended = newskeep("archive", *words)

    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert said in ended.stderr


KILLED = """
import os, signal, sys
fatal, step = int(sys.argv[1]), 0

def count(event, arguments):
    global step
    names = [str(one) for one in arguments[:2]]
    if event in ("os.rename", "os.remove") and any("records" in one or ".swap" in one for one in names):
        step += 1
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    sys.addaudithook(count)
    from crawler.cli.main import main
    sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("fatal", [1, 2, 3, 4])
def test_a_reprocess_killed_while_it_swaps_leaves_one_whole_set_to_the_next_crawl(
    out: Path, newskeep: Newskeep, tmp_path: Path, fatal: int
) -> None:
    path = tmp_path / "daily.toml"
    right = lines(out)
    spoil(out, '"authors":["Ann Lee"]', '"authors":["Ann Leo"]')
    old = lines(out)
    words = [sys.executable, "-c", KILLED, str(fatal), "reprocess", "--site", str(path), "--output", str(out)]

    killed = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, check=False)
    crawled = newskeep("crawl", path, "--output", out, *LOOPBACK)
    left = lines(out)
    again = newskeep("reprocess", "--site", path, "--output", out)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert crawled.code == 0, crawled.stderr
    assert "nothing new" in crawled.stdout
    assert left in (old, right)
    assert (again.code, lines(out)) == (0, right), again.stderr
    assert not list(out.rglob("*.new"))
    assert not list(out.rglob("*.swap"))
    assert not list(out.glob("reprocess-*"))


def test_a_site_in_use_ends_in_5(out: Path, newskeep: Newskeep, tmp_path: Path) -> None:
    with (out / "locks" / "daily.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = newskeep("reprocess", "--site", tmp_path / "daily.toml", "--output", out)

    assert ended.code == 5
    assert "daily is in use by" in ended.stderr


def test_a_full_disk_ends_in_6_and_changes_nothing(out: Path, newskeep: Newskeep, tmp_path: Path) -> None:
    spoil(out, '"authors":["Ann Lee"]', '"authors":["Ann Leo"]')
    before = contents(out)
    words = [*newskeep.words(), "reprocess", "--site", str(tmp_path / "daily.toml"), "--output", str(out)]

    limited = f"ulimit -f 8; trap '' XFSZ; exec {' '.join(words)}"
    ended = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, timeout=120, check=False)

    assert ended.returncode == 6, ended.stderr
    assert "Traceback" not in ended.stderr
    assert contents(out) == before


STORY = news_page("The quay opens again", "The mayor", path="/2026/03/quay/").replace("{base}", "https://daily.example")


def foreign(folder: Path) -> Archive:
    """A file as others make them: no notes, and no warcinfo of ours."""
    made = Archive(folder)
    made.path.write_bytes(b"")
    for name, day in (("quay", 4), ("bridge", 5)):
        text = STORY.replace("quay", name).replace("2026-03-04", f"2026-03-0{day}").replace("mayor", name)
        made.add(packed(f"https://daily.example/2026/03/{name}/", text.encode()))
    made.add(exchange("https://daily.example/style.css", b"body {}", (("Content-Type", "text/css"),)))
    made.add(exchange("https://daily.example/2026/03/away/", STORY.encode(), status=503))
    return made


def test_an_archive_of_others_gives_records_of_the_sites_that_its_hosts_are(newskeep: Newskeep, tmp_path: Path) -> None:
    made = foreign(tmp_path / "theirs")
    made.index.unlink()
    before = made.path.read_bytes()

    ended = newskeep("reprocess", "--archive", made.path, "--output", tmp_path / "out")

    assert ended.code == 0, ended.stderr
    found = {str(one["url"]): one for one in records(tmp_path / "out")}
    assert sorted(found) == ["https://daily.example/2026/03/bridge/", "https://daily.example/2026/03/quay/"]
    quay = found["https://daily.example/2026/03/quay/"]
    assert (quay["site"], quay["found_via"], quay["requested_url"]) == ("daily_example", None, quay["url"])
    pointer = quay["archive"]
    assert isinstance(pointer, dict)
    assert (pointer["file"], pointer["offset"]) == (str(made.path), 0)
    assert made.path.read_bytes() == before


def test_a_second_archive_is_added_to_what_the_first_gave(newskeep: Newskeep, tmp_path: Path) -> None:
    first = foreign(tmp_path / "theirs")
    second = Archive(tmp_path / "more")
    second.path.write_bytes(b"")
    later = STORY.replace("quay", "mill").replace("mayor", "miller")
    second.add(packed("https://daily.example/2026/03/mill/", later.encode(), NOON))
    words = ("reprocess", "--output", tmp_path / "out", "--archive")
    newskeep(*words, first.path)

    ended = newskeep(*words, second.path)

    assert ended.code == 0, ended.stderr
    assert len(urls(tmp_path / "out")) == 3


def test_the_days_asked_for_hold_for_an_archive_of_others(newskeep: Newskeep, tmp_path: Path) -> None:
    made = foreign(tmp_path / "theirs")

    newskeep("reprocess", "--archive", made.path, "--output", tmp_path / "out", "--since", "2026-03-05")

    assert urls(tmp_path / "out") == ["https://daily.example/2026/03/bridge/"]
    assert list(rejects(tmp_path / "out").values()) == ["outside"]


def test_a_damaged_file_is_told_and_what_is_on_record_of_it_stays(
    out: Path, newskeep: Newskeep, tmp_path: Path
) -> None:
    before = lines(out)
    warc = min((out / "archive").glob("*.warc.gz"))
    data = bytearray(warc.read_bytes())
    data[len(data) // 2 :] = b"\0" * (len(data) - len(data) // 2)
    warc.write_bytes(data)

    ended = newskeep("reprocess", "--site", tmp_path / "daily.toml", "--output", out)

    assert ended.code == 0, ended.stderr
    assert "what lies beyond is not read" in ended.stderr
    assert lines(out) == before


def test_an_archive_without_an_article_ends_in_3(newskeep: Newskeep, tmp_path: Path) -> None:
    made = Archive(tmp_path / "theirs")
    made.add(exchange("https://daily.example/style.css", b"body {}", (("Content-Type", "text/css"),)))

    ended = newskeep("reprocess", "--archive", made.path, "--output", tmp_path / "out")

    assert ended.code == 3
    assert "gave a record" in ended.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--archive", "nowhere.warc", "--output", "out"), "no archive at nowhere.warc"),
        (("--archive", "."), "--archive needs --output"),
        (("--output", "nowhere"), "no store with an archive at nowhere"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "is after --until"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(newskeep: Newskeep, words: tuple[str, ...], told: str) -> None:
    ended = newskeep("reprocess", *words)

    assert ended.code == 2
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_site_whose_profile_is_a_file_must_be_named(out: Path, newskeep: Newskeep, tmp_path: Path) -> None:
    shutil.move(tmp_path / "daily.toml", tmp_path / "elsewhere.toml")

    ended = newskeep("reprocess", "--output", out)
    named = newskeep("reprocess", "--output", out, "--site", tmp_path / "elsewhere.toml")

    assert ended.code == 2
    assert "the profile of daily is a file of yours; name it with --site" in ended.stderr
    assert named.code == 0, named.stderr
