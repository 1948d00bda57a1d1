from datetime import UTC, datetime
from time import process_time

import pytest

from crawler.bounds import DEFAULT, Bounds, TooLargeForNow
from crawler.extract.article import read_article
from crawler.extract.document import read_document
from crawler.extract.memory import NO_MEMORY
from crawler.items import Article, Page, Rejected
from crawler.profiles import profile_for_site
from tests.hostile.pages import killers, with_story

URL = "https://daily.example/2026/03/killer-of-a-long-story/"
# "attributes" hangs libxml2 for over a minute: of that one tests/hostile shows that its worker is killed.
READ_IN_TIME = sorted(killers().keys() - {"attributes"})
UNITS = (
    " ",
    "a",
    "1",
    "-",
    ".",
    ":",
    "|",
    "(",
    "@",
    ", ",
    "a ",
    "a. ",
    "By ",
    "1/",
    "\n",
    "\u0627",
    "&",
    "—",
    "READ: ",
)


def page(body: bytes) -> Page:
    return Page(URL, URL, 200, (("content-type", "text/html; charset=utf-8"),), body, datetime(2026, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize("name", READ_IN_TIME)
def test_a_known_killer_is_answered_within_the_time_of_a_page(name: str) -> None:
    began = process_time()

    read_article(page(killers()[name]), profile_for_site(URL), NO_MEMORY)

    assert process_time() - began < 10


def test_no_expression_of_ours_runs_away_on_the_worst_texts() -> None:
    texts = [unit * (12_000 // len(unit)) + "!" for unit in UNITS]
    inside = "".join(
        f'<p>{text}</p><h2 class="{text}">{text}</h2><p class="byline">{text}</p><time>{text}</time>'
        f'<figure><img alt="x" src="/x.jpg"><figcaption>{text}</figcaption></figure>'
        for text in texts
    )
    head = "".join(f'<meta name="author" content="{text}"><title>{text}</title>' for text in texts)
    began = process_time()

    read_article(page(with_story(inside, head)), profile_for_site(URL), NO_MEMORY)

    assert process_time() - began < 10


def test_html_beyond_the_bound_is_cut_at_the_end_of_a_block_and_noted() -> None:
    long = with_story("<p>The bridge that crosses the river was closed.</p>" * 1_000)

    document = read_document(page(long), Bounds(html_bytes=20_000))
    outcome = read_article(page(long), profile_for_site(URL), NO_MEMORY, Bounds(html_bytes=20_000)).outcome

    assert document.is_cut
    assert document.tree.xpath("//p")[-1].text_content() == "The bridge that crosses the river was closed."
    assert isinstance(outcome, Article)
    assert "html_cut" in outcome.extraction.rules
    assert not read_document(page(long)).is_cut


def test_a_long_body_is_too_large_and_beside_others_too_large_for_now() -> None:
    body = with_story("<p>x</p>" * 1_000)

    outcome = read_article(page(body), profile_for_site(URL), NO_MEMORY, Bounds(body_bytes=5_000)).outcome

    assert isinstance(outcome, Rejected)
    assert outcome.reason == "too_large"
    with pytest.raises(TooLargeForNow):
        read_article(page(body), profile_for_site(URL), NO_MEMORY, Bounds(large_bytes=5_000))


def test_the_bounds_are_those_that_are_promised() -> None:
    assert (DEFAULT.body_bytes, DEFAULT.sitemap_bytes, DEFAULT.html_bytes) == (10_000_000, 50_000_000, 2_000_000)
    assert (DEFAULT.links, DEFAULT.sitemap_depth) == (5_000, 3)
