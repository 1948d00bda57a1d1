"""The first choice, and where trafilatura is asked for a better one."""

import pytest
from lxml.html import fromstring

from crawler.extract.blocks import NO_DROPS, Blocks, read_blocks
from crawler.extract.body import DOUBT, doubt
from tests.extract.pages import article_of, story

FACTS = "".join(f"<li>Fact {number}: the boat is {number} m long</li>" for number in range(30))


def page_of_words(*counts: int) -> Blocks:
    return read_blocks(fromstring("".join(f"<p>{'word ' * count}</p>" for count in counts)), NO_DROPS)


def test_there_is_no_doubt_where_the_trees_are_sure_of_every_block() -> None:
    assert doubt(page_of_words(50, 30, 20), [1.0, 0.0, 1.0]) == 0


def test_doubt_is_the_words_expected_to_be_judged_wrong_among_those_expected_to_be_the_articles() -> None:
    page = page_of_words(90, 10)

    assert doubt(page, [0.9, 0.2]) == pytest.approx((90 * 0.1 + 10 * 0.2) / (1 + 90 * 0.9 + 10 * 0.2))
    assert doubt(page, [0.9, 0.2]) > DOUBT > doubt(page, [0.99, 0.01])


@pytest.mark.parametrize(("extra", "reader"), [("", "place"), (f"<ul>{FACTS}</ul>", "trafilatura")])
def test_trafilatura_is_asked_only_where_the_trees_are_in_doubt(extra: str, reader: str) -> None:
    article = article_of(story(extra))

    assert article.extraction.readers["text"] == reader
