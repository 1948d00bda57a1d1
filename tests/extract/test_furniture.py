"""What a site has taught, at work on a page."""

from dataclasses import replace

from crawler.extract.article import read_article
from crawler.extract.furniture import line_key, lines_of
from crawler.extract.join import join_pages
from crawler.extract.memory import NO_MEMORY, SiteMemory
from crawler.items import Article, Reading
from crawler.profiles import load_profile
from tests.extract.pages import PARAGRAPHS, page_of, story

APPEAL = "Quality news needs readers like you, who give a little each month so that all can read."
HEADING = "What this means for the town"


def read(html: str, *furniture: str) -> Article:
    memory = SiteMemory.of(map(line_key, furniture))
    outcome = read_article(page_of(html), load_profile("generic"), memory).outcome
    assert isinstance(outcome, Article)
    return outcome


def test_a_line_that_the_site_prints_everywhere_leaves_the_text_and_is_listed_with_its_rule() -> None:
    article = read(story(f"<p>{APPEAL}</p>"), APPEAL)

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert [(line.rule, line.text) for line in article.extraction.removed] == [
        ("headline", "Harbour reopens after the storm"), ("site_memory", APPEAL),
    ]  # fmt: skip
    assert "site_memory" in article.extraction.rules
    assert article.text_untaught == "\n\n".join([*PARAGRAPHS[:3], APPEAL, *PARAGRAPHS[3:]])


def test_the_snapshot_is_named_whether_or_not_a_line_went() -> None:
    memory = SiteMemory.of([line_key(APPEAL), line_key("Another line")])

    taught = read_article(page_of(story()), load_profile("generic"), memory).outcome
    untaught = read_article(page_of(story()), load_profile("generic"), NO_MEMORY).outcome

    assert isinstance(taught, Article)
    assert isinstance(untaught, Article)
    assert taught.extraction.memory == memory.digest
    assert memory.digest == SiteMemory.of([line_key("Another line"), line_key(APPEAL)]).digest
    assert untaught.extraction.memory is None
    assert replace(taught, extraction=untaught.extraction) == untaught


def test_a_heading_stays_while_text_stands_below_it_and_goes_with_what_it_heads() -> None:
    above_text = read(story(f"<h2>{HEADING}</h2>"), HEADING, APPEAL)
    above_furniture = read(story(f"<h2>{HEADING}</h2><p>{APPEAL}</p><h2>Tomorrow</h2>"), HEADING, APPEAL)

    assert HEADING in above_text.text
    assert HEADING not in above_furniture.text
    assert "Tomorrow" in above_furniture.text


def test_a_heading_with_a_line_break_is_told_as_the_text_has_it() -> None:
    html = story("<h2>Read<br>every day</h2>" + f"<p>{APPEAL}</p><h2>Tomorrow</h2>")

    article = read(html, "Read every day", APPEAL)

    assert "Read every day" in read(html).text
    assert "Read every day" not in article.text
    assert "Read every day" in [line.text for line in article.extraction.removed]


def test_nothing_goes_when_it_would_be_more_than_half_of_the_text() -> None:
    article = read(story(), *PARAGRAPHS[:3])

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert article.text_untaught == ""


def test_lines_are_the_same_by_their_words_and_differ_by_their_numbers() -> None:
    assert line_key("Read on – it’s FREE!") == line_key("read on: it’s free")
    assert line_key("The match ended 2:1") != line_key("The match ended 3:1")


def test_what_the_memory_took_out_is_counted_like_what_it_left_in() -> None:
    long_line = f"{APPEAL} {'And there is more of it to read. ' * 8}".strip()
    html = story(f"<p>{long_line}</p>")

    untaught, taught = read(html), read(html, long_line)

    assert len(long_line) > 300
    assert long_line in untaught.text
    assert long_line not in taught.text
    assert {key for key, _, _ in lines_of(taught)} == {key for key, _, _ in lines_of(untaught)}


def test_of_an_article_on_several_pages_the_untaught_text_is_that_of_all() -> None:
    first, second = read(story(f"<p>{APPEAL}</p>"), APPEAL), read(story(), APPEAL)

    joined = join_pages(first, [second])

    assert joined.text_untaught == f"{first.text_untaught}\n\n{second.text}"
    assert join_pages(second, [second]).text_untaught == ""


def test_a_reject_needs_no_memory() -> None:
    reading = read_article(page_of("<p>Hi</p>", status=404), load_profile("generic"), SiteMemory.of([b"1"]))

    assert isinstance(reading, Reading)
    assert not isinstance(reading.outcome, Article)
