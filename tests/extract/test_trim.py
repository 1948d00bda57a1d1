from tests.extract.pages import PARAGRAPHS, article_of, story

AUTHOR = '<meta name="author" content="Jane Miller">'


def test_byline_and_date_above_the_text_go_and_are_named() -> None:
    html = story(head=AUTHOR).replace(
        '<div class="entry-content">', '<div class="entry-content"><p>By Jane Miller</p><p>12 March 2024, 09:15</p>'
    )

    article = article_of(html)

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert {"byline", "date_line"} >= set(article.extraction.rules) - {"headline"}


def test_a_year_or_the_author_inside_a_paragraph_is_no_line_of_its_own() -> None:
    first = "In 2024 the harbour was closed for the first time since the war, and Jane Miller was there to see it."
    html = story(head=AUTHOR).replace('<div class="entry-content">', f'<div class="entry-content"><p>{first}</p>')

    assert article_of(html).text == "\n\n".join([first, *PARAGRAPHS])


def test_notes_about_the_author_below_the_text_go() -> None:
    notes = "<p>Jane Miller writes about harbours.</p><p>Write to her: jane@daily.example, we read every mail.</p>"
    html = story(head=AUTHOR).replace("</div></article>", f"{notes}</div></article>")

    article = article_of(html)

    assert article.text == "\n\n".join(PARAGRAPHS)


def test_the_author_in_the_midst_of_a_story_and_in_a_short_one_stays() -> None:
    sentence = "Jane Miller was the first to reach the pier that morning, and the last to leave it at night."
    short = f"<article><h1>Pier</h1><p>{PARAGRAPHS[0]}</p><p>{sentence}</p></article>"

    assert sentence in article_of(story(f"<p>{sentence}</p>", head=AUTHOR)).text
    assert sentence in article_of(f"<html><head>{AUTHOR}</head><body>{short}</body></html>").text
