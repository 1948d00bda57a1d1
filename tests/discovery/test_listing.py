from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.dates import Window
from crawler.discovery import listing
from crawler.profiles.model import UrlRule
from tests.discovery.site_of import GENERIC, SITE, WORDPRESS, paths, read, sources


def teaser(path: str, title: str = "Harbour reopens", day: str = "", relation: str = "") -> str:
    time = f'<time datetime="{day}">then</time>' if day else ""
    return f'<li><h3><a href="{path}" rel="{relation}">{title}</a></h3>{time}<p>Words</p></li>'


def page(*teasers: str, head: str = "", foot: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><ul>{''.join(teasers)}</ul>{foot}</body></html>"


STORY = teaser("/harbour-reopens-after-storm/")


def test_a_teaser_gives_address_title_and_day() -> None:
    body = page(
        teaser("/harbour-reopens-after-storm/", "Harbour\n  <b>reopens</b> &amp; how", "2025-03-04T09:10:00+02:00"),
        teaser("/ferries-sail-again-on-monday/", day="2025-03-03"),
    )

    first, second = read("listing", body, path="/world/").found

    assert (first.url, first.via) == (f"{SITE}/harbour-reopens-after-storm/", "listing")
    assert first.title == "Harbour reopens & how"
    assert first.published == datetime(2025, 3, 4, 7, 10, tzinfo=UTC)
    assert second.published == date(2025, 3, 3)


def test_a_date_beside_another_is_nobodys() -> None:
    times = "<time datetime=2025-03-04>x</time><time datetime=2025-03-05>y</time>"
    body = f"<div>{times}<p><a href=/harbour-reopens-after-storm/>a</a></p></div>"

    assert [found.published for found in read("listing", body).found] == [None]


def test_links_to_one_article_are_one_with_the_headline_as_its_title() -> None:
    body = page(
        '<a href="/harbour-reopens-after-storm/"><img src="x.jpg" alt="A crane in the morning light over the bay"></a>'
        '<h2><a href="https://www.daily.example/harbour-reopens-after-storm/?utm_source=home">Harbour reopens</a></h2>'
        '<a href="/harbour-reopens-after-storm/#comments">12</a>'
    )

    [found] = read("listing", body).found
    assert found.title == "Harbour reopens"


@pytest.mark.parametrize(
    "link",
    [
        '<h2><a href="/harbour/">Harbour reopens today</a></h2>',
        '<a href="/harbour/"><h3>Harbour reopens today</h3></a>',
        '<a href="/harbour/" rel="bookmark">Harbour</a>',
        '<article><div><h2><a href="/harbour/">Harbour</a></h2></div></article>',
        '<li class="wp-block-post post-12 type-post"><h2><a href="/harbour/">Harbour</a></h2></li>',
        '<a href="/harbour/">Harbour reopens after the long storm</a>',
    ],
)
def test_a_headline_is_a_sign_where_the_address_is_none(link: str) -> None:
    assert paths(read("listing", link)) == ["/harbour/"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/harbour/">Harbour</a>',
        '<h2><a href="/harbour/">All news</a></h2>',
        '<article><p><a href="/harbour/">Harbour</a></p></article>',
        '<a href="/tag/harbour/" rel="bookmark">Harbour reopens after the long storm</a>',
        '<a href="https://other.example/harbour-reopens-after-storm/">x</a>',
        '<a href="mailto:harbour-reopens-after-storm@daily.example">x</a>',
        '<a href="javascript:harbour-reopens-after-storm">x</a>',
        '<a href="#harbour-reopens-after-storm">x</a>',
        '<a href="https://user:x@daily.example/harbour-reopens-after-storm/">x</a>',
        '<a href="http://[::1/harbour-reopens-after-storm">x</a>',
    ],
)
def test_other_links_are_no_articles(link: str) -> None:
    assert paths(read("listing", link)) == []


