import importlib.util
from pathlib import Path

import pytest

from crawler.extract.kinds import FEW_WORDS, TEASERS
from tests.extract.pages import PARAGRAPHS, URL, article_of, rejected_of, story

HOME = "https://daily.example/"
TITLES = (
    "Harbour reopens after the storm", "Two cranes fall into the sea", "Ministry reads the letter of the town",
    "Fishermen wait on the pier since five", "The wall will be a metre higher", "School closes for want of heating",
    "Baker sells his last loaf at noon",
)  # fmt: skip


def teasers(number: int = 7, excerpt: str = PARAGRAPHS[1]) -> str:
    return "".join(
        f'<article class="post"><h2 class="entry-title"><a href="/{n}/">{title}</a></h2><p>{excerpt}</p></article>'
        for n, title in enumerate(TITLES[:number])
    )


def page(content: str, *, title: str = "The Daily Example", body_class: str = "", head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body class="{body_class}">'
        f'<nav><a href="/">Home</a></nav><main>{content}</main><footer><p>Pier 3</p></footer></body></html>'
    )


@pytest.mark.parametrize(
    ("body_class", "reason"),
    [
        ("home blog wp-theme", "home_page"),
        ("archive category category-world", "listing"),
        ("archive tag tag-harbour", "listing"),
        ("archive author author-jane", "listing"),
        ("archive date", "listing"),
        ("search search-results", "listing"),
        ("search search-no-results", "listing"),
        ("error404", "soft_404"),
        ("attachment attachment-template-default single single-attachment attachmentid-9", "attachment"),
    ],
)
def test_wordpress_says_in_its_body_classes_what_a_page_is(body_class: str, reason: str) -> None:
    rejected = rejected_of(page(teasers(), body_class=body_class), url=URL, profile="wordpress")

    assert rejected.reason == reason


def test_a_post_of_wordpress_is_an_article_whatever_its_other_classes() -> None:
    html = story(body_class="post-template-default single single-post postid-7 category-world has-sidebar home-layout")

    assert article_of(html, profile="wordpress").text == "\n\n".join(PARAGRAPHS)


def test_a_static_page_of_a_known_wordpress_is_no_article() -> None:
    html = story(body_class="page-template-default page page-id-2")

    assert rejected_of(html, profile="wordpress").reason == "static_page"


def test_a_class_named_page_means_nothing_where_wordpress_is_not_known() -> None:
    assert article_of(story(body_class="page")).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "home_page"),
        ("category/world/", "listing"),
        ("world/page/2/", "listing"),
        ("latest-from-the-coast", "listing"),
    ],
)
def test_a_list_of_teasers_is_no_article_on_any_site(path: str, reason: str) -> None:
    assert rejected_of(page(teasers()), url=HOME + path).reason == reason


def test_teasers_below_a_story_do_not_make_it_a_list() -> None:
    html = story(body_class="", after=f"<section>{teasers()}</section>")

    assert article_of(html).text.startswith("\n\n".join(PARAGRAPHS))


def test_a_story_with_as_many_linked_headings_as_a_list_is_one_by_its_declared_type() -> None:
    head = '<meta property="og:type" content="article">'
    html = page(f"<article><h1>Seven stories of the year</h1>{teasers()}</article>", head=head)

    assert article_of(html).word_count > TEASERS * 20


@pytest.mark.parametrize(
    "path",
    ["about/", "about-us", "en/contact", "privacy-policy/", "about/team.html", "impressum", "über-uns", "من-نحن"],
)
def test_pages_about_the_site_are_told_by_their_address(path: str) -> None:
    assert rejected_of(story(body_class=""), url=HOME + path).reason == "static_page"


