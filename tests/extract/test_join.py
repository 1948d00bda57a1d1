from dataclasses import replace

from crawler.extract.join import join_pages
from crawler.extract.words import content_hash
from crawler.items import Extraction, Image, Related, Removed
from tests.articles import ARTICLE
from tests.extract.passages import PASSAGES


def test_pages_become_one_record_in_order() -> None:
    first = replace(
        ARTICLE,
        text="One two.",
        markdown="One *two*.",
        images=(Image("https://daily.example/a.jpg"),),
        related=(Related("Crane", None),),
        extraction=Extraction("x", "daily", rules=("a",), removed=(Removed("a", "line"),)),
    )
    second = replace(
        first,
        text="Three.",
        markdown="Three.",
        images=(Image("https://daily.example/a.jpg", "Dawn"), Image("https://daily.example/b.jpg")),
        related=(Related("Crane", None), Related("Pier", None)),
        extraction=Extraction("x", "daily", rules=("b", "a"), removed=(Removed("b", "row"),)),
    )

    joined = join_pages(first, [second, replace(second, text="Four.", markdown="Four.")])

    assert joined.text == "One two.\n\nThree.\n\nFour."
    assert joined.markdown == "One *two*.\n\nThree.\n\nFour."
    assert joined.word_count == 4
    assert joined.content_hash == content_hash("One two. Three. Four.")
    assert joined.images == (Image("https://daily.example/a.jpg", "Dawn"), Image("https://daily.example/b.jpg"))
    assert joined.related == (Related("Crane", None), Related("Pier", None))
    assert joined.extraction.rules == ("a", "b")
    assert (joined.id, joined.url, joined.title) == (first.id, first.url, first.title)


def test_the_language_is_judged_anew_over_all_pages() -> None:
    first = replace(ARTICLE, text="\n\n".join([PASSAGES["en"]] * 3), language="en")
    second = replace(first, text="\n\n".join([PASSAGES["fr"]] * 2), language="fr")

    joined = join_pages(first, [second])

    assert (joined.language, joined.extraction.language_score) == ("en", 1.0)
    assert joined.extraction.other_languages == ("fr",)


def test_an_article_on_one_page_stays_as_it_is() -> None:
    assert join_pages(ARTICLE, []) is ARTICLE
