import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.language import Language, language_of
from tests.extract.passages import PASSAGES

ENGLISH, GERMAN = PASSAGES["en"] * 2, PASSAGES["de"] * 2


@pytest.mark.parametrize("language", ["en", "de", "sv", "tr", "ar", "fa", "ur", "he", "zh", "ja"])
def test_a_text_tells_its_language_and_that_it_is_sure(language: str) -> None:
    text = "\n\n".join([PASSAGES[language]] * 4)

    assert language_of(text, None) == Language(language, 1.0)


def test_the_text_counts_more_than_what_the_page_declares() -> None:
    assert language_of(GERMAN, "en-US") == Language("de", 1.0)


def test_a_declared_region_is_kept_when_the_language_is_right() -> None:
    assert language_of(ENGLISH, "en_GB").tag == "en-GB"


def test_a_short_text_is_in_the_declared_language_unless_its_script_says_no() -> None:
    assert language_of("Bonjour!", "fr").tag == "fr"
    assert language_of("שלום לכולם", "fr") == Language("he", 1.0)


def test_a_text_in_two_languages_names_the_larger_and_notes_the_other() -> None:
    bilingual = "\n\n".join([PASSAGES["en"], PASSAGES["ar"], PASSAGES["en"], PASSAGES["ar"]])

    assert language_of(bilingual, "ar") == Language("en", 1.0, ("ar",))
    assert language_of(bilingual, "en-GB") == Language("en-GB", 1.0, ("ar",))


def test_a_text_without_letters_has_no_language() -> None:
    assert language_of("1 : 2", "en") == Language(None)


@given(st.text(max_size=400), st.none() | st.text(max_size=10))
def test_any_text_gives_a_tag_or_none(text: str, declared: str | None) -> None:
    language = language_of(text, declared)

    assert language.tag is None or language.tag[:2].isalpha()
    assert language.score is None or round(language.score, 2) == language.score
    assert language.tag not in language.others