def test_the_accept_rules_of_a_profile_are_all_that_counts() -> None:
    rule = UrlRule("dated", r"^/\d{8}-", f"{SITE}/20250304-a/", f"{SITE}/a/")
    body = page(teaser("/20250304-a/"), teaser("/harbour-reopens-after-storm/", "Harbour reopens after the long storm"))

    assert paths(read("listing", body, profile=replace(GENERIC, accept=(rule,)))) == ["/20250304-a/"]


def test_relative_links_hang_on_the_base_of_the_page_unless_that_is_elsewhere() -> None:
    link = '<a href="harbour-reopens-after-storm/">x</a>'

    assert paths(read("listing", f'<base href="/en/">{link}', path="/world/")) == ["/en/harbour-reopens-after-storm/"]
    assert paths(read("listing", f'<base href="https://other.example/">{link}', path="/world/")) == [
        "/world/harbour-reopens-after-storm/"
    ]


@pytest.mark.parametrize(
    ("here", "extra", "there"),
    [
        ("/world/", '<link rel="next" href="/world/older">', "/world/older"),
        ("/world/", '<a rel="nofollow next" href="?from=20">Older</a>', "/world/?from=20"),
        ("/world/", '<a class="next page-numbers" href="/world/page/2/">→</a>', "/world/page/2/"),
        ("/world/", '<a href="/world/page/2/">2</a><a href="/world/page/9/">9</a>', "/world/page/2/"),
        ("/world/page/4/", '<a href="/world/page/3/">3</a><a href="/world/page/5">5</a>', "/world/page/5"),
        ("/world/", '<a href="/world/?page=2">2</a>', "/world/?page=2"),
        ("/?cat=3&paged=2", '<a href="/?cat=3&amp;paged=3">3</a>', "/?cat=3&paged=3"),
    ],
)
def test_the_next_page_is_found_by_relation_style_or_number(here: str, extra: str, there: str) -> None:
    reading = read("listing", page(STORY, foot=extra), path=here, depth=4)

    assert sources(reading) == [("listing", there)]
    assert reading.further[0].depth == 5


@pytest.mark.parametrize(
    "extra",
    [
        "",
        '<a href="/world/page/3/">3</a>',
        '<link rel="next" href="/world/">',
        '<link rel="next" href="https://other.example/2">',
    ],
)
def test_there_is_no_next_page_without_a_link_to_one(extra: str) -> None:
    assert sources(read("listing", page(STORY, foot=extra), path="/world/")) == []


def test_a_wordpress_listing_that_loads_more_by_script_is_paged_by_number() -> None:
    assert sources(read("listing", page(STORY), path="/world/", profile=WORDPRESS)) == [("listing", "/world/page/2/")]
    assert sources(read("listing", page(STORY), path="/world/page/2/", profile=WORDPRESS)) == [
        ("listing", "/world/page/3/")
    ]
    assert sources(read("listing", page(STORY), path="/?cat=3", profile=WORDPRESS)) == [("listing", "/?cat=3&paged=2")]
    assert sources(read("listing", page(), path="/world/page/3/", profile=WORDPRESS)) == []


def test_nothing_follows_a_page_that_lies_before_the_window() -> None:
    foot = '<link rel="next" href="/world/page/2/">'
    old = page(
        teaser("/harbour-reopens-after-storm/", day="2025-01-04"), teaser("/undated-words-of-the-day/"), foot=foot
    )
    mixed = page(
        teaser("/harbour-reopens-after-storm/", day="2025-01-04"),
        teaser("/ferries-sail-again-soon/", day="2025-03-04"),
        foot=foot,
    )
    window = Window(since=date(2025, 3, 1))

    assert sources(read("listing", old, window=window)) == []
    assert len(read("listing", mixed, window=window).further) == 1
    assert paths(read("listing", mixed, window=window)) == ["/ferries-sail-again-soon/"]


def test_a_calendar_without_end_ends() -> None:
    body = page(STORY, foot='<link rel="next" href="/world/page/2/">')

    assert read("listing", body, depth=listing.MAX_PAGES - 1).further
    assert not read("listing", body, depth=listing.MAX_PAGES).further
