"""Pull quotes, and quotes that are none."""

import pytest

from tests.extract.pages import PARAGRAPHS, article_of, story

PULLED = "Fishermen had waited on the pier since five in the morning"  # of PARAGRAPHS[1]


@pytest.mark.parametrize(
    "html",
    [
        f"<blockquote><p>“{PULLED}!”</p></blockquote>",
        f'<blockquote class="pullquote">{PULLED}</blockquote>',
        f'<div class="article-pull-quote"><p>{PULLED}</p></div>',
        f"<figure><blockquote><p>{PULLED}</p><cite>Jane Miller, fisherman</cite></blockquote></figure>",
    ],
    ids=["quote", "quote by name", "name", "with a credit"],
)
def test_a_quote_of_the_text_itself_is_not_said_twice(html: str) -> None:
    article = article_of(story(html))

    assert article.text == "\n\n".join(PARAGRAPHS)


def test_what_a_pull_quote_took_is_listed() -> None:
    article = article_of(story(f"<blockquote>{PULLED}</blockquote>"))

    assert ("pull_quote", PULLED) in [(line.rule, line.text) for line in article.extraction.removed]


@pytest.mark.parametrize(
    ("html", "line"),
    [
        (f"<blockquote>{PULLED}, and an hour before that.</blockquote>", f"{PULLED}, and an hour before that."),
        ("<blockquote>“But not the boats.”</blockquote>", "“But not the boats.”"),
        (f"<p>{PULLED}.</p>", f"{PULLED}."),
        (f'<blockquote class="twitter-tweet">{PULLED}</blockquote>', PULLED),
    ],
    ids=["says more", "four words", "paragraph", "post"],
)
def test_another_quote_stays(html: str, line: str) -> None:
    article = article_of(story(html))

    assert line in article.text.split("\n\n")
