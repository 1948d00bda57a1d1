import pytest

from crawler.profiles.model import SiteProfile
from tests.extract.metadata.pages import metadata_of, with_jsonld

HEADING = "<h1>Ferries return to the old harbour</h1>"
LONDON = SiteProfile(name="post", lineage=("post",), timezone="Europe/London")


def published(content: str) -> str:
    return f'<meta property="article:published_time" content="{content}">{HEADING}'


def test_a_stamp_keeps_hours_minutes_and_offset_as_the_page_gave_them() -> None:
    found = metadata_of(published("2020-08-18T10:42:00+01:00"))

    assert found.date_published == "2020-08-18T10:42:00+01:00"
    assert found.date_published_raw == "2020-08-18T10:42:00+01:00"
    assert found.readers["date_published"] == "og"


def test_a_naive_time_takes_the_sites_zone_and_is_a_day_without_one() -> None:
    page = published("2020-08-18 10:42:00")

    assert metadata_of(page, profile=LONDON).date_published == "2020-08-18T10:42:00+01:00"
    assert metadata_of(page).date_published == "2020-08-18"


@pytest.mark.parametrize(
    "path",
    [
        "/20200818-ferries-return/",
        "/2020/08/18/ferries",
        "/2020-08-18-ferries",
        "/news/18-08-2020",
        "/2020/aug/18/ferries",
    ],
)
def test_the_urls_day_is_read(path: str) -> None:
    found = metadata_of(HEADING, url=f"https://example.org{path}")

    assert (found.date_published, found.readers["date_published"]) == ("2020-08-18", "url")


def test_numbers_in_an_url_are_no_day() -> None:
    assert metadata_of(HEADING, url="https://example.org/story-20201399-12345678/2020/99/1").date_published is None


def test_the_shown_day_wins_over_a_stamp_in_utc_that_is_one_day_off() -> None:
    page = f'{published("2020-08-19T02:10:00Z")}<time class="entry-date">August 18, 2020</time>'

    assert metadata_of(page).date_published == "2020-08-18"


def test_the_moment_is_kept_where_the_sites_zone_explains_the_shown_day() -> None:
    page = f'{published("2020-08-18T23:30:00Z")}<time class="entry-date">August 19, 2020</time>'

    assert metadata_of(page, profile=LONDON).date_published == "2020-08-18T23:30:00+00:00"


def test_a_noon_stamp_is_not_moved_to_the_day_before() -> None:
    page = f'{published("2020-08-18T12:30:00Z")}<span class="date">17.08.2020</span>'

    assert metadata_of(page).date_published == "2020-08-18T12:30:00+00:00"


def test_publication_and_change_are_told_apart() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "Ferries return to the old harbour",
        "datePublished": "2020-08-18T10:00:00+03:00",
        "dateModified": "2020-09-01T08:00:00+03:00",
    }
    shown = '<p class="date">Updated: September 1, 2020</p>'

    found = metadata_of(with_jsonld(node, HEADING + shown))

    assert found.date_published == "2020-08-18T10:00:00+03:00"
    assert found.date_modified == "2020-09-01T08:00:00+03:00"


def test_a_change_before_the_publication_keeps_its_words_only() -> None:
    found = metadata_of('<meta property="article:modified_time" content="2019-01-01">' + published("2020-08-18"))

    assert (found.date_modified, found.date_modified_raw) == (None, "2019-01-01")


@pytest.mark.parametrize(
    "shown",
    [
        '<time class="entry-date published" datetime="2020-08-18T10:42:00+00:00">yesterday</time>',
        '<div class="wp-block-post-date"><time datetime="2020-08-18T10:42:00+00:00">18.8.2020</time></div>',
    ],
)
def test_a_time_element_is_read(shown: str) -> None:
    assert metadata_of(HEADING + shown).date_published == "2020-08-18T10:42:00+00:00"


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="posted-on">Posted on August 18, 2020</p>',
        "<p>Oslo, 18 August 2020</p>",
        '<p class="meta">18/08/2020 | News</p>',
    ],
)
def test_a_visible_day_near_the_heading_is_read(shown: str) -> None:
    found = metadata_of(HEADING + shown)

    assert (found.date_published, found.readers["date_published"]) == ("2020-08-18", "visible")


@pytest.mark.parametrize("stamp", ["1970-01-01T00:00:00Z", "2031-01-01", "0001-01-01T00:00:00Z", "soon", "2020-13-40"])
def test_an_impossible_stamp_is_none(stamp: str) -> None:
    assert metadata_of(published(stamp)).date_published is None
