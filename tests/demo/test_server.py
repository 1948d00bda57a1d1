"""The demo site as a client sees it, over HTTP."""

import gzip
import json
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from crawler.demo.newspaper import BASE, read_newspaper
from crawler.demo.server import DemoSite
from crawler.demo.site_pages import SitePages

ARTICLE = "/20261103-two-port-towns-sign-ferry-agreement/"


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as site:
        yield site


def ask(site: DemoSite, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(site.base).netloc, timeout=10)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def test_a_page_is_gzipped_for_those_who_accept_it(site: DemoSite) -> None:
    status, headers, body = ask(site, ARTICLE, Accept_Encoding="gzip, br")
    _, plain_headers, plain = ask(site, ARTICLE)

    assert status == 200
    assert headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain_headers
    assert gzip.decompress(body) == plain


def test_an_etag_that_is_known_gives_a_304_without_body(site: DemoSite) -> None:
    _, headers, _ = ask(site, ARTICLE)

    status, _, body = ask(site, ARTICLE, If_None_Match=headers["ETag"])
    changed, _, _ = ask(site, ARTICLE, If_None_Match='"something else"')

    assert (status, body) == (304, b"")
    assert changed == 200


def test_a_page_not_modified_since_gives_a_304(site: DemoSite) -> None:
    _, headers, _ = ask(site, ARTICLE)

    same, _, _ = ask(site, ARTICLE, If_Modified_Since=headers["Last-Modified"])
    older, _, _ = ask(site, ARTICLE, If_Modified_Since="Sat, 01 Jan 2022 00:00:00 GMT")
    senseless, _, _ = ask(site, ARTICLE, If_Modified_Since="yesterday")

    assert (same, older, senseless) == (304, 200, 200)


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/20261105-island-school-opens-with-five-pupils/", 301, "/20261106-island-school-opens-with-six-pupils/"),
        ("/20261021-old-lighthouse-gets-a-new-lamp", 301, "/20261021-old-lighthouse-gets-a-new-lamp/"),
        ("/?p=1103", 301, ARTICLE),
        ("/wp-sitemap.xml", 301, "/sitemap_index.xml"),
    ],
)
def test_a_moved_page_sends_the_reader_on(site: DemoSite, path: str, status: int, location: str) -> None:
    answered, headers, _ = ask(site, path)

    assert (answered, headers["Location"]) == (status, site.base + location)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing-here/", 404),
        ("/20261020-the-long-road-of-a-short-river/4/", 404),
        ("/wp-json/wp/v2/nothing", 404),
        ("/20261008-a-story-that-was-withdrawn/", 410),
        ("/20261011-what-we-know-about-the-pier/", 200),
    ],
)
def test_what_is_not_there_is_answered_with_the_themed_page(site: DemoSite, path: str, status: int) -> None:
    answered, _, body = ask(site, path)

    assert answered == status
    assert b"Page not found" in body


def test_an_address_may_be_escaped_in_either_case(site: DemoSite) -> None:
    upper, _, first = ask(site, "/20261026-%D8%B7%D8%B1%D9%8A%D9%82-%D8%A7%D9%84%D8%A8%D8%AD%D8%B1/")
    lower, _, second = ask(site, "/20261026-%d8%b7%d8%b1%d9%8a%d9%82-%d8%a7%d9%84%d8%a8%d8%ad%d8%b1/")

    assert (upper, lower) == (200, 200)
    assert first == second


def test_the_rest_interface_gives_posts_page_by_page_and_refuses_what_lies_beyond(site: DemoSite) -> None:
    _, headers, body = ask(site, "/wp-json/wp/v2/posts?per_page=10&page=3")
    pages = int(headers["X-WP-TotalPages"])
    beyond, _, answer = ask(site, f"/wp-json/wp/v2/posts?per_page=10&page={pages + 1}")
    _, some, _ = ask(site, "/wp-json/wp/v2/posts?after=2026-11-01T00:00:00&before=2026-11-04T00:00:00")

    assert pages == 3
    assert json.loads(body)[-1]["link"] == f"{site.base}/20250918-a-year-of-the-new-market/"
    assert (beyond, json.loads(answer)["code"]) == (400, "rest_post_invalid_page_number")
    assert some["X-WP-Total"] == "3"


def test_no_page_shows_the_placeholder_of_its_address_or_of_its_template() -> None:
    pages = SitePages(read_newspaper())

    for path, document in pages.documents.items():
        body = document.at("http://127.0.0.1:8000").decode()

        assert "demo.invalid" not in body.replace("letters@demo.invalid", "").replace("newsroom@demo.invalid", ""), path
        assert "$" not in body, path


def test_the_protected_text_is_on_no_page() -> None:
    pages = SitePages(read_newspaper())

    shown = [path for path, document in pages.documents.items() if b"stands behind a password" in document.body]

    assert shown == []


def test_every_address_in_a_sitemap_is_answered() -> None:
    pages = SitePages(read_newspaper())
    sitemaps = [document.body.decode() for path, document in pages.documents.items() if path.endswith("sitemap.xml")]

    listed = [part.split("</loc>")[0] for text in sitemaps for part in text.split("<loc>")[1:]]

    assert listed
    assert [url for url in listed if url.removeprefix(BASE) not in pages.documents] == []
