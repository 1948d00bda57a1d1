"""What a crawl keeps of what it fetched, read back with tools of others."""

import gzip
import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from tests.cli.test_crawl import ARTICLES, LOOPBACK, committed, profile, records, rejects, report, story, urls, wait_for
from tests.command import Newskeep
from tests.server import Answer, Web, serving, sitemap


@pytest.fixture
def web() -> Iterator[Web]:
    """A small daily, one page of it packed."""
    routes: dict[str, Any] = {"/robots.txt": Answer("User-agent: *\nAllow: /\n", kind="text/plain")}
    routes |= {path: story(path) for path in ARTICLES}
    routes["/sitemap.xml"] = sitemap(ARTICLES)
    packed = gzip.compress(story(ARTICLES[0]).encode())
    routes[ARTICLES[0]] = Answer(packed, headers={"Content-Encoding": "gzip"})
    with serving(routes) as running:
        yield running


def warcs(out: Path) -> list[Path]:
    return sorted((out / "archive").glob("*.warc.gz"))


def held(out: Path) -> list[tuple[str, str, int]]:
    """Type, path and status of each exchange in the archive, in its order."""
    found = []
    for path in warcs(out):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type in ("response", "revisit"):
                    url = record.rec_headers.get_header("WARC-Target-URI")
                    found.append(
                        (record.rec_type, "/" + url.split("/", 3)[3], int(record.http_headers.get_statuscode()))
                    )
    return found


def is_whole(path: Path) -> bool:
    class Arguments:
        inputs = (str(path),)
        verbose = False

    checker = Checker(Arguments())
    checker.process_all()
    return not checker.exit_value


