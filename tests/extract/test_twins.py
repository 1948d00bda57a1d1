"""Which addresses are another form of an article."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.twins import is_twin, twin_target
from tests.extract.pages import reading_of, story

STORY = "https://daily.example/20240312-harbour-reopens/"


@pytest.mark.parametrize(
    "url",
    [
        f"{STORY}amp/",
        f"{STORY}amp",
        f"{STORY}?amp=1",
        f"{STORY}?amp",
        f"{STORY}?outputType=amp",
        "https://amp.daily.example/20240312-harbour-reopens",
        "https://daily.example/amp/20240312-harbour-reopens/",
        f"{STORY}print/",
        f"{STORY}?print=1",
        f"{STORY}?view=print",
        f"{STORY}?tmpl=component&print=1",
        "https://daily.example/print/20240312-harbour-reopens",
        "https://print.daily.example/20240312-harbour-reopens",
        "http://m.daily.example/20240312-harbour-reopens",
        "https://mobile.daily.example/20240312-harbour-reopens/?utm_source=feed",
        "https://daily.example/m/20240312-harbour-reopens/",
        f"{STORY}?m=1",
        f"{STORY}?view=all",
        f"{STORY}?page=all",
        f"{STORY}all/",
        f"{STORY}?singlepage=true",
    ],
)
def test_a_form_for_phones_amp_the_printer_or_all_on_one_page_is_a_article_url_the_article(url: str) -> None:
    assert is_twin(url, STORY)
    assert is_twin(url, STORY.replace("daily", "www.daily"))
    assert not is_twin(STORY, url)
    assert not is_twin(url, url)


def test_the_mark_may_stand_in_the_name_of_a_file() -> None:
    assert is_twin("https://daily.example/harbour-print.html", "https://daily.example/harbour.html")
    assert is_twin("https://daily.example/harbour.amp.html", "https://daily.example/harbour.html")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (STORY, STORY),
        (STORY, "https://daily.example/20240313-cranes-fall/"),
        (f"{STORY}amp/", "https://daily.example/20240313-cranes-fall/"),
        (f"{STORY}amp/", "https://other.example/20240312-harbour-reopens/"),
        (f"{STORY}print/", "https://daily.example/"),
        (f"{STORY}print/?p=4711", f"{STORY}?p=4712"),
        ("https://m.daily.example/20240312-harbour-reopens", "https://live.daily.example/20240312-harbour-reopens"),
        ("https://m.example/harbour", "https://example/harbour"),
        ("https://daily.example/story-print-is-dead", "https://daily.example/story"),
        (f"{STORY}2/", STORY),
        (f"{STORY}amp/", "no address"),
        ("https://[", STORY),
    ],
)
def test_no_other_address_is_a_twin_whatever_its_page_says(url: str, canonical: str) -> None:
    assert not is_twin(url, canonical)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_addresses_have_an_answer(url: str, canonical: str) -> None:
    assert is_twin(f"https://daily.example/{url}", canonical) in (True, False)
    assert is_twin(url, f"https://daily.example/{canonical}") in (True, False)


def test_the_canonical_link_says_whose_twin_a_page_is() -> None:
    tree = lxml.html.document_fromstring(f'<head><link rel="canonical" href="{STORY}"></head><p>x</p>')

    assert twin_target(tree, f"{STORY}amp/", f"{STORY}amp/") == STORY
    assert twin_target(tree, STORY, STORY) is None


def test_a_page_that_is_no_form_of_its_canonical_address_stands_for_itself() -> None:
    elsewhere = '<link rel="canonical" href="https://daily.example/20240313-cranes-fall/">'
    none = "<p>x</p>"

    for head in (elsewhere, none, '<link rel="canonical" href="">', '<link rel="canonical">'):
        tree = lxml.html.document_fromstring(f"<head>{head}</head><p>x</p>")
        assert twin_target(tree, f"{STORY}amp/", f"{STORY}amp/") is None


@pytest.mark.parametrize("body", [story(), "<html><body><p>Short.</p></body></html>"], ids=["article", "reject"])
def test_a_reading_says_of_which_article_its_page_is_a_twin(body: str) -> None:
    html = body.replace("<body", f'<link rel="canonical" href="{STORY}"><body', 1)

    assert reading_of(html, f"{STORY}print/").article_url == STORY
    assert reading_of(html, STORY).article_url is None


def test_a_reading_of_a_later_page_says_where_the_article_begins() -> None:
    links = f'<p class="page-links"><a href="{STORY}">1</a> <b>2</b> <a href="{STORY}3/">3</a></p>'

    assert reading_of(story(after=links), f"{STORY}2/").article_url == STORY
