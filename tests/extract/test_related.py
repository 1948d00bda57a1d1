"""What lines that point at other articles leave in the record."""

import pytest

from tests.extract.pages import PARAGRAPHS, URL, article_of, story

CRANES = "/20240310-cranes-fall-into-the-sea/"
PIER = "/20240311-the-pier-is-gone-for-good/"
CRANES_LINK = f'<a href="{CRANES}">Cranes fall into the sea</a>'
PIER_LINK = f'<a href="{PIER}">The pier is gone for good</a>'
ONE = ["Cranes fall into the sea"]
BOTH = [*ONE, "The pier is gone for good"]


@pytest.mark.parametrize("profile", ["generic", "wordpress"])
@pytest.mark.parametrize(
    ("html", "titles"),
    [
        (f"<p>[Related: {CRANES_LINK}]</p>", ONE),
        (f"<p><em>(Read also: {CRANES_LINK})</em></p>", ONE),
        (f'<p><a href="{CRANES}">[Related: Cranes fall into the sea]</a></p>', ONE),
        (f"<p>&gt;&gt; READ MORE: {CRANES_LINK}</p>", ONE),
        (f"<p>► Read also: {CRANES_LINK}.</p>", ONE),
        (f"<p>READ: “{CRANES_LINK}”</p>", ONE),
        (f"<p>READ: {CRANES_LINK} (in Arabic)</p>", ONE),
        (f"<p>Read also {CRANES_LINK}</p>", ONE),
        (f"<p>READ ALSO: {CRANES_LINK} and {PIER_LINK}</p>", BOTH),
        (f"<p>RELATED: {CRANES_LINK}, {PIER_LINK}</p>", BOTH),
        (f"<p>READ: {CRANES_LINK}<br>WATCH: {PIER_LINK}</p>", BOTH),
        (f"<p>READ: {CRANES_LINK}</p><p>READ: {CRANES_LINK}</p>", ONE),
        (f"<blockquote><p><strong>READ:</strong> {CRANES_LINK}</p></blockquote>", ONE),
        (f'<div><a href="{CRANES}"><img src="/x.jpg"></a> READ: {CRANES_LINK}</div>', ONE),
        (f"<p>Our report on it: {CRANES_LINK}</p>", ONE),
        (f"<p><strong>{CRANES_LINK}</strong></p>", ONE),
        (f"<h4>More from</h4><ul><li>{CRANES_LINK}</li><li>{PIER_LINK}</li></ul>", BOTH),
    ],
)
def test_other_articles_of_a_line_go_to_related_each_once(profile: str, html: str, titles: list[str]) -> None:
    article = article_of(story(html), profile=profile)

    assert [related.title for related in article.related] == titles
    assert all(related.url and related.url.startswith("https://daily.example/2024031") for related in article.related)
    assert article.text.split("\n\n") == list(PARAGRAPHS)
    assert len(article.extraction.removed) > 1  # the headline, and the line


def test_sections_authors_labels_and_this_page_are_no_related_articles() -> None:
    box = (
        '<h3>Related</h3><ul><li><a href="/world/">World</a></li><li><a href="/author/anna-lee/">Anna Lee</a></li>'
        f'<li><a href="{CRANES}">Read next &gt;</a></li><li><a href="{CRANES}">News</a></li><li>{CRANES_LINK}</li>'
        f'<li><a href="{URL}">Harbour reopens after the storm</a></li>'
        '<li><a href="/tag/old-harbour/">All stories about the old harbour</a></li></ul>'
    )

    article = article_of(story(box))

    assert [related.title for related in article.related] == ONE
    assert article.text.split("\n\n") == list(PARAGRAPHS)


def test_a_card_is_named_by_its_headline_and_not_by_its_section() -> None:
    card = f'<p>Read more:</p><p><a href="{CRANES}">Sea trade</a></p><p>{CRANES_LINK}</p>'

    assert [related.title for related in article_of(story(card)).related] == ONE


def test_a_paragraph_that_is_only_a_link_is_listed_with_its_rule() -> None:
    article = article_of(story(f"<p>{CRANES_LINK}</p>"))

    assert ("link_line", ONE[0]) in [(line.rule, line.text) for line in article.extraction.removed]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Last week we wrote that {CRANES_LINK}, and nobody believed it.</p>",
        f"<p>In a {CRANES_LINK} and {PIER_LINK} the town had said so before.</p>",
        '<p>Source of the figures: <a href="https://statistics.example/2024/03/ports-of-the-bay/">Ports of the bay in '
        "2024, a yearbook</a></p>",
    ],
)
def test_sentences_with_links_and_links_to_other_sites_point_at_no_related_article(html: str) -> None:
    assert article_of(story(html)).related == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Support us, the fishermen told the crowd, and we will support you.",
        "Donate now, they pleaded, for the winter will be hard on all of us.",
        "“Read: it is all in there,” he told the court.",
        "Watch towers were built along the whole coast in the fifties.",
        "Read the room, said the minister.",
        "“[The] wall/pier is old,” he said.",
    ],
)
def test_sentences_that_open_like_boilerplate_stay(sentence: str) -> None:
    assert sentence in article_of(story(f"<p>{sentence}</p>"), profile="wordpress").text