def test_every_response_is_kept_and_the_archive_reads_to_its_end(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes[ARTICLES[1]] = Answer(status=301, headers={"Location": "{base}" + ARTICLES[2]})
    web.routes[ARTICLES[3]] = Answer("<title>Gone</title>", 404)
    out = tmp_path / "out"

    ended = newskeep("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK)

    assert ended.code == 0, ended.stderr
    kept = {(path, status) for _, path, status in held(out)}
    assert {("/robots.txt", 200), ("/sitemap.xml", 200), (ARTICLES[1], 301), (ARTICLES[3], 404)} <= kept
    assert len(held(out)) == len(web.asked)
    assert all(is_whole(path) for path in warcs(out))
    assert not list(out.rglob("*.part"))


def test_a_page_that_forbids_to_be_archived_or_indexed_is_not_where_its_profile_obeys(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    by_page, by_header, unindexed, *free = ARTICLES
    head = '<head><meta name="robots" content="{}">'
    web.routes[by_page] = story(by_page).replace("<head>", head.format("noarchive"))
    web.routes[by_header] = Answer(story(by_header), headers={"X-Robots-Tag": "noarchive"})
    web.routes[unindexed] = story(unindexed).replace("<head>", head.format("noindex"))
    obeys, out = '[rights]\nnoarchive = "no_capture"\nnoindex = "reject"\n', tmp_path / "out"

    crawled = newskeep("crawl", path := profile(web, tmp_path, obeys), "--output", out, *LOOPBACK)
    again = newskeep("reprocess", "--site", path, "--output", out, "--jobs", "1")

    assert (crawled.code, again.code) == (0, 0), crawled.stderr + again.stderr
    kept = {path for _, path, _ in held(out)}
    assert kept.isdisjoint({by_page, by_header})
    assert {unindexed, *free, "/sitemap.xml"} <= kept
    pointed = {str(record["url"]).removeprefix(web.url): record["archive"] is not None for record in records(out)}
    assert pointed == {by_page: False, by_header: False, **dict.fromkeys(free, True)}
    assert rejects(out) == {web.url + unindexed: "noindex"}


def test_a_records_pointer_leads_to_the_bytes_as_they_were_served(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"

    newskeep("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK)

    for record in records(out):
        pointer: Any = record["archive"]
        data = (out / pointer["file"]).read_bytes()[pointer["offset"] : pointer["offset"] + pointer["length"]]
        read = next(iter(ArchiveIterator(io.BytesIO(data))))
        assert read.rec_headers.get_header("WARC-Record-ID") == f"<{pointer['record_id']}>"
        assert read.rec_headers.get_header("WARC-Target-URI") == record["url"]
        assert read.rec_headers.get_header("WARC-Payload-Digest") == pointer["digest"]
        raw = read.raw_stream.read()
        served = web.routes["/" + str(record["url"]).split("/", 3)[3]]
        body = served.body if isinstance(served, Answer) else str(served).replace("{base}", web.url).encode()
        assert raw == body


def test_a_page_fetched_again_as_it_was_is_a_revisit(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK)
    newskeep(*words)

    ended = newskeep(*words, "--refetch")

    assert ended.code == 0, ended.stderr
    again = [kind for kind, path, _ in held(out) if path == ARTICLES[1]]
    assert again == ["response", "revisit"]
    assert all(is_whole(path) for path in warcs(out))


def test_a_body_longer_than_it_may_be_is_kept_as_far_as_it_came_and_marked(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    web.routes[ARTICLES[1]] = Answer("<title>Long</title>" + "x" * 300_000)
    out = tmp_path / "out"

    newskeep("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK, "--set", "BODY_MAX_BYTES=100000")

    marks = truncations(out)
    assert marks == {ARTICLES[1]: "length"}
    assert report(out)["errors"] == {"too_large": 1}
    assert len(records(out)) == 4


def test_a_body_whose_connection_broke_is_kept_and_marked_and_asked_for_again(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    whole = Answer(story(ARTICLES[1]))
    cut = Answer(whole.body, cut=500)
    web.routes[ARTICLES[1]] = lambda before: cut if before == 0 else whole
    out = tmp_path / "out"

    newskeep("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK)

    assert truncations(out) == {ARTICLES[1]: "disconnect"}
    assert urls(out) == [web.url + path for path in ARTICLES]


def test_after_a_kill_the_archive_is_whole_and_every_pointer_right(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    out, path = tmp_path / "out", profile(web, tmp_path)
    words = [*newskeep.words(), "crawl", str(path), "--output", str(out), *LOOPBACK, "--delay", "1"]

    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: committed(out) > 0, process)
        process.kill()
    newskeep("crawl", path, "--output", out, *LOOPBACK)

    assert urls(out) == [web.url + path for path in ARTICLES]
    assert all(is_whole(one) for one in warcs(out))
    for record in records(out):
        pointer: Any = record["archive"]
        with (out / pointer["file"]).open("rb") as file:
            file.seek(pointer["offset"])
            read = next(iter(ArchiveIterator(io.BytesIO(file.read(pointer["length"])))))
        assert read.rec_headers.get_header("WARC-Target-URI") == record["url"]


def test_the_index_tells_where_each_capture_lies(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"

    newskeep("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK)

    (index,) = (out / "archive").glob("*.cdxj")
    entries = [json.loads(line.split(" ", 2)[2]) for line in index.read_text().splitlines()]
    assert [entry["url"] for entry in entries] == [web.url + path for _, path, _ in held(out)]
    for entry in entries:
        with (out / "archive" / entry["filename"]).open("rb") as file:
            file.seek(int(entry["offset"]))
            read = next(iter(ArchiveIterator(io.BytesIO(file.read(int(entry["length"]))))))
        assert read.rec_headers.get_header("WARC-Target-URI") == entry["url"]


def test_without_the_archive_records_have_no_pointer(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"

    newskeep("crawl", profile(web, tmp_path), "--output", out, *LOOPBACK, "--set", "ARCHIVE=0")

    assert [record["archive"] for record in records(out)] == [None] * 5
    assert list((out / "archive").iterdir()) == []


def truncations(out: Path) -> dict[str, str]:
    marks = {}
    for path in warcs(out):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if mark := record.rec_headers.get_header("WARC-Truncated"):
                    marks["/" + record.rec_headers.get_header("WARC-Target-URI").split("/", 3)[3]] = mark
    return marks
