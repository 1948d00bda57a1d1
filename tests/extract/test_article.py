import gzip
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.errors import RetryLater
from crawler.extract.article import read_article
from crawler.extract.document import read_document
from crawler.items import Article, Rejected
from crawler.profiles import load_profile
from crawler.urls import url_key
from tests.extract.pages import PARAGRAPHS, URL, article_of, corpus_html, page_of, reading_of, story


def test_a_story_comes_out_as_its_paragraphs_parted_by_blank_lines() -> None:
    article = article_of(story())

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert article.title == "Harbour reopens after the storm"
    assert article.language == "en"
    assert (article.extraction.language_score, article.extraction.other_languages) == (1.0, ())
    assert article.word_count == sum(len(text.split()) for text in PARAGRAPHS)
    assert article.fetched_at == "2026-11-01T09:30:00Z"


def test_the_id_is_that_of_the_url_key_and_the_url_is_canonical() -> None:
    article = article_of(story(), url=f"{URL}?utm_source=x#top")

    assert article.url == URL
    assert article.id == article_of(story(), url=URL.replace("https://", "http://www.")).id
    assert len(article.id) == 32
    assert url_key(URL) == url_key(article.url)


def test_headings_lists_and_quotes_are_paragraphs_of_their_own_in_text_and_marked_in_markdown() -> None:
    html = story(
        "<h2>What the wall costs</h2>",
        "<ul><li>Stones from the quarry cost two million, says the town.</li>"
        "<li>Work on the pier costs one million more, says the ministry.</li></ul>",
        "<blockquote><p>The sea always comes back, and the wall should know that by now.</p></blockquote>",
        '<p>The <a href="/letter">letter of the mayor</a> is eleven pages long, and nobody has read it.</p>',
    )

    article = article_of(html)

    assert article.text.split("\n\n")[3:8] == [
        "What the wall costs",
        "Stones from the quarry cost two million, says the town.",
        "Work on the pier costs one million more, says the ministry.",
        "The sea always comes back, and the wall should know that by now.",
        "The letter of the mayor is eleven pages long, and nobody has read it.",
    ]
    assert article.markdown.split("\n\n")[3:7] == [
        "## What the wall costs",
        "- Stones from the quarry cost two million, says the town.\n"
        "- Work on the pier costs one million more, says the ministry.",
        "> The sea always comes back, and the wall should know that by now.",
        "The [letter of the mayor](https://daily.example/letter) is eleven pages long, and nobody has read it.",
    ]


def test_a_line_break_stays_inside_its_paragraph_and_two_part_paragraphs() -> None:
    article = article_of(story("<p>The first line of the song is long enough.<br>The second line of it is, too.</p>"))
    parted = article_of(
        story("<p>The first line of the song is long enough.<br><br>The second line of it is, too.</p>")
    )

    assert "long enough.\nThe second line" in article.text
    assert "long enough.\n\nThe second line" in parted.text


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fa", "بندر قدیمی شهر پس از توفان دوباره باز شد و ماهیگیران می‌گویند که قایق‌ها را از دست نداده‌اند."),
        ("ar", "قال الوزير \u200fيوم الثلاثاء إن الميناء\u200f سيعاد فتحه بعد العاصفة، وإن البلدة تنتظر ردّ الوزارة."),
        ("he", "הנמל הישן של העיר נפתח מחדש \u200fביום שלישי, שלושה שבועות אחרי הסערה, אמר ראש העיר."),
    ],
)
def test_joiners_and_direction_marks_stay(lang: str, sentence: str) -> None:
    body = "".join(f"<p>{sentence} {number}</p>" for number in range(1, 6))

    article = article_of(
        f"<html lang='{lang}'><body class='single'><article><h1>بندر</h1>{body}</article></body></html>"
    )

    assert article.text.split("\n\n") == [f"{sentence} {number}" for number in range(1, 6)]
    assert article.language == lang


def test_text_is_normalised_and_free_of_controls() -> None:
    article = article_of(
        story("<p>The cafe\u0301 at the pier\u00a0is open\u0007 again,\u00ad and it was full by noon.</p>")
    )

    assert "The café at the pier is open again, and it was full by noon." in article.text


def test_captions_and_credits_go_to_images_and_never_into_the_text() -> None:
    html = story(
        '<figure class="wp-caption"><img src="/crane-300x200.jpg" width="300"><figcaption class="wp-caption-text">'
        "The crane at dawn on 12 March 2024 [Jane Miller/Example Agency]</figcaption></figure>",
        "<p>[Tom Sailor/Example Agency]</p>",
    )

    article = article_of(html)

    (image,) = article.images
    assert (image.url, image.caption) == (
        "https://daily.example/crane-300x200.jpg",
        "The crane at dawn on 12 March 2024",
    )
    assert image.credit == "Jane Miller/Example Agency"
    assert article.text.split("\n\n") == list(PARAGRAPHS)


