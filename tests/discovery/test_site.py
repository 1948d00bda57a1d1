import pytest

from crawler.dates import Window
from crawler.discovery.wordpress import posts_source
from tests.discovery.site_of import SITE, read, sources

API = posts_source(f"{SITE}/wp-json/", Window()).url.removeprefix(SITE)


def page(head: str, body: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_feeds_are_announced_by_the_page_and_feeds_of_comments_are_not_wanted() -> None:
    head = """<link rel="alternate" type="application/rss+xml" title="Daily" href="/feed/">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
    <link rel="alternate" type="application/rss+xml" href="/?feed=comments-rss2">
    <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="/atom.xml">
    <link rel="alternate" type="application/rss+xml" href="/feed/">
    <link rel="alternate" type="application/json+oembed" href="/oembed">
    <link rel="alternate" hreflang="tr" href="/tr/">
    <link rel="alternate" type="application/rss+xml" href="https://other.example/feed/">"""

    reading = read("site", page(head), path="/")

    assert sources(reading) == [("feed", "/feed/"), ("feed", "/atom.xml"), ("links", "/")]
    assert reading.profile is None


@pytest.mark.parametrize(
    ("head", "headers"),
    [
        ('<link rel="https://api.w.org/" href="/wp-json/">', ()),
        ("", (("link", f'<{SITE}/wp-json/>; rel="https://api.w.org/"'),)),
        (
            "",
            (
                ("link", f'<{SITE}/style.css>; rel=preload, <{SITE}/wp-json/>; rel="https://api.w.org/"'),
                ("link", "<x>; rel=y"),
            ),
        ),
    ],
)
def test_an_announced_wordpress_api_comes_first(head: str, headers: tuple[tuple[str, str], ...]) -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed/">'

    reading = read("site", page(feed + head), path="/", headers=headers)

    assert sources(reading) == [("wordpress", API), ("feed", "/feed/"), ("links", "/")]
    assert reading.profile == "wordpress"


def test_an_api_on_another_host_is_not_asked() -> None:
    reading = read("site", page('<link rel="https://api.w.org/" href="https://other.example/wp-json/">'), path="/")

    assert sources(reading) == [("links", "/")]


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="generator" content="WordPress 6.7">',
        '<link rel="stylesheet" href="/wp-content/themes/x/style.css">',
        '<script src="https://cdn.example/wp-includes/js/jquery.js"></script>',
    ],
)
def test_a_wordpress_that_announces_no_api_still_calls_for_the_profile(head: str) -> None:
    reading = read("site", page(head), path="/")

    assert (reading.profile, sources(reading)) == ("wordpress", [("links", "/")])


def test_a_page_that_speaks_of_wordpress_is_none() -> None:
    body = '<a href="/wp-content/uploads/report">Report</a> WordPress <img src="https://blog.example/wp-content/uploads/a.jpg">'

    assert read("site", page('<meta name="description" content="WordPress">', body), path="/").profile is None


def test_the_page_itself_and_its_sections_come_last_as_the_last_resort() -> None:
    body = '<a href="/world/">World</a><a href="/harbour-reopens-after-storm/">Harbour reopens</a>'

    reading = read("site", page('<link rel="alternate" type="application/rss+xml" href="/feed/">', body), path="/")

    assert sources(reading) == [("feed", "/feed/"), ("links", "/"), ("links", "/world/")]
    assert reading.found == ()
