import json

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.metadata import read_metadata
from crawler.items import Image
from crawler.profiles.model import SiteProfile
from tests.extract.metadata.pages import GENERIC, metadata_of, page_at, with_jsonld

PIECES = [
    "<h1>", "</h1>", "<h2 class='entry-title'>", "<a rel='author' href='/author/x'>", "</a>", "<svg>", "<html lang='",
    "<time datetime='2020-01-01T", "'>", "<span class='byline'>", "By Ann", "</span>", "<meta name='author' content='",
    "<meta property='og:title' content='", '<script type="application/ld+json">',
    "</script>", '"x"', "]}", "<br>", "<p>",
    '{"@type":"NewsArticle","headline":', '"author":[{"name":', "<title>", "</title>", "18.08.2020", "August 18, 2020",
    "<!--", "-->", "&#x202e;", "\u0627",
]  # fmt: skip


def test_a_picture_has_the_caption_and_credit_of_jsonld_and_is_named_once() -> None:
    picture = {"@type": "ImageObject", "url": "/a.jpg", "caption": "A ferry", "creditText": "Ann Lee/Coast Wire"}
    page = with_jsonld({"@type": "NewsArticle", "image": picture})

    found = metadata_of(page.replace("<head>", '<head><meta property="og:image" content="/a.jpg?w=1200">'))

    assert found.images == (Image("https://www.harbour-post.example/a.jpg", "A ferry", "Ann Lee/Coast Wire"),)


def test_the_declared_language_is_a_bcp47_tag() -> None:
    assert metadata_of('<html lang="en_us"><p>x</p></html>').language == "en-US"
    assert metadata_of('<html><meta property="og:locale" content="ar_AR"><p>x</p></html>').language == "ar-AR"
    assert metadata_of("<html lang='{{lang}}'><p>x</p></html>").language is None


def test_the_publisher_is_the_profiles_title_before_the_pages() -> None:
    profile = SiteProfile(name="post", lineage=("post",), title="Harbour Post")

    assert metadata_of('<meta property="og:site_name" content="HP">', profile=profile).publisher == "Harbour Post"
    assert metadata_of('<meta property="og:site_name" content="HP">').publisher == "HP"


def test_evidence_for_the_kind_of_page_is_kept() -> None:
    page = with_jsonld({"@graph": [{"@type": ["NewsArticle", "Report"]}, {"@type": "http://schema.org/WebSite"}]})
    page = page.replace("<head>", '<head><link rel="canonical" href="/a"><meta property="og:type" content="Article">')

    found = metadata_of(page)

    assert found.ld_types == {"NewsArticle", "Report", "WebSite"}
    assert (found.canonical_url, found.og_type) == ("https://www.harbour-post.example/a", "article")


def test_every_filled_field_names_its_reader() -> None:
    page = with_jsonld(
        {"@type": "NewsArticle", "headline": "Ferries return to the old harbour", "description": "They are back."}
    )

    found = metadata_of(page)

    assert found.readers == {"title": "jsonld", "description": "jsonld", "language": "html_lang"}


def test_reading_leaves_the_tree_as_it_was() -> None:
    tree = lxml.html.document_fromstring(
        with_jsonld({"@type": "NewsArticle"}, "<h1>A <b>b</b></h1><p class=byline>By Ann</p>")
    )
    before = lxml.html.tostring(tree)

    read_metadata(tree, page_at(), GENERIC)

    assert lxml.html.tostring(tree) == before


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_jsonld_and_deep_elements_are_harmless(depth: int) -> None:
    metadata_of(f'<script type="application/ld+json">{"[" * depth}</script><h1>x</h1>{"<div class=author>" * depth}y')


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "1 " * 500_000,
        "by " * 300_000,
        "2020-" * 200_000,
        "| " * 500_000,
        "، " * 300_000,
        "\u202b" * 500_000,
    ],
)
def test_a_megabyte_in_any_field_ends(text: str) -> None:
    node = {"@type": "NewsArticle", "author": [text] * 3, "datePublished": text, "keywords": text}

    metadata_of(
        f'<html lang="en"><title>{text}</title><meta name="author" content="{text}">'
        f'<meta name="robots" content="{text}"><meta property="og:site_name" content="{text}">'
        f'<meta property="article:published_time" content="{text}"><h1 class="{text}">{text}</h1>'
        f'<p class="byline {text}">By {text}</p><time datetime="{text}">{text}</time>'
        f'<script type="application/ld+json">{json.dumps(node)}</script>'
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40))
def test_no_page_raises(pieces: list[str]) -> None:
    tree = lxml.html.document_fromstring("<html><body>" + "".join(pieces).replace("\x00", "") + "<p>end")

    read_metadata(tree, page_at("https://[::1/bad" if len(pieces) % 2 else "https://example.org/2020/01/02/x"), GENERIC)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "@id",
                "@type",
                "headline",
                "author",
                "datePublished",
                "image",
                "keywords",
                "articleSection",
                "publisher",
                "inLanguage",
                "license",
                "url",
            ]
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=10)
            | st.sampled_from(["NewsArticle", "#a", "2020-01-01"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["@id", "name", "url", "@type"]), inner, max_size=3)
            ),
            max_leaves=8,
        ),
    )
)
def test_no_jsonld_raises(node: dict[str, object]) -> None:
    metadata_of(with_jsonld([{**node, "@type": "NewsArticle"}, node]))


def test_the_publisher_is_the_shown_site_title_when_the_title_tag_ends_with_it() -> None:
    page = '<head><title>Ferries return – {}</title></head><p class="wp-block-site-title"><a href="/">Bay News</a></p>'

    agreed = metadata_of(page.format("Bay News"))

    assert (agreed.publisher, agreed.title) == ("Bay News", "Ferries return")
    assert metadata_of(page.format("Sea Daily")).publisher is None
