"""Records under the names of others: each table on a full record, and on one that says nothing."""

from pathlib import Path

import pytest

from crawler.items import Image
from crawler.record import record_of
from pipelines.exports.names import NAMES, TABLES, renamed
from tests.articles import article

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "datasets.md"
FULL = record_of(
    article(
        description="At last.",
        tags=("bridges",),
        language="zh-Hant",
        images=(Image("https://daily.example/bridge.jpg", "The bridge", "Tom Reed"), Image("https://daily.example/b")),
        date_published="2026-03-04T09:30:00+02:00",
        date_modified="2026-03-05",
        license="https://creativecommons.org/licenses/by/4.0/",
        is_accessible_for_free=True,
    )
)
BARE = record_of(
    article(
        title=None, publisher=None, authors=(), section=None, language=None, date_published=None,
        date_published_raw=None,
    )
)  # fmt: skip


def test_schema_org_gets_a_news_article_in_json_ld() -> None:
    named = renamed(FULL, "schema.org")

    assert named == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": FULL["id"],
        "url": FULL["url"],
        "headline": "Bridge opens",
        "description": "At last.",
        "articleBody": FULL["text"],
        "wordCount": 40,
        "author": [{"@type": "Person", "name": "Ann Lee"}],
        "publisher": {"@type": "Organization", "name": "The Daily"},
        "articleSection": "City",
        "keywords": ["bridges"],
        "inLanguage": "zh-Hant",
        "image": [
            {
                "@type": "ImageObject",
                "url": "https://daily.example/bridge.jpg",
                "caption": "The bridge",
                "creditText": "Tom Reed",
            },
            {"@type": "ImageObject", "url": "https://daily.example/b"},
        ],
        "datePublished": "2026-03-04T09:30:00+02:00",
        "dateModified": "2026-03-05",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "version": 1,
    }


def test_zyte_gets_an_article_whose_days_have_a_time_and_no_zone() -> None:
    named = renamed(FULL, "zyte")

    assert named == {
        "url": FULL["url"],
        "headline": "Bridge opens",
        "datePublished": "2026-03-04T09:30:00+02:00",
        "datePublishedRaw": "2026-03-04T07:00:00Z",
        "dateModified": "2026-03-05T00:00:00",
        "authors": [{"name": "Ann Lee"}],
        "inLanguage": "zh",
        "mainImage": {"url": "https://daily.example/bridge.jpg"},
        "images": [{"url": "https://daily.example/bridge.jpg"}, {"url": "https://daily.example/b"}],
        "description": "At last.",
        "articleBody": FULL["text"],
        "metadata": {"dateDownloaded": "2026-03-04T08:00:00Z"},
    }


def test_cc_news_gets_its_seven_columns_with_times_in_utc() -> None:
    named = renamed(FULL, "cc_news")

    assert named == {
        "title": "Bridge opens",
        "text": FULL["text"],
        "domain": "daily.example",
        "date": "2026-03-04 07:30:00",
        "description": "At last.",
        "url": FULL["url"],
        "image_url": "https://daily.example/bridge.jpg",
    }


def test_news_please_gets_all_its_keys() -> None:
    named = renamed(FULL, "news-please")

    assert named == {
        "authors": ["Ann Lee"],
        "date_download": "2026-03-04 08:00:00",
        "date_modify": "2026-03-05 00:00:00",
        "date_publish": "2026-03-04 07:30:00",
        "description": "At last.",
        "filename": None,
        "image_url": "https://daily.example/bridge.jpg",
        "language": "zh",
        "localpath": None,
        "maintext": FULL["text"],
        "source_domain": "daily.example",
        "text": None,
        "title": "Bridge opens",
        "title_page": None,
        "title_rss": None,
        "url": FULL["url"],
    }


def test_datatrove_gets_text_and_id_and_the_rest_as_metadata() -> None:
    named = renamed(FULL, "datatrove")

    assert list(named) == ["text", "id", "metadata"]
    assert {"text": named["text"], "id": named["id"], **named["metadata"]} == {**FULL}  # type: ignore[dict-item]


def test_a_record_keeps_its_own_names_unless_others_are_asked_for() -> None:
    assert renamed(FULL, "newskeep") == FULL


@pytest.mark.parametrize("names", NAMES)
def test_a_record_that_says_nothing_has_no_made_up_value(names: str) -> None:
    named = renamed(BARE, names)

    said = {name for name, value in named.items() if value not in (None, [])}
    assert not said & {"title", "headline", "authors", "author", "date", "datePublished", "date_publish", "image_url"}
    assert not said & {"language", "inLanguage", "publisher", "mainImage", "images", "image"}


def test_what_is_not_known_is_left_out_for_schema_org_and_zyte_and_null_elsewhere() -> None:
    sparse = {names for names in TABLES if None not in renamed(BARE, names).values()}

    assert sparse == {"schema.org", "zyte", "datatrove"}


def test_a_language_that_has_no_two_letter_code_is_left_out_where_only_such_are_allowed() -> None:
    kurdish = record_of(article(language="ckb"))

    assert "inLanguage" not in renamed(kurdish, "zyte")
    assert renamed(kurdish, "schema.org")["inLanguage"] == "ckb"


@pytest.mark.parametrize("names", [names for names in TABLES if names != "datatrove"])
def test_the_documentation_has_the_table(names: str) -> None:
    table = DOCUMENTATION.read_text("utf-8").partition("## Other names")[2].partition("\n\n- ")[0].partition("\n| ")[2]
    head, _, *rows = [[cell.strip() for cell in f"| {row}".split("|")[-6:-1]] for row in table.split("\n")]
    shown = {row[0].strip("`"): row[head.index(f"`{names}`")] for row in rows}

    for name, source in TABLES[names]:
        if isinstance(source, str):
            assert shown[source] == f"`{name}`"
        else:
            assert name in DOCUMENTATION.read_text("utf-8")