def test_a_credit_line_of_its_own_goes_to_the_lead_image() -> None:
    head = '<meta property="og:image" content="https://daily.example/crane.jpg">'

    article = article_of(story("<p>The crane at dawn [Jane Miller/Example Agency]</p>", head=head))

    assert article.images[0].credit == "Jane Miller/Example Agency"
    assert "Example Agency" not in article.text


def test_what_was_removed_is_listed_with_its_rule() -> None:
    form = '<div id="respond"><h3>Leave A Reply</h3><form><textarea></textarea></form></div>'

    article = article_of(story("<p>ADVERTISEMENT</p>", after=form))

    assert [(line.rule, line.text) for line in article.extraction.removed] == [
        ("headline", "Harbour reopens after the storm"),
        ("advert-line", "ADVERTISEMENT"),
        ("comments", "Leave A Reply"),
    ]
    assert article.extraction.rules == ("headline", "advert-line", "comments")


def test_a_gzipped_page_that_was_cut_off_is_to_be_fetched_again() -> None:
    body = gzip.compress(story().encode())[:-300]
    headers = (("content-type", "text/html"), ("content-encoding", "gzip"))

    with pytest.raises(RetryLater):
        read_article(page_of(body, headers=headers), load_profile("generic"))


def test_a_page_shorter_than_its_content_length_is_to_be_fetched_again() -> None:
    headers = (("content-type", "text/html"), ("content-length", "999999"))

    with pytest.raises(RetryLater, match="999999"):
        read_article(page_of(story(), headers=headers), load_profile("generic"))


def test_a_page_that_is_too_long_is_cut_and_says_so() -> None:
    html = story(after="<div>" + "<p>x</p>" * 300_000 + "</div>")

    article = article_of(html)

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert "html_cut" in article.extraction.rules


def test_scripts_go_before_text_when_a_page_is_too_long() -> None:
    script = "<script>" + "var x = 1;" * 250_000 + "</script>"

    article = article_of(story(before=script))

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert "html_cut" not in article.extraction.rules


@pytest.mark.parametrize("tag", ["div", "b", "font", "table><tr><td", "blockquote", "ul><li"])
def test_a_hundred_thousand_open_elements_do_no_harm(tag: str) -> None:
    outcome = reading_of(f"<html><body>{f'<{tag}>' * 100_000}<p>{PARAGRAPHS[0]}</p>").outcome

    assert isinstance(outcome, Article | Rejected)


def test_a_page_that_only_sends_the_reader_on_names_where() -> None:
    html = '<html><head><meta http-equiv="Refresh" content="0; url=/new-address/"></head><body></body></html>'

    reading = reading_of(html)

    assert isinstance(reading.outcome, Rejected)
    assert reading.outcome.reason == "moved"
    assert reading.refresh_url == "https://daily.example/new-address/"


PROFILE = load_profile("memo")
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='entry-content'>", "</div>", "<a href='http://[::1'>", "<a href='/x'>READ: ", "</a>",
        "<li>", "<table>", "<h1>", "</h1>", "<meta http-equiv=refresh content='0;url=//x'>", "<script>", "</script>",
        "<img src='//'>",
        "<figure><figcaption>", "<base href='::'>", "<br>", "<article>", "\u200f", "\u200c",
        "&#xD800;", "<svg>", "<title>404</title>",
        "<form class='post-password-form'>", "<body class='single'>", "<!--", "-->",
        "]]>", '<script type="application/ld+json">{"@type":["NewsArticle",',
        "<input type=password>", PARAGRAPHS[0], "READ:",
        "<link rel=next href='?page=2'>", "<!DOCTYPE html><html lang=xx>", "\x00", "<div id=comments hidden>", "© 2024",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(body=st.binary(max_size=300), kind=st.sampled_from(["text/html", "", "text/html; charset=utf-16", "text/xml"]))
@example(body=b"", kind="text/html")
@example(body=b"<", kind="text/html")
@example(body=b"\xff\xfe<\x00p\x00", kind="text/html")
def test_no_bytes_raise(body: bytes, kind: str) -> None:
    outcome = read_article(page_of(body, headers=(("content-type", kind),)), PROFILE).outcome

    assert isinstance(outcome, Article | Rejected)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES | st.text(max_size=30), max_size=60))
