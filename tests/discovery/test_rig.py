"""The rig's web, read from its files: every way into a site leads to all of its articles."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.dates import Window
from crawler.discovery.reading import read_source
from crawler.discovery.sitemap_names import sitemaps_from
from crawler.items import Page, Source
from crawler.profiles.model import SiteProfile, UrlRule

ARTICLES = 250  # every category has more than one page of 20
FEED_ARTICLES = 50
LIST = UrlRule("list", r"^/(?:category|tag|about)/|^/$", "http://127.0.0.71/tag/x/", "http://127.0.0.71/tags-x/")


class Web:
    """One site of the rig on disk."""

    def __init__(self, folder: Path) -> None:
        [site] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["sites"]
        self.base: str = site["base"]
        self.root = folder / "www" / site["host"]
        self.articles = {f"{self.base}/{path.name.removesuffix('.html.gz')}/" for path in self.root.glob("2*.html.gz")}
        self.profile = SiteProfile("rig", ("rig", "generic"), domains=(site["host"],), refuse=(LIST,))

    def page(self, url: str) -> Page | None:
        """The answer of the site, or None where it has none."""
        path = url.removeprefix(self.base).partition("?")[0].strip("/")
        for name in (f"{path}.gz", f"{path}.html.gz", f"{path}/index.html.gz".lstrip("/")):
            if (self.root / name).is_file():
                headers = (("content-encoding", "gzip"),)
                return Page(url, url, 200, headers, (self.root / name).read_bytes(), datetime(2026, 11, 24, tzinfo=UTC))
        return None

    def walk(self, *sources: Source) -> set[str]:
        """What all sources below `sources` find; a listing ends where nothing is new."""
        waiting, seen, found = list(sources), set(sources), set[str]()
        while waiting:
            source = waiting.pop(0)
            page = self.page(source.url)
            if page is None:
                continue
            reading = read_source(source, page, self.profile, Window())
            new = {article.url for article in reading.found} - found
            found |= new
            if new or source.kind != "listing":
                waiting += [further for further in reading.further if further not in seen]
                seen.update(reading.further)
        return found


@pytest.fixture(scope="session")
def web(rig: Path, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """A site of synthetic pages."""
    folder = tmp_path_factory.mktemp("web")
    options = ["--sites", "1", "--articles", str(ARTICLES), "--html", "none", "--first", "71", "--workers", "1"]
    subprocess.run([sys.executable, rig / "newsweb.py", folder, *options], check=True, capture_output=True)
    return Web(folder)


def test_the_sitemaps_that_robots_names_hold_all_articles_and_nothing_else(web: Web) -> None:
    robots = [f"{web.base}/sitemap_index.xml"]

    assert web.walk(*sitemaps_from(robots, web.base)) == web.articles
    assert len(web.articles) == ARTICLES


def test_the_places_where_sitemaps_usually_stand_do_as_well(web: Web) -> None:
    assert web.walk(*sitemaps_from([], web.base)) == web.articles


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_a_feed_holds_the_newest(web: Web, path: str) -> None:
    found = web.walk(Source("feed", web.base + path))

    assert len(found) == FEED_ARTICLES
    assert found < web.articles


def test_the_home_page_alone_leads_to_all_of_them(web: Web) -> None:
    assert web.walk(Source("site", f"{web.base}/")) == web.articles


def test_listings_are_followed_to_their_end(web: Web) -> None:
    tags = [
        Source("listing", f"{web.base}/tag/{path.name.removesuffix('.html.gz')}/") for path in web.root.glob("tag/*.gz")
    ]

    assert web.walk(*tags) == web.articles
