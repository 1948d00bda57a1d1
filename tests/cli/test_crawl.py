import gzip
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from crawler import __version__
from tests.command import Ended, Newskeep
from tests.server import Answer, Web, news_page, serving, sitemap

LOOPBACK = ("--allow-network", "127.0.0.0/8", "--delay", "0", "--jobs", "1")
ARTICLES = [f"/2026030{number}-story-number-{number}-of-the-week/" for number in range(1, 6)]

Crawl = Callable[..., Ended]


def story(path: str, words: str = "The mayor") -> str:
    number = path[8]
    return news_page(
        f"Story number {number} of the week", f"{words} {number}", path=path, date=f"2026-03-0{number}T07:00:00+02:00"
    )


@pytest.fixture
def web() -> Iterator[Web]:
    """A small daily: five articles in a sitemap."""
    routes: dict[str, Answer | str] = {"/robots.txt": Answer("User-agent: *\nAllow: /\n", kind="text/plain")}
    routes |= {path: story(path) for path in ARTICLES}
    routes["/sitemap.xml"] = sitemap(ARTICLES)
    with serving(routes) as running:
        yield running


def profile(web: Web, folder: Path, more: str = "", name: str = "daily") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(
        f'name = "{name}"\nextends = "generic"\ntitle = "Daily"\ndomains = ["127.0.0.1"]\n'
        f'sources = [{{ kind = "sitemap", url = "{web.url}/sitemap.xml" }}]\n{more}'
    )
    return path


def records(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted((folder / "records").glob("*.jsonl")) for line in path.open("rb")]


def urls(folder: Path) -> list[str]:
    return sorted(str(record["url"]) for record in records(folder))


def rejects(folder: Path) -> dict[str, str]:
    lines = (line for path in (folder / "rejects").glob("*.jsonl") for line in path.open("rb"))
    return {one["requested_url"]: one["reason"] for one in map(json.loads, lines)}


