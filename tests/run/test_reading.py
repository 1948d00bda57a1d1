"""A page as a worker reads it."""

from dataclasses import replace

from crawler.bounds import DEFAULT
from crawler.extract.furniture import line_key, lines_of
from crawler.extract.memory import SiteMemory
from crawler.items import Article, Reading
from crawler.profiles import load_profile
from crawler.run.guide import Guide
from crawler.run.reading import read_joined, read_page, read_page_by
from crawler.run.site_memory import counted_lines
from tests.extract.pages import PARAGRAPHS, URL, page_of, story

APPEAL = "Quality news needs readers like you, who give a little each month so that all can read."
PROFILE, MEMORY = load_profile("wordpress"), SiteMemory.of([line_key(APPEAL)])


def article_of(reading: Reading) -> Article:
    assert isinstance(reading.outcome, Article)
    return reading.outcome


def test_a_page_is_read_by_a_packed_guide_as_by_the_profile_and_memory_themselves() -> None:
    page = page_of(story(f"<p>{APPEAL}</p>"))

    reading = read_page_by(Guide.of(PROFILE, MEMORY).packed, page, 0, DEFAULT, large=True)

    assert reading == read_page(page, PROFILE, MEMORY, links_depth=0)
    assert "site_memory" in article_of(reading).extraction.rules


def test_the_lines_of_an_article_are_counted_where_it_is_read() -> None:
    article = article_of(read_page(page_of(story(f"<p>{APPEAL}</p>")), PROFILE, MEMORY))

    assert APPEAL in [line.text for line in counted_lines(article)]
    assert counted_lines(replace(article, version=2)) == ()


def test_of_an_article_on_several_pages_the_lines_of_all_are_counted() -> None:
    links = f'<p class="page-links"><a href="{URL}2/">2</a></p>'
    first = read_page(page_of(story(links)), PROFILE, MEMORY)
    second = read_page(page_of(story(f"<p>{APPEAL}</p>")), PROFILE, MEMORY)
    assert first.further_pages

    joined = read_joined(article_of(first), [article_of(second)])

    assert [line.text for line in counted_lines(joined)] == [text for _, text, _ in lines_of(joined)]
    assert len(counted_lines(joined)) >= 2 * len(PARAGRAPHS)