@pytest.mark.parametrize("path", ["about-face-in-the-cabinet/", "contact-lost-with-ferry", "team-of-the-year-2024/"])
def test_a_story_whose_address_begins_like_such_a_page_stays(path: str) -> None:
    assert article_of(story(body_class=""), url=HOME + path).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "content", "reason"),
    [
        ("Page not found – The Daily Example", "<h1>Nothing here</h1><p>Try the search, please.</p>", "soft_404"),
        ("The Daily Example", "<h1>Sayfa bulunamadı</h1><p>Aradığınız sayfa yok.</p>", "soft_404"),
        ("Just a moment...", "<p>Checking if the site connection is secure</p>", "challenge"),
        ("Log In ‹ The Daily Example", '<form><label>Name</label><input type="password"></form>', "login_wall"),
        ("Your consent, please", "<p>We and our 800 partners store cookies on your device.</p>", "consent_wall"),
        ("In pictures", '<figure><img src="/1.jpg"></figure><figure><img src="/2.jpg"></figure>', "gallery"),
        ("Harbour", "<h1>Harbour</h1><p>Soon.</p>", "too_short"),
    ],
)  # fmt: skip
def test_walls_and_empty_pages_have_each_their_reason(title: str, content: str, reason: str) -> None:
    assert rejected_of(page(content, title=title)).reason == reason


def test_a_story_about_a_missing_page_or_a_log_in_is_a_story() -> None:
    html = story(body_class="").replace("Harbour reopens after the storm", "Page not found: the missing harbour log")

    assert article_of(html).title == "Page not found: the missing harbour log"


def test_a_flash_of_one_sentence_is_an_article_and_fewer_words_are_none() -> None:
    sentence = "The harbour of the old town has opened again, its master said."
    flash = page(f"<article><h1>Flash</h1><p>{sentence}</p></article>")
    stub = page("<article><h1>Flash</h1><p>The harbour of the old town has opened again.</p></article>")

    assert article_of(flash).word_count == FEW_WORDS
    assert rejected_of(stub).reason == "too_short"


def test_a_password_form_is_asked_for_first() -> None:
    form = '<form class="post-password-form"><p>This content is password protected.</p><input type="password"></form>'

    assert rejected_of(story(form)).reason == "password_protected"


@pytest.mark.parametrize(("status", "reason"), [(404, "http_4xx"), (410, "http_4xx"), (503, "http_5xx")])
def test_an_error_status_is_no_article(status: int, reason: str) -> None:
    assert rejected_of(story(), status=status).reason == reason


@pytest.mark.parametrize(
    ("content_type", "body", "reason"),
    [
        ("application/pdf", b"%PDF-1.7", "not_html"),
        ("text/html", b"%PDF-1.7 ...", "not_html"),
        ("image/jpeg", b"\xff\xd8\xff", "not_html"),
        ("application/json", b'{"a": "<p>"}', "not_html"),
        ("text/xml", b"<rss version='2.0'><channel></channel></rss>", "not_html"),
        ("text/html", b"<?xml version='1.0'?><urlset></urlset>", "not_html"),
        ("text/plain", b"just words, no markup", "not_html"),
        ("text/html", b"  \n ", "empty"),
    ],
)
def test_what_is_no_page_of_html_is_no_article(content_type: str, body: bytes, reason: str) -> None:
    rejected = rejected_of(body, headers=(("content-type", content_type),))

    assert rejected.reason == reason


def test_the_lists_and_pages_of_the_load_rig_are_no_articles(rig: Path) -> None:
    spec = importlib.util.spec_from_file_location("newsweb", rig / "newsweb.py")
    assert spec is not None
    assert spec.loader is not None
    newsweb = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(newsweb)
    site = newsweb.Site(0, "127.0.0.11", "http://127.0.0.11", 60, [("x", ["x"])])
    about = "<html><title>contact</title><body><p>About us.</p></body></html>"

    reasons = [
        rejected_of(newsweb.listing(site, "Site 0", "/", range(40), 1, 1), url="http://127.0.0.11/").reason,
        rejected_of(
            newsweb.listing(site, "category: world", "/category/world/", range(20), 1, 3),
            url="http://127.0.0.11/category/world/",
        ).reason,
        rejected_of(
            newsweb.listing(site, "tag: sea", "/tag/sea/", range(5), 3, 3), url="http://127.0.0.11/tag/sea/page/3/"
        ).reason,
        rejected_of(about, url="http://127.0.0.11/about/contact/").reason,
    ]

    assert reasons == ["home_page", "listing", "listing", "static_page"]
