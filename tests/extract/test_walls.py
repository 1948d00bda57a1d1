"""Walls as their makers serve them, with status 200, and stories that only speak of such things."""

import pytest

from tests.extract.pages import PARAGRAPHS, article_of, rejected_of
from tests.extract.wall_pages import STORIES, WALLS, art, pg


@pytest.mark.parametrize(("reason", "html"), WALLS)
def test_a_wall_is_a_reject_with_its_own_reason(reason: str, html: str) -> None:
    assert rejected_of(html).reason == reason


@pytest.mark.parametrize("html", STORIES)
def test_a_story_about_such_a_thing_is_a_story(html: str) -> None:
    assert article_of(html).title


TEASER = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:2])
NOT_FREE = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":%s}</script>'


def test_the_beginning_of_a_story_that_is_to_be_paid_for_is_no_article() -> None:
    stub = f"<article><h1>Harbour reopens</h1>{TEASER}</article><div><p>Subscribe to continue reading.</p></div>"

    assert rejected_of(pg("Harbour reopens", stub)).reason == "paywall"
    assert rejected_of(pg("Harbour reopens", stub, NOT_FREE % "false")).reason == "paywall"
    assert article_of(pg("Harbour reopens", stub, NOT_FREE % "true")).word_count > 30


def test_a_whole_story_with_an_offer_to_subscribe_below_is_an_article() -> None:
    html = art("Harbour reopens", PARAGRAPHS[0]).replace(
        "</article>", "</article><p>Subscribe to continue reading.</p>"
    )

    assert article_of(html).word_count > 100
    assert article_of(html.replace("</title>", f"</title>{NOT_FREE % 'false'}")).word_count > 100


def test_a_page_that_declares_itself_an_article_is_not_asked_what_its_heading_is() -> None:
    html = pg("Access denied", f"<article><h1>Access denied</h1>{TEASER}</article>", NOT_FREE % "true")

    assert article_of(html).title == "Access denied"
