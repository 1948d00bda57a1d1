"""A site that names its articles in several forms."""

from pathlib import Path

from tests.cli.test_crawl import ARTICLES, LOOPBACK, profile, records, rejects, story
from tests.command import Newskeep
from tests.server import serving, sitemap


def test_the_twins_of_an_article_give_no_second_record(newskeep: Newskeep, tmp_path: Path) -> None:
    first, second, third = ARTICLES[:3]
    shorter = {path: story(path).replace("on day 5", "on a Friday") for path in (first, second)}
    routes = {
        first: story(first),
        f"/print{first}": shorter[first],
        second: story(second),
        f"{second}amp/": shorter[second],
    }
    routes |= {f"/print{third}": story(third)}  # its article is not there
    with serving({"/robots.txt": "", **routes}) as web:
        web.routes["/sitemap.xml"] = sitemap([f"/print{first}", first, f"{second}amp/", f"/print{third}"])
        words = ("crawl", profile(web, tmp_path), "--output", tmp_path / "out", *LOOPBACK)

        ended = newskeep(*words)
        again = newskeep(*words)

        assert (ended.code, again.code) == (0, 0), ended.stderr
        found = sorted(str(record["url"]).removeprefix(web.url) for record in records(tmp_path / "out"))
        assert found == [first, second, f"/print{third}"]
        assert rejects(tmp_path / "out") == {}
        assert "nothing new" in again.stdout