def test_no_jumble_of_markup_raises(pieces: list[str]) -> None:
    html = "".join(pieces).encode("utf-8", "surrogatepass")

    outcome = read_article(page_of(html), PROFILE).outcome

    assert isinstance(outcome, Article | Rejected)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_mangled_story_raises(data: st.DataObject) -> None:
    html = story('<p><a href="/x">READ: The crane</a></p>', head='<meta property="og:type" content="article">').encode()
    start = data.draw(st.integers(0, len(html)))
    stop = data.draw(st.integers(start, len(html)))
    filling = data.draw(st.binary(max_size=20))

    outcome = read_article(page_of(html[:start] + filling + html[stop:]), PROFILE).outcome

    assert isinstance(outcome, Article | Rejected)


def test_a_story_in_an_element_with_a_control_character_in_its_name_is_read() -> None:
    html = story().replace('<div class="entry-content"><p>', '<div class="entry-content"><p\x01>')

    outcome = read_article(page_of(html), PROFILE).outcome

    assert isinstance(outcome, Article)


def test_hardly_any_page_of_the_corpus_is_rejected(corpus: Path) -> None:
    files = sorted((corpus / "html").glob("*.html.gz"))[::12]

    outcomes = [reading_of(corpus_html(corpus, file.name.removesuffix(".html.gz"))).outcome for file in files]

    rejected = [outcome for outcome in outcomes if isinstance(outcome, Rejected)]
    assert len(files) > 50
    assert len(rejected) <= 2, rejected


def test_a_licence_notice_without_a_link_gives_the_licence() -> None:
    notice = (
        "This work by The Daily Example is licensed under a Creative Commons Attribution 4.0 International License."
    )

    article = article_of(story(f"<p>{notice}</p>"))

    assert article.license == "https://creativecommons.org/licenses/by/4.0/"
    assert article.extraction.readers["license"] == "notice"
    assert notice not in article.text


@pytest.mark.parametrize(
    "page",
    [
        "<title>Harbour</title><article>{}</article>",
        "<!doctype html><meta charset=utf-8><title>Harbour</title><main><article>{}</article></main>",
        "<html><head><title>Harbour</title><article>{}</article></head><body></body></html>",
        "<html><head><title>Harbour</title><our-frame></our-frame><meta name=x content=y></head><body>{}</body></html>",
    ],
)
def test_a_page_that_leaves_out_its_body_tag_or_begins_it_late_is_read(page: str) -> None:
    html = page.format("".join(f"<p>{text}</p>" for text in PARAGRAPHS))

    assert article_of(html).text == "\n\n".join(PARAGRAPHS)


def test_what_was_moved_out_of_the_head_stands_before_the_rest_of_the_body() -> None:
    html = "<title>Harbour</title><main>First.</main>Then. <p>Then this.</p><section>Last.</section>"

    body = read_document(page_of(html)).tree.find("body")

    assert body is not None
    assert " ".join(body.text_content().split()) == "First.Then. Then this.Last."


@pytest.mark.parametrize(
    "control", ["\x01", "\x0c", "\x0b", "\ufffe", "&#1;", "&#x1f;", "&#xFFFE;", "&#xD800;", "&#0;", "\x00"]
)
@pytest.mark.parametrize("place", ["</nav>", "</p>", "<h1>", "<p>"])
def test_a_control_character_anywhere_costs_nothing_but_itself(control: str, place: str) -> None:
    article = article_of(story().replace(place, place + control).replace("<head>", ""))

    assert article.title == "Harbour reopens after the storm"
    assert article.text == "\n\n".join(PARAGRAPHS)


def test_a_reference_to_a_control_of_windows_is_its_character() -> None:
    text = article_of(
        story("<p>The wall &#150; a metre of it &#x97; isn&#146;t up, the &#8220;ministry&#148; said.</p>")
    ).text

    assert "The wall – a metre of it — isn’t up, the “ministry” said." in text


def test_a_line_reads_as_it_is_written_and_persian_keeps_its_joiners_and_marks() -> None:
    persian = "<p>او می\u200cخواهد که کتاب\u200cها را \u200fبخواند و گفت \u202aABC\u202c در شهر بود و رفت.</p>"
    turned = "<p>The file \u202egnp.exe\u202c was sent \u2067to all of the fishermen on the pier, said the master.</p>"

    text = article_of(story(persian, turned, "<pre>\u202egnp.exe</pre>")).text

    assert "می\u200cخواهد که کتاب\u200cها را \u200fبخواند و گفت \u202aABC\u202c در" in text
    assert "The file gnp.exe was sent to all" in text
    assert "\u202e" not in text
