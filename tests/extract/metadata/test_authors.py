import pytest

from crawler.profiles.model import MetadataSelectors, SiteProfile
from tests.extract.metadata.pages import metadata_of, with_jsonld

HEADING = "<h1>Ferries return to the old harbour</h1>"


def article(author: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Ferries return to the old harbour", "author": author}


def test_jsonld_gives_several_people_in_order() -> None:
    people = [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Hansen"}]

    found = metadata_of(with_jsonld(article(people)))

    assert found.authors == ("Ann Lee", "Bo Hansen")
    assert found.readers["authors"] == "jsonld"


def test_an_organisation_in_jsonld_yields_to_the_byline() -> None:
    page = with_jsonld(
        article({"@type": "Organization", "name": "Coast Wire"}), f'{HEADING}<p class="byline">By Ann Lee</p>'
    )

    assert metadata_of(page).authors == ("Ann Lee",)


def test_a_first_name_in_jsonld_is_completed_by_the_byline() -> None:
    page = with_jsonld(article({"name": "Ann"}), f'{HEADING}<a href="/author/ann">Ann Lee</a>')

    assert metadata_of(page).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">By <a href="/author/ann-lee/">Ann Lee</a> in <a href="/category/x">Ports</a></p>',
        '<span class="author vcard"><a class="url fn n" href="/author/ann-lee/">Ann Lee</a></span>',
        '<div class="wp-block-post-author-name">Ann Lee</div>',
        '<div><span>By</span><a href="/people/ann-lee">Ann Lee</a></div>',
        "<div>Von <strong>Ann Lee</strong></div>",
        '<a rel="author" href="/x">Ann Lee</a>',
        '<p><span itemprop="author">Ann Lee</span></p>',
        "<p>04.03.2025 13:30 von Ann Lee</p>",
    ],
)
def test_a_visible_byline_is_read(byline: str) -> None:
    found = metadata_of(f"<body>{HEADING}{byline}<p>Text of the story.</p></body>")

    assert found.authors == ("Ann Lee",)
    assert found.readers["authors"] == "byline"


@pytest.mark.parametrize(
    "junk",
    [
        '<p class="author"><a href="/author/new">Add New</a></p>',
        '<p class="author-box"><a href="/author/all">View all posts</a></p>',
        '<ol class="comments"><li><cite class="fn comment-author">Carl Crow</cite></li></ol>',
        '<figure><img src="x.jpg"><figcaption>By Carl Crow</figcaption></figure>',
        "<p>By June 2016 most of the work was done, and nobody spoke of it any more in the town.</p>",
        '<p class="byline">By Staff</p>',
        '<p class="byline">admin</p>',
        '<p class="byline">desk@harbour-post.example</p>',
        '<meta name="author" content="Harbour Post"><meta property="og:site_name" content="Harbour Post">',
        '<meta name="author" content="Germany">',
        '<meta property="article:author" content="https://www.facebook.com/harbourpost">',
    ],
)
def test_a_page_without_a_named_author_has_none(junk: str) -> None:
    assert metadata_of(f"<body>{HEADING}{junk}<p>Text of the story.</p></body>").authors == ()


def test_the_sites_name_in_jsonld_is_no_author_but_in_a_byline_it_is() -> None:
    site = {"@type": "Organization", "name": "Harbour Post"}
    silent = with_jsonld({**article(site), "publisher": site})
    said = with_jsonld({**article(site), "publisher": site}, f'{HEADING}<p class="byline">By Harbour Post</p>')

    assert metadata_of(silent).authors == ()
    assert metadata_of(said).authors == ("Harbour Post",)


def test_an_agency_is_named_when_nobody_else_is() -> None:
    assert metadata_of(f'{HEADING}<p class="byline">Reuters</p>').authors == ("Reuters",)


def test_an_unmarked_line_names_an_agency_or_the_site_but_nothing_else() -> None:
    signed = "<p><i>Reporting by The Associated Press.</i></p>"

    assert metadata_of(HEADING + signed).authors == ("The Associated Press",)
    assert metadata_of(f"{HEADING}<p>Par Harbour-Post</p>").authors == ("Harbour-Post",)
    assert metadata_of(f"{HEADING}<p>By default, no crane moves.</p>").authors == ()


def test_a_byline_that_names_more_people_completes_jsonld() -> None:
    page = with_jsonld(
        article({"name": "Ann Lee"}),
        f'{HEADING}<p class="byline">By <b class="byline-name">Ann Lee</b> and Bo Hansen</p>',
    )

    found = metadata_of(page)

    assert found.authors == ("Ann Lee", "Bo Hansen")
    assert found.readers["authors"] == "byline"


def test_the_parts_of_one_byline_are_read_together() -> None:
    names = ("ann-lee", "Ann Lee"), ("bo-hansen", "Bo Hansen")
    parts = "".join(f'<span class="byline-author"><a href="/profile/{key}/">{name}</a></span>' for key, name in names)

    assert metadata_of(f'{HEADING}<p class="news-byline">{parts}</p>').authors == ("Ann Lee", "Bo Hansen")


def test_a_byline_of_another_article_completes_nothing() -> None:
    teaser = '<p class="author">Ann Lee, Bo Hansen, Carl Crow</p>'
    page = with_jsonld(article({"name": "Ann Lee"}), f'{HEADING}<p class="author">Ann Lee</p><div>{teaser}</div>')

    assert metadata_of(page).authors == ("Ann Lee",)


def test_a_link_to_a_social_network_names_nobody() -> None:
    links = '<a href="https://www.flickr.com/people/carl/">Carl Crow</a>'

    assert metadata_of(f"{HEADING}<div>{links}</div><p>Text of the story.</p>").authors == ()


def test_a_byline_beats_a_meta_author_that_differs() -> None:
    page = f'<meta name="author" content="Carl Crow">{HEADING}<p class="byline">By Ann Lee</p>'

    assert metadata_of(page).authors == ("Ann Lee",)


def test_teasers_of_other_authors_far_from_the_heading_name_nobody() -> None:
    teasers = "".join(
        f'<p>{name} wrote <a rel="author" href="/author/{name}">{name} Crow</a></p>' for name in ("Carl", "Dora")
    )

    assert metadata_of(f"{HEADING}{'<p>Text.</p>' * 100}<aside>{teasers}</aside>").authors == ()


def test_the_profiles_selector_comes_first() -> None:
    profile = SiteProfile(name="post", lineage=("post",), metadata=MetadataSelectors(authors=(".signed",)))

    found = metadata_of(
        f'<meta name="parsely-author" content="Carl Crow">{HEADING}<i class="signed">Ann Lee</i>', profile=profile
    )

    assert found.authors == ("Ann Lee",)
    assert found.readers["authors"] == "profile"
