import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Newskeep
from tests.record_schema import schema_errors
from tests.server import Answer, Web, news_page, serving

LOOPBACK = ("--allow-network", "127.0.0.0/8", "--delay", "0", "--jobs", "1")
FIRST, SECOND = "/2026/03/01/first-story-of-the-week/", "/2026/03/02/second-story-of-the-week/"


def has_ipv6() -> bool:
    """Whether a server of this machine can have the address ::1."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.fixture
def web() -> Iterator[Web]:
    """A host with two articles and a front page."""
    front = "<title>Daily</title>" + f'<p><a href="{FIRST}">First</a></p>' * 20
    routes: dict[str, Answer | str] = {"/robots.txt": Answer("", 404), "/": front}
    routes[FIRST] = news_page("First story of the week", "The mayor", path=FIRST)
    routes[SECOND] = news_page("Second story of the week", "The bishop", path=SECOND)
    with serving(routes) as running:
        yield running


def test_a_record_goes_to_standard_output_and_nothing_is_left_on_disk(web: Web, newskeep: Newskeep) -> None:
    ended = newskeep("fetch", web.url + FIRST, *LOOPBACK)

    (record,) = map(json.loads, ended.stdout.splitlines())
    assert ended.code == 0, ended.stderr
    assert ended.stderr == ""
    assert schema_errors(record) == []
    assert (record["title"], record["found_via"], record["version"]) == ("First story of the week", None, 1)
    assert list(newskeep.folder.iterdir()) == []


def test_records_come_in_the_order_asked_for_each_url_once_and_one_with_a_password_ends_nothing(
    web: Web, newskeep: Newskeep
) -> None:
    named = web.url.replace("http://", "http://user:secret@") + SECOND
    asked = f"{web.url}{SECOND}\n\n# a comment\n{named}\n{web.url}{FIRST}\n{web.url}{SECOND}?utm_source=x\n"

    ended = newskeep("fetch", "-", *LOOPBACK, stdin=asked.encode())

    titles = [json.loads(line)["title"] for line in ended.stdout.splitlines()]
    assert titles == ["Second story of the week", "First story of the week"]
    assert ended.code == 3
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"newskeep: {named}: not fetched: ")
    assert "no user name" in line


def test_a_url_without_a_record_is_told_in_one_line_and_the_others_come(web: Web, newskeep: Newskeep) -> None:
    ended = newskeep("fetch", web.url + "/missing/", web.url + FIRST, web.url + "/", *LOOPBACK)

    assert ended.code == 3
    assert len(ended.stdout.splitlines()) == 1
    lines = ended.stderr.splitlines()
    assert lines[0].startswith(f"newskeep: {web.url}/missing/: rejected: http_4xx")
    assert lines[1].startswith(f"newskeep: {web.url}/: rejected: ")
    assert len(lines) == 2


def test_a_host_that_does_not_answer_is_told_in_one_line(newskeep: Newskeep) -> None:
    with serving({}) as web:
        url = web.url + "/a/"

    ended = newskeep("fetch", url, *LOOPBACK, "--set", "RETRY_TIMES=0")

    assert ended.code == 3
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", "First story of the week\n\nThe mayor said on day 1"),
        ("markdown", "# First story of the week\n\nAnn Lee · 2026-03-04"),
        ("json", '[\n{"schema_version"'),
    ],
)
def test_each_format_goes_to_a_file_that_appears_whole(
    web: Web, newskeep: Newskeep, tmp_path: Path, form: str, begins: str
) -> None:
    ended = newskeep("fetch", web.url + FIRST, "--format", form, "--to", tmp_path / "out.txt", *LOOPBACK)

    assert ended.code == 0, ended.stderr
    assert ended.stdout == ""
    assert (tmp_path / "out.txt").read_text().startswith(begins)
    assert not list(tmp_path.glob("*.part"))


def test_keep_puts_the_record_into_the_store_once_and_prints_it_each_time(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    words = ("fetch", web.url + FIRST, "--keep", "--output", tmp_path / "out", *LOOPBACK)

    first, second = newskeep(*words), newskeep(*words)

    kept = [line for path in (tmp_path / "out" / "records").glob("*.jsonl") for line in path.open()]
    assert (first.code, second.code) == (0, 0), second.stderr
    assert kept == [first.stdout]
    assert json.loads(second.stdout)["version"] == 1


def test_a_redirect_to_another_host_is_followed_for_a_url_that_a_person_named(web: Web, newskeep: Newskeep) -> None:
    with serving({FIRST: Answer(status=301, headers={"Location": web.url + FIRST})}, "127.0.0.2") as old:
        ended = newskeep("fetch", old.url + FIRST, *LOOPBACK)

    assert ended.code == 3, "another port of another host is not the one asked for"
    assert "port" in ended.stderr


@pytest.mark.parametrize(
    "url",
    [
        "http://0x7f.1/a/",
        "http://2130706433/a/",
        "http://[::ffff:127.0.0.1]/a/",
        "http://127.0.0.1:22/",
        "http://localhost/",
    ],
)
def test_an_address_inside_is_refused_however_it_is_written(newskeep: Newskeep, url: str) -> None:
    ended = newskeep("fetch", url)

    assert ended.code == 3
    assert "address_refused" in ended.stderr or "not on the public web" in ended.stderr


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no ::1")
def test_a_site_at_an_ipv6_address_that_is_allowed_is_fetched(newskeep: Newskeep) -> None:
    with serving({FIRST: news_page("First story of the week", "The mayor", path=FIRST)}, "::1") as web:
        ended = newskeep("fetch", web.url + FIRST, "--allow-network", "::1/128", "--delay", "0", "--jobs", "1")

    assert ended.code == 0, ended.stderr
    assert json.loads(ended.stdout)["url"] == web.url + FIRST


def test_a_url_with_a_password_is_refused(web: Web, newskeep: Newskeep) -> None:
    ended = newskeep("fetch", web.url.replace("http://", "http://user:secret@") + FIRST, *LOOPBACK)

    assert ended.code == 2
    assert "no user name" in ended.stderr
    assert web.asked == []


def test_what_is_no_url_is_a_usage_error(newskeep: Newskeep) -> None:
    ended = newskeep("fetch", "not a url")

    assert ended.code == 2
    assert len(ended.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_error(web: Web, newskeep: Newskeep) -> None:
    words = [*newskeep.words(), "fetch", *[web.url + path for path in (FIRST, SECOND)], *LOOPBACK]

    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {' '.join(words)} | true"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
