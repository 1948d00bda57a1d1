"""Embedded posts and preformatted lines in the text."""

import lxml.html
import pytest

from crawler.extract.blocks import NO_DROPS, read_blocks
from crawler.extract.whole import mend_whole
from tests.extract.pages import article_of, story

WORDS = "The harbour is open again. Come and see the boats!"
DAY = '<a href="https://social.example/harbour/status/123">March 12, 2024</a>'
POST = f'<blockquote class="twitter-tweet"><p>{WORDS}</p>— Harbour Office (@harbour) {DAY}</blockquote>'


def mended(html: str, *taken: str, out: str = "") -> list[str]:
    """The texts that are kept when those of `taken` were, and the one of `out` was dropped."""
    blocks = read_blocks(lxml.html.document_fromstring(f"<div>{html}</div>"), NO_DROPS)
    is_kept = [block.text in taken for block in blocks.blocks]
    kept = mend_whole(blocks, is_kept, [block.text == out for block in blocks.blocks])
    return [block.text for block, keep in zip(blocks.blocks, kept, strict=True) if keep]


def test_an_embedded_post_is_a_quote_with_its_source() -> None:
    article = article_of(story(POST))

    assert f"\n\n{WORDS}\n\n— Harbour Office (@harbour) March 12, 2024\n\n" in article.text
    assert (
        f"\n\n> {WORDS}\n>\n> — Harbour Office (@harbour) [March 12, 2024](https://social.example/harbour/status/123)\n\n"
        in article.markdown
    )


def test_of_a_post_whose_words_are_kept_the_source_is_kept_and_what_was_dropped_is_not() -> None:
    line = "— Harbour Office (@harbour) March 12, 2024"

    assert mended(POST, WORDS) == [WORDS, line]
    assert mended(POST, WORDS, out=line) == [WORDS]


def test_a_post_without_a_kept_part_stays_out() -> None:
    assert mended(f"<p>Before.</p>{POST}<p>After.</p>", "Before.", "After.") == ["Before.", "After."]


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        ("View this post on Instagram", False),
        ("Sieh dir diesen Beitrag auf Instagram an", False),
        ("View on Mastodon", False),
        ("♬ original sound - harbour", False),
        ("A post shared by Harbour Office (@harbour)", True),
        ("See the boats.", True),
    ],
)
def test_what_the_network_says_of_itself_is_no_part_of_a_post(line: str, is_text: bool) -> None:
    post = f'<blockquote class="instagram-media"><p>{WORDS}</p><div>{line}</div></blockquote>'

    assert (line in article_of(story(post)).text.split("\n\n")) == is_text


def test_an_ordinary_quote_stays_as_it_was_judged() -> None:
    assert mended(f"<blockquote><p>{WORDS}</p><p>Ann Lee</p></blockquote>", WORDS) == [WORDS]


def test_preformatted_lines_among_the_text_are_kept_and_those_below_it_stay_as_they_were_judged() -> None:
    code = "<pre><code>lock.open()</code></pre>"

    assert mended(f"<p>Before.</p>{code}<p>After.</p>", "Before.", "After.") == ["Before.", "lock.open()", "After."]
    assert mended(f"<p>Before.</p>{code}", "Before.") == ["Before."]


@pytest.mark.parametrize(("href", "is_kept"), [("#e1", True), ("/cranes-fall", False)])
def test_the_title_of_a_live_entry_may_be_a_link_to_it(href: str, is_kept: bool) -> None:
    entry = f'<h2><a href="{href}">Cranes fall</a></h2><p>Into the sea.</p>'

    assert mended(entry, "Into the sea.") == (["Cranes fall"] if is_kept else []) + ["Into the sea."]
    assert mended(entry) == []
    assert mended(entry, "Into the sea.", out="Cranes fall") == ["Into the sea."]


def test_code_in_a_story_keeps_its_lines() -> None:
    article = article_of(story("<pre><code>for gate in lock:\n    gate.open()</code></pre>"))

    assert "\n\nfor gate in lock:\n    gate.open()\n\n" in article.text
    assert "\n\n```\nfor gate in lock:\n    gate.open()\n```\n\n" in article.markdown
