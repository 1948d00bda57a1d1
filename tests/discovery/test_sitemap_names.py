import pytest

from crawler.discovery.sitemap_names import holds_no_articles, looks_like_sitemap, sitemaps_from
from tests.discovery.site_of import SITE


@pytest.mark.parametrize(
    "path",
    [
        "/wp-sitemap-posts-page-1.xml",
        "/wp-sitemap-taxonomies-category-1.xml",
        "/wp-sitemap-users-1.xml",
        "/?sitemap=users&paged=1",
        "/?sitemap=posts&sitemap-subtype=page&paged=1",
        "/page-sitemap.xml",
        "/blog/category-sitemap2.xml",
        "/post_tag-sitemap.xml",
        "/author-sitemap-1.xml",
        "/sitemap-tax-category.xml",
        "/sitemap-pt-page-2012-05.xml",
        "/sitemap-misc.xml",
        "/sitemap_tags.xml",
    ],
)
def test_a_sitemap_of_pages_categories_or_people_is_known_by_its_name(path: str) -> None:
    assert holds_no_articles(SITE + path)


@pytest.mark.parametrize(
    "path",
    [
        "/wp-sitemap.xml",
        "/wp-sitemap-posts-post-1.xml",
        "/wp-sitemap-posts-pageant-1.xml",
        "/?sitemap=posts&sitemap-subtype=post&paged=1",
        "/post-sitemap1.xml",
        "/news-sitemap.xml",
        "/homepage-sitemap.xml",
        "/sitemap-page-3.xml",
        "/sitemap-pt-post-2012-05.xml",
        "/sitemaps/category/world.xml",
        "/sitemap.xml?page=2",
    ],
)
def test_any_other_sitemap_may_hold_articles(path: str) -> None:
    assert not holds_no_articles(SITE + path)


def test_sitemaps_among_pages_are_told_from_pages() -> None:
    assert looks_like_sitemap(f"{SITE}/sitemap-2025.xml")
    assert looks_like_sitemap(f"{SITE}/archive/2025.xml.gz")
    assert not looks_like_sitemap(f"{SITE}/2025/how-a-sitemap.html")
    assert not looks_like_sitemap(f"{SITE}/sitemap/")


def test_robots_names_the_sitemaps() -> None:
    named = [
        f" {SITE}/news.xml ",
        "/own.xml",
        f"{SITE}/page-sitemap.xml",
        "https://files.example/daily.xml",
        f"{SITE}/news.xml",
        "mailto:x",
        "http://[::1",
    ]

    urls = [source.url for source in sitemaps_from(named, SITE)]

    assert urls == [f"{SITE}/news.xml", f"{SITE}/own.xml", "https://files.example/daily.xml"]


def test_without_a_word_in_robots_the_usual_places_are_tried() -> None:
    sources = sitemaps_from([], SITE)

    assert [source.url.removeprefix(SITE) for source in sources] == [
        "/sitemap_index.xml",
        "/sitemap.xml",
        "/wp-sitemap.xml",
        "/news-sitemap.xml",
    ]
    assert {source.kind for source in sources} == {"sitemap"}