def report(folder: Path) -> dict[str, object]:
    newest = max((folder / "reports").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    return dict(json.loads(newest.read_text()))


def test_a_crawl_leaves_a_record_of_each_article_in_whole_files(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes["/.well-known/tdmrep.json"] = Answer(
        '[{"location": "/20260301", "tdm-reservation": 1, "tdm-policy": "{base}/mining/"}]', kind="application/json"
    )

    contact = '[politeness]\ncontact = "https://daily.example/bot"\n'

    ended = newskeep("crawl", profile(web, tmp_path, contact), "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 0, ended.stderr
    agents = {one.headers["user-agent"] for one in web.asked}
    assert agents == {f"newskeep/{__version__} (+https://daily.example/bot)"}
    assert {"/robots.txt", "/sitemap.xml", "/.well-known/tdmrep.json", *ARTICLES} == {one.path for one in web.asked}
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]
    assert not list((tmp_path / "out").rglob("*.part"))
    reserved = [one["url"] for one in records(tmp_path / "out") if one["tdm_reservation"] == "1"]
    assert reserved == [web.url + ARTICLES[0]]
    assert web.count("/.well-known/tdmrep.json") == 1
    assert str(next((tmp_path / "out" / "records").iterdir())) in ended.stdout.replace("\n", "")
    first = next(record for record in records(tmp_path / "out") if record["url"] == web.url + ARTICLES[0])
    assert first["title"] == "Story number 1 of the week"
    assert first["date_published"] == "2026-03-01T07:00:00+02:00"
    assert first["authors"] == ["Ann Lee"]
    assert first["found_via"] == "sitemap"
    assert report(tmp_path / "out")["records"] == 5


def test_a_second_run_asks_for_the_sources_alone_and_says_that_nothing_is_new(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
    newskeep(*words)
    web.asked.clear()

    ended = newskeep(*words)

    assert ended.code == 0, ended.stderr
    assert sorted(one.path for one in web.asked) == ["/robots.txt", "/sitemap.xml"]
    assert "nothing new" in ended.stdout
    assert len(records(tmp_path / "out")) == 5


def test_an_article_found_by_four_ways_is_fetched_once(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    path = ARTICLES[0]
    web.routes["/sitemap.xml"] = sitemap(
        [path, path.rstrip("/"), f"{path}?utm_source=feed", f"{path}amp/", f"{path}#top"]
    )

    newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    assert sum(one.path.startswith(path.rstrip("/")) for one in web.asked) == 1
    assert len(records(tmp_path / "out")) == 1


def test_two_urls_that_redirect_to_one_article_give_one_record(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    moved = Answer(status=301, headers={"Location": "{base}" + ARTICLES[0]})
    web.routes |= {"/20260301-old-name-of-the-story/": moved, "/20260301-older-name-of-the-story/": moved}
    web.routes["/sitemap.xml"] = sitemap(
        [ARTICLES[0], "/20260301-old-name-of-the-story/", "/20260301-older-name-of-the-story/"]
    )

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 0
    assert urls(tmp_path / "out") == [web.url + ARTICLES[0]]
    assert report(tmp_path / "out")["unchanged"] == 2


def test_a_limit_is_met_exactly(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    ended = newskeep("crawl", profile(web, tmp_path), "--limit", "2", "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 0
    assert len(records(tmp_path / "out")) == 2
    assert sum(one.path in ARTICLES for one in web.asked) == 2


def test_a_window_of_days_keeps_what_was_published_in_it_and_a_later_run_takes_the_rest(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    newskeep(*words, "--since", "2026-03-02", "--until", "2026-03-03")
    inside = urls(tmp_path / "out")
    newskeep(*words)

    assert inside == [web.url + path for path in ARTICLES[1:3]]
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]


def test_a_dry_run_says_what_is_due_and_why_and_writes_nothing(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    ended = newskeep("crawl", profile(web, tmp_path), "--dry-run", "--output", tmp_path / "out", *LOOPBACK)

    lines = [line.split("\t") for line in ended.stdout.splitlines()]
    assert ended.code == 0, ended.stderr
    assert sorted(line[:3] for line in lines) == [[web.url + path, "new", "sitemap"] for path in ARTICLES]
    assert not (tmp_path / "out").exists()
    assert not [one for one in web.asked if one.path in ARTICLES]


def test_a_changed_article_fetched_again_is_its_next_version(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
    newskeep(*words)
    web.routes[ARTICLES[0]] = story(ARTICLES[0], "The new mayor")

    ended = newskeep(*words, "--refetch")

    assert ended.code == 0, ended.stderr
    versions = {(record["url"], record["version"]): record["changed"] for record in records(tmp_path / "out")}
    assert len(versions) == 6
    assert versions[web.url + ARTICLES[0], 2] == ["text"]
    assert report(tmp_path / "out")["unchanged"] == 4


def test_loopback_is_refused_until_it_is_allowed(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", "--delay", "0")

    assert ended.code == 3
    assert "127.0.0.1 is not on the public web; --allow-network 127.0.0.1/32" in ended.stderr
    assert web.asked == []


def test_a_page_that_leads_to_another_network_is_not_followed(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes[ARTICLES[0]] = Answer(status=302, headers={"Location": "http://127.0.0.9:1/internal"})
    web.routes[ARTICLES[1]] = Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 0
    assert len(records(tmp_path / "out")) == 3
    assert report(tmp_path / "out")["errors"] == {"address_refused": 1, "offsite": 1}


def test_what_robots_txt_forbids_is_not_asked_for(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes["/robots.txt"] = Answer("User-agent: newskeep\nDisallow: /20260301\n", kind="text/plain")

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 0
    assert web.count(ARTICLES[0]) == 0
    assert len(records(tmp_path / "out")) == 4
    assert report(tmp_path / "out")["errors"] == {"robots_denied": 1}


def test_a_crawl_delay_of_robots_txt_holds_against_a_shorter_option(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    web.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 1\n", kind="text/plain")
    web.routes["/sitemap.xml"] = sitemap(ARTICLES[:3])

    newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    pages = [one.at for one in web.asked if one.path in ARTICLES]
    assert len(pages) == 3
    assert pages[2] - pages[0] > 1.9


def test_a_robots_txt_that_cannot_be_had_lets_nothing_be_fetched(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes["/robots.txt"] = Answer("", 503, headers={"Retry-After": "0"})

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 3
    assert "robots.txt of " in ended.stderr
    assert {one.path for one in web.asked} == {"/robots.txt"}


def test_a_busy_host_is_left_alone_as_long_as_it_asks(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    busy = Answer("later", 429, headers={"Retry-After": "2"})
    articles = {path: Answer(story(path)) for path in ARTICLES}

    def busy_at_first(path: str) -> Callable[[int], Answer]:
        return lambda _: busy if sum(one.path in ARTICLES for one in web.asked) == 1 else articles[path]

    # The others stand in line behind it already.
    web.routes.update({path: busy_at_first(path) for path in ARTICLES})

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK, "--concurrency", "1")

    first, *later = (one.at for one in web.asked if one.path in ARTICLES)
    assert ended.code == 0
    assert len(later) == 5
    assert all(at - first > 1.9 for at in later)
    assert len(records(tmp_path / "out")) == 5


def test_a_page_cut_off_on_its_way_is_never_a_record_and_comes_in_a_later_run(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    packed = gzip.compress(story(ARTICLES[0]).encode())
    cut = packed[: len(packed) // 2]
    web.routes[ARTICLES[0]] = Answer(cut, headers={"Content-Encoding": "gzip"})
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK, "--set", "ERROR_RETRY_S=0")

    newskeep(*words)
    first = urls(tmp_path / "out")
    web.routes[ARTICLES[0]] = story(ARTICLES[0])
    newskeep(*words)

    assert web.url + ARTICLES[0] not in first
    assert len(first) == 4
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]


def test_pages_that_are_no_articles_are_rejects_with_a_reason(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes["/20260306-gone-from-the-site/"] = Answer("<title>Not found</title>", 404)
    web.routes["/20260306-something-else-entirely/"] = Answer("%PDF-1.7", kind="application/pdf")
    web.routes["/sitemap.xml"] = sitemap(
        [*ARTICLES, "/20260306-gone-from-the-site/", "/20260306-something-else-entirely/"]
    )

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 0
    assert rejects(tmp_path / "out") == {
        web.url + "/20260306-gone-from-the-site/": "http_4xx",
        web.url + "/20260306-something-else-entirely/": "not_html",
    }


def test_a_site_without_any_answer_ends_in_3_and_says_why(newskeep: Newskeep, tmp_path: Path) -> None:
    with serving({}) as web:
        path = profile(web, tmp_path)

    ended = newskeep("crawl", path, "--output", tmp_path / "out", *LOOPBACK, "--set", "RETRY_TIMES=0")

    assert ended.code == 3
    assert ended.stderr.splitlines()[-1].startswith("newskeep: daily: nothing could be fetched:")
    assert "Traceback" not in ended.stderr


def test_pages_without_an_article_among_them_end_in_3(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes |= {path: Answer("<title>Gone</title>", 404) for path in ARTICLES}

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 3
    assert "daily: no article came out of 5 pages: http_4xx 5" in ended.stderr


def test_missed_expectations_end_in_4_and_are_named(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    more = "expect = { filled = { section = 0.9 } }\n"

    ended = newskeep(
        "crawl", profile(web, tmp_path, more), "--output", tmp_path / "out", *LOOPBACK, "--set", "EXPECT_MIN_RECORDS=5"
    )

    assert ended.code == 4
    assert "section is filled in 0% of 5 records, 90% are expected" in ended.stderr


def test_of_two_sites_the_gravest_ending_counts_and_the_other_is_whole(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    with serving({}, "127.0.0.2") as empty:
        other = tmp_path / "other.toml"
        other.write_text(
            'name = "other"\nextends = "generic"\ndomains = ["127.0.0.2"]\n'
            f'sources = [{{ kind = "sitemap", url = "{empty.url}/sitemap.xml" }}]\n'
        )

        ended = newskeep("crawl", profile(web, tmp_path), other, "--output", tmp_path / "out", *LOOPBACK)

    assert ended.code == 3
    assert len(records(tmp_path / "out")) == 5


def test_a_read_only_store_ends_in_6(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    ended = newskeep("crawl", profile(web, tmp_path), "--output", tmp_path / "file" / "out", *LOOPBACK)

    assert ended.code == 6
    assert "newskeep: cannot make the folder" in ended.stderr


def test_a_full_disk_ends_in_6_and_the_next_run_completes(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [*newskeep.words(), "crawl", str(profile(web, tmp_path)), "--output", str(out), *LOOPBACK]
    limited = f"ulimit -f 8; trap '' XFSZ; exec {' '.join(words)} --set SEGMENT_ROTATE_BYTES=1000000"

    full = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, timeout=120, check=False)
    ended = newskeep(*words[len(newskeep.words()) :])

    assert full.returncode == 6, full.stderr
    assert "Traceback" not in full.stderr
    assert ended.code == 0, ended.stderr
    assert urls(out) == [web.url + path for path in ARTICLES]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_cleanly_and_the_next_takes_up_the_rest(
    web: Web, newskeep: Newskeep, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "out"
    path = profile(web, tmp_path)
    words = [*newskeep.words(), "crawl", str(path), "--output", str(out), *LOOPBACK, "--delay", "3"]

    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_for(lambda: any(one.path == "/sitemap.xml" for one in web.asked), process)
        process.send_signal(number)
        _, stderr = process.communicate(timeout=30)
    ended = newskeep("crawl", path, "--output", out, *LOOPBACK)

    assert process.returncode == code, stderr
    assert "Traceback" not in stderr
    assert ended.code == 0
    assert urls(out) == [web.url + path for path in ARTICLES]


def test_after_a_kill_the_next_run_completes_and_nothing_is_doubled(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    path = profile(web, tmp_path)
    words = [*newskeep.words(), "crawl", str(path), "--output", str(out), *LOOPBACK, "--delay", "1"]

    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: committed(out) > 0, process)
        process.kill()
    before = committed(out)
    ended = newskeep("crawl", path, "--output", out, *LOOPBACK)

    assert 0 < before <= 5
    assert ended.code == 0, ended.stderr
    assert urls(out) == [web.url + path for path in ARTICLES]
    assert not list(out.rglob("*.part"))


def test_a_site_in_use_ends_in_5_and_says_who_has_it(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = profile(web, tmp_path)
    words = [*newskeep.words(), "crawl", str(path), "--output", str(out), *LOOPBACK, "--delay", "3"]

    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: any(one.path == "/robots.txt" for one in web.asked), process)
        ended = newskeep("crawl", path, "--output", out, *LOOPBACK)
        process.kill()

    assert ended.code == 5
    assert f"daily is in use by pid {process.pid} on " in ended.stderr


def test_scrapy_itself_can_run_the_spider(web: Web, tmp_path: Path) -> None:
    path = profile(web, tmp_path)
    words = ["-m", "scrapy", "crawl", "news", "-a", f"site={path}", "-s", "ALLOW_NETWORKS=127.0.0.0/8"]
    more = ["-s", f"OUTPUT={tmp_path / 'out'}", "-s", "DOWNLOAD_DELAY=0"]

    project = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, *words, *more], cwd=project, capture_output=True, text=True, timeout=120, check=False
    )

    assert ended.returncode == 0, ended.stderr
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]


def test_the_store_of_a_lost_state_is_left_alone(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK)
    newskeep(*words)
    for path in out.glob("state.sqlite*"):
        path.unlink()
    before = urls(out)

    ended = newskeep(*words)

    assert ended.code == 6
    assert "is not known to" in ended.stderr
    assert urls(out) == before


def committed(out: Path) -> int:
    """Records that the state of `out` counts as committed; 0 while there is none."""
    path = out / "state.sqlite"
    if not path.exists():
        return 0
    with sqlite3.connect(path, timeout=30) as database:
        try:
            (count,) = database.execute("SELECT count(*) FROM records").fetchone()
        except sqlite3.OperationalError:  # the tables are not there yet
            return 0
    return int(count)


def wait_for(condition: Callable[[], bool], process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Until `condition` holds; fails when the process ends first, or after a minute."""
    for _ in range(600):
        if condition():
            return
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the command ended early, with {process.wait(timeout=0.1)}")
    pytest.fail("waited for a minute")


def test_a_run_that_may_not_last_longer_ends_well_and_leaves_the_rest(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

    ended = newskeep(*words, "--delay", "30", "--max-time", "5")
    rest = newskeep(*words)

    assert (ended.code, rest.code) == (0, 0), ended.stderr
    assert report(tmp_path / "out")["stopped_by"] is None
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]
