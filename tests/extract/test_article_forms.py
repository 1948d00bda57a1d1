"""Articles that are no plain story: live blogs, galleries, interviews, lists, poems."""

import json

import pytest

from crawler.items import Article
from tests.extract.pages import PARAGRAPHS, article_of, rejected_of, story

CAPTIONS = (
    "The harbour at noon, with boats.",
    "Two cranes in the sea.",
    "Fishermen on the pier at five.",
    "The wall.",
)


def page(content: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Storm at the harbour: the day as it was</title>{head}</head>'
        f'<body><nav><a href="/">Home</a></nav><main><h1>Storm at the harbour: the day as it was</h1>{content}</main>'
        "<footer><p>The Daily Example, Pier 3</p></footer></body></html>"
    )


def live_blog(entries: list[tuple[str, str, tuple[str, ...]]]) -> str:
    updates = [
        {"@type": "BlogPosting", "headline": title, "datePublished": f"2024-03-12T{time}:00Z"}
        for time, title, _ in entries
    ]
    graph = {
        "@context": "https://schema.org", "@type": "LiveBlogPosting", "datePublished": "2024-03-12T06:00:00Z",
        "headline": "Storm at the harbour: the day as it was", "liveBlogUpdate": updates,
    }  # fmt: skip
    parts = "".join(
        f'<article class="live-entry" id="e{number}"><time datetime="2024-03-12T{time}:00Z">{time}</time>'
        f'<h2><a href="#e{number}">{title}</a></h2>{"".join(f"<p>{text}</p>" for text in texts)}'
        '<div class="share"><a href="#">Share this entry</a></div></article>'
        for number, (time, title, texts) in enumerate(entries)
    )
    return page(
        f'<p class="intro">The storm has come to the town, and we tell you here what goes on from hour to hour.</p>'
        f'<div class="live">{parts}</div>',
        f'<script type="application/ld+json">{json.dumps(graph)}</script>',
    )


def test_a_live_blog_has_its_entries_in_the_order_of_the_page_under_their_titles() -> None:
    article = article_of(
        live_blog(
            [
                ("09:40", "Harbour closed for the day", PARAGRAPHS[:2]),
                ("09:10", "Two cranes fall into the sea", PARAGRAPHS[2:4]),
                ("08:15", "The wind rises over the pier", PARAGRAPHS[4:]),
            ]
        )
    )

    lines = [line for line in article.text.split("\n\n") if not line[0].isdigit()]
    assert lines == [
        "The storm has come to the town, and we tell you here what goes on from hour to hour.",
        "Harbour closed for the day",
        *PARAGRAPHS[:2],
        "Two cranes fall into the sea",
        *PARAGRAPHS[2:4],
        "The wind rises over the pier",
        *PARAGRAPHS[4:],
    ]
    assert article.date_published == "2024-03-12T06:00:00+00:00"
    assert "\n\n## [Two cranes fall into the sea](" not in article.markdown  # a link to the page itself is none
    assert "\n\n## Two cranes fall into the sea\n\n" in article.markdown


def test_a_live_blog_whose_times_are_headings_keeps_them() -> None:
    entries = "".join(f"<h3>{9 - n}.40am</h3><p>{text}</p>" for n, text in enumerate(PARAGRAPHS))

    article = article_of(page(f"<article>{entries}</article>"))

    assert article.markdown.startswith(f"### 9.40am\n\n{PARAGRAPHS[0]}\n\n### 8.40am\n\n")


def slides(form: str) -> str:
    return "".join(form.format(number=number, caption=caption) for number, caption in enumerate(CAPTIONS))


FIGURE = '<figure><img src="/h{number}.jpg" width="900"><figcaption>{caption}</figcaption></figure>'
DIVISION = '<div class="slide"><img src="/h{number}.jpg" width="900"><div class="caption">{caption}</div></div>'


@pytest.mark.parametrize("form", [FIGURE, DIVISION], ids=["figures", "divs"])
def test_a_gallery_without_a_text_is_no_article(form: str) -> None:
    assert rejected_of(page(slides(form))).reason == "gallery"


