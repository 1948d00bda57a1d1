import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import Window
from crawler.discovery.wordpress import newest_edits, posts_source
from crawler.errors import SourceChanged
from tests.discovery.site_of import SITE, paths, read, sources

FIELDS = "_fields=link,date_gmt,modified_gmt,title"
FIRST = f"/wp-json/wp/v2/posts?per_page=100&page=1&orderby=date&order=desc&{FIELDS}"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["link", "title", "rendered", "date_gmt", "code", "namespaces"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


def post(number: int) -> dict[str, object]:
    return {
        "link": f"{SITE}/?p={number}",
        "date_gmt": "2025-03-04T07:10:00",
        "modified_gmt": "2025-03-05T08:00:00",
        "title": {"rendered": "Harbour &#8220;reopens&#8221; &amp; <em>how</em>"},
    }


def test_a_post_gives_link_title_and_dates_in_utc() -> None:
    [found] = read("wordpress", json.dumps([post(1)]), path=FIRST).found

    assert found.url == f"{SITE}/?p=1"
    assert found.title == "Harbour “reopens” & how"
    assert found.published == datetime(2025, 3, 4, 7, 10, tzinfo=UTC)
    assert found.modified == datetime(2025, 3, 5, 8, 0, tzinfo=UTC)


def test_the_first_page_of_posts_hangs_on_the_root_of_the_api() -> None:
    assert posts_source(f"{SITE}/wp-json/", Window(), depth=2).url == SITE + FIRST
    assert posts_source(f"{SITE}/blog/wp-json", Window()).url.startswith(
        f"{SITE}/blog/wp-json/wp/v2/posts?per_page=100&"
    )


def test_with_plain_permalinks_the_route_is_a_parameter() -> None:
    source = posts_source(f"{SITE}/index.php?rest_route=/&lang=ar", Window())

    assert source.url.startswith(f"{SITE}/index.php?rest_route=/wp/v2/posts&lang=ar&per_page=100&page=1&")


def test_a_list_of_posts_newest_first_has_one_of_edits_beside_it_and_that_has_none() -> None:
    posts = posts_source(f"{SITE}/wp-json/", Window(), depth=2)

    edits = newest_edits(posts)

    assert edits == replace(posts, url=posts.url.replace("orderby=date", "orderby=modified"))
    assert newest_edits(edits) is None
    assert newest_edits(replace(posts, url=posts.url.replace("page=1&", "page=2&"))) is None


def test_the_window_is_asked_for_with_slack_for_the_sites_zone() -> None:
    source = posts_source(f"{SITE}/wp-json/", Window(date(2025, 3, 4), date(2025, 3, 6)))

    assert "&after=2025-03-02T00:00:00&before=2025-03-08T00:00:00&" in source.url


def test_pages_follow_until_the_total_is_reached() -> None:
    posts = json.dumps([post(1)])
    last = FIRST.replace("page=1&", "page=3&")

    reading = read("wordpress", posts, path=FIRST, headers=(("x-wp-totalpages", "3"),))

    assert sources(reading) == [("wordpress", FIRST.replace("&page=1&", "&page=2&"))]
    assert reading.further[0].depth == 1
    assert sources(read("wordpress", posts, path=last, headers=(("x-wp-totalpages", "3"),))) == []


def test_without_a_total_a_full_page_has_a_next_one() -> None:
    full = json.dumps([post(number) for number in range(100)])

    assert len(read("wordpress", full, path=FIRST).further) == 1
    assert read("wordpress", json.dumps([post(1)]), path=FIRST).further == ()
    assert read("wordpress", "[]", path=FIRST, headers=(("x-wp-totalpages", "9"),)).further == ()


def test_the_root_of_the_api_leads_to_the_posts() -> None:
    root = json.dumps({"name": "Daily", "namespaces": ["oembed/1.0", "wp/v2"], "routes": {}})

    assert sources(read("wordpress", root, path="/wp-json/")) == [("wordpress", FIRST)]


def test_a_page_beyond_the_last_is_the_end() -> None:
    body = json.dumps({"code": "rest_post_invalid_page_number", "message": "…", "data": {"status": 400}})

    assert read("wordpress", body, path=FIRST).found == ()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('{"code":"rest_no_route","message":"No route was found"}', "rest_no_route"),
        ('{"code":"rest_forbidden","message":"Sorry","data":{"status":401}}', "rest_forbidden"),
        ("<!DOCTYPE html><html>Login</html>", "no JSON"),
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[" + "1" * 10_000 + "]", "no JSON"),
        ('"posts"', "no list of posts"),
        ("{}", "no list of posts"),
        ('{"namespaces": ["oembed/1.0"]}', "no wp/v2"),
        ('[{"id": 1}]', "without a link"),
        ("[1]", "without a link"),
    ],
)
def test_anything_else_calls_for_a_person(body: str, why: str) -> None:
    with pytest.raises(SourceChanged, match=why):
        read("wordpress", body, path=FIRST)


def test_null_and_zero_dates_are_no_dates() -> None:
    [found] = read(
        "wordpress",
        json.dumps([{"link": f"{SITE}/a", "date_gmt": None, "modified_gmt": "0000-00-00T00:00:00", "title": None}]),
    ).found

    assert (found.published, found.modified, found.title) == (None, None, None)


@given(JSON)
def test_any_json_is_read_or_calls_for_a_person(answer: object) -> None:
    try:
        reading = read("wordpress", json.dumps(answer), path=FIRST)
    except SourceChanged:
        return
    assert paths(reading) == [path for path in paths(reading) if path.startswith("/")]
