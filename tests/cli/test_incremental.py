"""Runs over a site that was crawled before."""

import email.utils
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.test_crawl import ARTICLES, LOOPBACK, profile, records, report, story, urls
from tests.command import Newskeep
from tests.server import Answer, Asked, Web, serving, sitemap


@pytest.fixture
def web() -> Iterator[Web]:
    """A small daily whose server can say that a page is as it was."""
    routes: dict[str, Answer | str | Callable[[int], Answer]] = {"/robots.txt": Answer("", 404)}
    routes |= {path: Answer(story(path), headers={"ETag": f'"{path[8]}"'}) for path in ARTICLES}
    routes["/sitemap.xml"] = sitemap(ARTICLES)
    with serving(routes) as running:
        yield running


def dated_index(web: Web, stamp: str, children: list[str]) -> Answer:
    rows = "".join(f"<sitemap><loc>{web.url}{child}</loc><lastmod>{stamp}</lastmod></sitemap>" for child in children)
    return Answer(f'<?xml version="1.0"?><sitemapindex>{rows}</sitemapindex>', kind="application/xml")


def asked(web: Web, *paths: str) -> list[Asked]:
    return [one for one in web.asked if one.path in paths]


def test_a_child_sitemap_that_has_not_changed_is_not_asked_for(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    web.routes["/post-sitemap.xml"] = web.routes["/sitemap.xml"]
    web.routes["/sitemap.xml"] = dated_index(web, "2026-03-05T07:00:00Z", ["/post-sitemap.xml"])
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
    newskeep(*words)
    web.asked.clear()

    same = newskeep(*words)
    asked_when_same = [one.path for one in web.asked]
    web.routes["/sitemap.xml"] = dated_index(web, "2026-03-06T07:00:00Z", ["/post-sitemap.xml"])
    web.asked.clear()
    newskeep(*words)

    assert same.code == 0, same.stderr
    assert sorted(asked_when_same) == ["/robots.txt", "/sitemap.xml"]
    assert len(asked(web, "/post-sitemap.xml")) == 1


def test_a_source_is_asked_whether_it_has_changed_and_what_it_led_to_is_followed_all_the_same(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    index = Answer(
        '<?xml version="1.0"?><sitemapindex><sitemap><loc>{base}/post-sitemap.xml</loc></sitemap></sitemapindex>',
        headers={"ETag": '"one"'},
        kind="application/xml",
    )
    web.routes["/post-sitemap.xml"] = sitemap(ARTICLES[:4])
    web.routes["/sitemap.xml"] = lambda before: index if before == 0 else Answer(status=304)
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
    newskeep(*words)
    web.routes["/post-sitemap.xml"] = sitemap(ARTICLES)

    newskeep(*words)

    assert asked(web, "/sitemap.xml")[1].headers["if-none-match"] == '"one"'
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]


def test_an_article_that_its_server_says_is_unchanged_is_not_read_again(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    web.routes["/sitemap.xml"] = sitemap(ARTICLES[:1])
    whole = Answer(story(ARTICLES[0]), headers={"ETag": '"1"', "Last-Modified": email.utils.formatdate(0, usegmt=True)})
    web.routes[ARTICLES[0]] = lambda before: whole if before == 0 else Answer(status=304)
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
    newskeep(*words)
    touched = sitemap(ARTICLES[:1])
    web.routes["/sitemap.xml"] = Answer(
        str(touched.body).replace("</loc>", "</loc><lastmod>2026-03-05</lastmod>"), kind="application/xml"
    )
    newskeep(*words)  # from none to a date is no change
    web.routes["/sitemap.xml"] = Answer(
        str(touched.body).replace("</loc>", "</loc><lastmod>2026-03-06</lastmod>"), kind="application/xml"
    )

    ended = newskeep(*words)

    again = asked(web, ARTICLES[0])
    assert ended.code == 0, ended.stderr
    assert [one.headers.get("if-none-match") for one in again] == [None, '"1"']
    assert again[1].headers["if-modified-since"] == "Thu, 01 Jan 1970 00:00:00 GMT"
    assert report(tmp_path / "out")["unchanged"] == 1
    assert len(records(tmp_path / "out")) == 1


def test_an_article_that_has_vanished_is_kept_and_told_of_as_is_one_that_has_changed(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
    newskeep(*words)
    web.routes[ARTICLES[0]] = Answer("<title>Gone</title>", 410)
    web.routes[ARTICLES[1]] = story(ARTICLES[1], "The new mayor")

    ended = newskeep(*words, "--refetch")

    assert ended.code == 0, ended.stderr
    assert {"new": 0, "changed": 1, "unchanged": 3, "gone": 1}.items() <= report(tmp_path / "out").items()
    heading, row = (line.split() for line in ended.stdout.splitlines()[:2])
    assert heading[3:8] == ["new", "changed", "unchanged", "gone", "rejects"]
    assert row[3:8] == ["0", "1", "3", "1", "1"]
    assert sorted(set(urls(tmp_path / "out"))) == [web.url + path for path in ARTICLES]


def test_an_article_that_its_source_names_at_a_new_address_is_the_one_that_moved_there(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)
    newskeep(*words)
    moved = "/20260301-the-week-in-one-story/"
    web.routes[moved] = story(ARTICLES[0], "The deputy mayor")
    web.routes[ARTICLES[0]] = Answer(status=301, headers={"Location": moved})
    web.routes["/sitemap.xml"] = sitemap([moved, *ARTICLES[1:]])

    ended = newskeep(*words)

    second = records(tmp_path / "out")[-1]
    assert ended.code == 0, ended.stderr
    assert (second["url"], second["requested_url"]) == (web.url + moved, web.url + ARTICLES[0])
    assert (second["version"], second["changed"]) == (2, ["text"])
    assert [one["id"] for one in records(tmp_path / "out")].count(second["id"]) == 2
    assert len(asked(web, moved)) == 2  # by its own address, and through the old one


def test_a_list_cut_short_by_a_limit_is_read_to_its_end_by_a_later_run(
    web: Web, newskeep: Newskeep, tmp_path: Path
) -> None:
    pages = [ARTICLES[4:], ARTICLES[2:4], ARTICLES[:2]]
    for number, paths in enumerate(pages, 1):
        links = "".join(f'<h2><a href="{path}">Story {path[8]} of the long week</a></h2>' for path in paths)
        after = f'<a rel="next" href="/news/page/{number + 1}/">Older</a>' if number < len(pages) else ""
        where = "/news/" if number == 1 else f"/news/page/{number}/"
        web.routes[where] = f"<title>News</title><main>{links}{after}</main>"
    path = profile(web, tmp_path)
    path.write_text(path.read_text().replace('kind = "sitemap"', 'kind = "listing"').replace("/sitemap.xml", "/news/"))
    words = ("crawl", path, "--output", tmp_path / "out", *LOOPBACK)

    newskeep(*words, "--limit", "1")
    first = urls(tmp_path / "out")
    newskeep(*words)
    web.asked.clear()
    newskeep(*words)

    assert len(first) == 1
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]
    assert sorted(one.path for one in web.asked) == ["/news/", "/robots.txt"]


def test_a_site_that_turns_us_away_for_a_day_loses_nothing(web: Web, newskeep: Newskeep, tmp_path: Path) -> None:
    words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK, "--set", "ERROR_RETRY_S=0")
    open_routes = dict(web.routes)
    web.routes |= {path: Answer("<title>Forbidden</title>", 403) for path in ARTICLES}

    away = newskeep(*words)
    web.routes.update(open_routes)
    newskeep(*words)

    assert away.code == 3
    assert "http_403 5" in away.stderr
    assert urls(tmp_path / "out") == [web.url + path for path in ARTICLES]