@pytest.mark.parametrize("form", [FIGURE, DIVISION], ids=["figures", "divs"])
def test_a_gallery_with_a_text_is_an_article_with_its_pictures(form: str) -> None:
    article = article_of(page(f"<p>{PARAGRAPHS[0]}</p>{slides(form)}"))

    assert article.text == PARAGRAPHS[0]
    assert [image.url.rsplit("/", 1)[-1] for image in article.images] == ["h0.jpg", "h1.jpg", "h2.jpg", "h3.jpg"]


def test_the_texts_of_slides_are_the_text_of_their_gallery() -> None:
    form = '<div class="slide"><img src="/h{number}.jpg" width="900"><p class="slide-text">{text}</p></div>'

    article = article_of(page("".join(form.format(number=n, text=text) for n, text in enumerate(PARAGRAPHS))))

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert len(article.images) == len(PARAGRAPHS)


def middle(html: str) -> tuple[Article, str]:
    """The article of a story with `html` in its middle, and that part of its text."""
    article = article_of(story(html))
    return article, article.text.removeprefix("\n\n".join(PARAGRAPHS[:3])).removesuffix("\n\n".join(PARAGRAPHS[3:]))


@pytest.mark.parametrize(
    "html",
    [
        "<p><strong>Ms Lee, when will the wall be ready?</strong></p><p>Before the winter, if the ministry pays.</p>"
        "<p><b>And if it does not?</b></p><p>Then we pay. We always did.</p>",
        "<dl><dt>Ms Lee, when will the wall be ready?</dt><dd>Before the winter, if the ministry pays.</dd>"
        "<dt>And if it does not?</dt><dd>Then we pay. We always did.</dd></dl>",
        "<p><em>Ms Lee, when will the wall be ready?</em><br><br>Before the winter, if the ministry pays.<br><br>"
        "<em>And if it does not?</em><br><br>Then we pay. We always did.</p>",
    ],
    ids=["bold", "terms", "breaks"],
)
def test_questions_and_answers_of_an_interview_are_paragraphs(html: str) -> None:
    _, text = middle(html)

    assert text.strip().split("\n\n") == [
        "Ms Lee, when will the wall be ready?",
        "Before the winter, if the ministry pays.",
        "And if it does not?",
        "Then we pay. We always did.",
    ]


def test_who_speaks_in_an_interview_stays_in_front_of_what_he_says() -> None:
    _, text = middle("<p>Q: Who will work on it?</p><p>A: Ten men of the town, and a crane.</p>")

    assert text.strip() == "Q: Who will work on it?\n\nA: Ten men of the town, and a crane."


def test_a_list_in_a_list_is_a_paragraph_an_item_in_text_and_indented_in_markdown() -> None:
    article, text = middle(
        "<p>The town will do four things before the winter comes:</p><ul><li>raise the wall by a metre</li>"
        "<li>mend the pier<ul><li>its <b>north</b> side first</li><li>then the south</li></ul></li>"
        "<li>pay the fishermen</li></ul>"
    )

    assert text.strip().split("\n\n")[1:] == [
        "raise the wall by a metre", "mend the pier", "its north side first", "then the south", "pay the fishermen",
    ]  # fmt: skip
    assert (
        "\n\n- raise the wall by a metre\n- mend the pier\n  - its north side first\n  - then the south\n"
        "- pay the fishermen\n\n"
    ) in article.markdown


def test_the_verses_of_a_poem_are_lines() -> None:
    article, text = middle(
        "<p>The wind has come from the sea<br>and thrown the cranes into the bay.<br><br>So be it.</p>"
    )

    assert text.strip() == "The wind has come from the sea\nand thrown the cranes into the bay.\n\nSo be it."
    assert "\n\nThe wind has come from the sea\\\nand thrown the cranes into the bay.\n\n" in article.markdown


def test_captions_are_with_their_pictures_and_not_in_the_text() -> None:
    article, text = middle(
        '<figure><img src="/harbour.jpg" width="800"><figcaption>The harbour. Photo: Ann Lee</figcaption></figure>'
        '<div class="wp-caption"><img src="/pier.jpg"><p class="wp-caption-text">The pier in the rain.</p></div>'
    )

    assert text.strip() == ""
    assert [(image.caption, image.credit) for image in article.images] == [
        ("The harbour.", "Ann Lee"),
        ("The pier in the rain.", None),
    ]
