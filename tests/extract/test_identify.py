import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.identify import SURE_LETTERS, Guess, identify
from tests.extract.passages import CROATIAN, MALAY, PASSAGES, SERBIAN, SORANI


@pytest.mark.parametrize("language", PASSAGES)
def test_a_passage_tells_its_language_whatever_the_page_declares(language: str) -> None:
    silent, wrong = identify(PASSAGES[language], None), identify(PASSAGES[language], "en")

    assert silent is not None
    assert wrong is not None
    assert (silent.language, wrong.language) == (language, language)
    assert silent.score is not None
    assert silent.score > 0.95


@pytest.mark.parametrize(
    ("passage", "said"), [(CROATIAN, "hr"), (SERBIAN, "sr"), (SERBIAN, "bs"), (MALAY, "ms"), (PASSAGES["no"], "nb")]
)
def test_between_neighbours_the_declared_language_decides(passage: str, said: str) -> None:
    guess = identify(passage, said)

    assert guess is not None
    assert guess.language == said


def test_a_declared_neighbour_does_not_win_over_a_sure_answer() -> None:
    danish, portuguese = identify(PASSAGES["da"], "no"), identify(PASSAGES["pt"], "gl")

    assert danish is not None
    assert portuguese is not None
    assert (danish.language, portuguese.language) == ("da", "pt")


def test_a_declared_language_that_the_identifier_does_not_know_stays_if_the_script_fits() -> None:
    assert identify(SORANI * 2, "ckb") == Guess("ckb", None)
    assert identify("The port reopened on Tuesday, the mayor said.", "ckb") != Guess("ckb", None)


def test_a_script_of_one_language_needs_no_identifier() -> None:
    assert identify(PASSAGES["he"], None) == Guess("he", 1.0)
    assert identify(PASSAGES["he"], "yi") == Guess("yi", 1.0)


def test_a_short_passage_is_in_the_declared_language_and_its_score_is_what_the_words_say_of_it() -> None:
    short = "Bonjour!"
    assert len(short) < SURE_LETTERS

    guess = identify(short, "fr")

    assert guess is not None
    assert guess.language == "fr"
    assert guess.score is not None
    assert guess.score < 0.9


def test_a_dialect_is_given_only_where_the_page_declares_it() -> None:
    pidgin = (
        "Di goment don tok say dem go open di old port again for Tuesday, three weeks afta di storm wey scata am. " * 3
    )

    silent, declared = identify(pidgin, None), identify(pidgin, "pcm")

    assert silent is not None
    assert declared is not None
    assert (silent.language, declared.language) == ("en", "pcm")


def test_letters_that_the_identifier_does_not_know_are_in_the_declared_language_or_in_none() -> None:
    nko = "ߊߋߌߍ"

    assert identify(nko, None) is None
    assert identify(nko, "nqo") == Guess("nqo", None)


@pytest.mark.parametrize("passage", ["", " \n", "2024 – 12:30", "…?!"])
def test_a_passage_without_letters_is_in_no_language(passage: str) -> None:
    assert identify(passage, "en") is None


@given(st.text(max_size=400), st.none() | st.sampled_from(["en", "ar", "xx", "ckb"]))
def test_a_score_is_a_probability(passage: str, said: str | None) -> None:
    guess = identify(passage, said)

    assert guess is None or guess.score is None or 0 <= guess.score <= 1
