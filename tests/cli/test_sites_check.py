import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cli.exits import Exit
from tests.command import Newskeep
from tests.server import Answer, Web, news_page, serving

LOOPBACK = ("--allow-network", "127.0.0.0/8", "--delay", "0", "--jobs", "1", "--set", "RETRY_TIMES=0")
STORIES = [f"/2026030{number}-story-number-{number}-of-the-week/" for number in range(1, 7)]
MEMBERS, SECRET = "/20260309-a-letter-for-members/", "/20260308-nobody-may-ask-for-this/"


@pytest.fixture
def web() -> Iterator[Web]:
    """Six stories, and before them by date a page that is no article and one that robots.txt forbids."""
    form = '<form class="post-password-form"><input type="password"></form>'
    routes: dict[str, Answer | str] = {
        "/robots.txt": Answer(f"User-agent: *\nDisallow: {SECRET}\n", kind="text/plain"),
        MEMBERS: f"<title>A letter</title><body class=single><article><h1>A letter</h1>{form}</article></body>",
        SECRET: news_page("Nobody may ask for this", "The mayor", path=SECRET),
    }
    for number, path in enumerate(STORIES, start=1):
        routes[path] = news_page(f"Story number {number} of the week", f"The mayor {number}", path=path)
    dated = "".join(
        f"<url><loc>{{base}}{path}</loc><news:news><news:publication_date>2026-03-{path[7:9]}</news:publication_date>"
        f"</news:news></url>"
        for path in (*STORIES, SECRET, MEMBERS)
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    routes["/sitemap.xml"] = Answer(f"<urlset {spaces}>{dated}</urlset>", kind="application/xml")
    with serving(routes) as running:
        yield running


def profile(web: Web, folder: Path) -> Path:
    path = folder / "daily.toml"
    path.write_text(
        f'name = "daily"\nextends = "generic"\ntitle = "The Daily"\ndomains = ["127.0.0.1"]\n'
        f'sources = [{{ kind = "sitemap", url = "{web.url}/sitemap.xml" }}]\n'
        "[expect]\nfilled = { title = 1.0, section = 0.9 }\n"
    )
    return path


def test_a_check_shows_a_sample_and_how_many_fill_each_field(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    words = ("sites", "check", profile(web, tmp_path), "--pages", "4", *LOOPBACK, "--quiet")
    with tempfile.TemporaryDirectory() as scratch:
        ended = newskeep(*words, env={"TMPDIR": scratch})
        left = [*newskeep.folder.iterdir(), *Path(scratch).iterdir()]

    # Two of the four are no articles, and of the other two none has a section.
    lines = ended.stdout.splitlines()
    asked = [one.path for one in web.asked if one.path in (MEMBERS, SECRET, *STORIES)]
    assert ended.code == Exit.UNEXPECTED, ended.stderr
    assert ended.stderr == "newskeep: daily: section is filled in 0% of 2 records, 90% are expected\n"
    assert len(asked) == 3
    assert SECRET not in asked
    assert sum(line.startswith("== ") for line in lines) == 4
    assert sum(line.startswith("+ The mayor") for line in lines) == 2 * 5
    assert f"== {web.url}{MEMBERS}" in lines
    assert lines[lines.index(f"== {web.url}{MEMBERS}") + 1].startswith("no article: password_protected: ")
    assert lines[lines.index(f"== {web.url}{SECRET}") + 1].startswith("no article: robots_denied: ")
    assert re.search(r"^title +2 of 2  100%  +\w+ 2$", ended.stdout, re.MULTILINE)
    assert "4 pages, 2 articles" in lines
    assert left == []


def test_a_check_of_a_url_writes_a_page_and_prints_the_fields(web: Web, newskeep: Newskeep) -> None:
    ended = newskeep("sites", "check", f"{web.url}/", "--to", "check.html", *LOOPBACK)

    html = (newskeep.folder / "check.html").read_text()
    assert ended.code == 0, ended.stderr
    assert html.count("<section") == 8
    assert html.count('<span class="good">article</span>') == 6
    assert ended.stdout.startswith("field")
    assert "8 pages, 6 articles\n" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_site_that_wants_no_visitors_is_told_in_a_line(newskeep: Newskeep, tmp_path: Path) -> None:
    with serving({"/robots.txt": Answer("User-agent: *\nDisallow: /\n", kind="text/plain")}) as web:
        ended = newskeep("sites", "check", profile(web, tmp_path), "--format", "jsonl", "--quiet", *LOOPBACK)

    assert ended.code == Exit.NOTHING
    assert ended.stderr.startswith("newskeep: daily: nothing could be fetched: ")
    assert ended.stderr.count("\n") == 1
    assert [one.path for one in web.asked] == ["/robots.txt"]
    (coverage,) = map(json.loads, ended.stdout.splitlines())
    assert coverage["coverage"]["pages"] == 0
