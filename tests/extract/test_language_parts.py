import pytest

from crawler.extract.language_parts import MIN_CHARACTERS, MIN_SHARE, parts_by_language
from tests.extract.passages import CROATIAN, PASSAGES, SERBIAN


def paragraphs(*languages: str) -> str:
    return "\n\n".join(PASSAGES[language] for language in languages)


@pytest.mark.parametrize("language", PASSAGES)
def test_a_text_in_one_language_is_one_part(language: str) -> None:
    text = paragraphs(*[language] * 6)

    assert parts_by_language(text, language) == {language: text}


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        (["en"] * 4 + ["ar"] * 4, ["en", "ar"]),
        (["en", "ar"] * 4, ["en", "ar"]),
        (["ru", "uk"] * 3, ["ru", "uk"]),
        (["de"] * 5 + ["fr"] * 2, ["de", "fr"]),
        (["fr"] * 3 + ["nl"] * 3 + ["en"] * 3, ["fr", "en", "nl"]),
    ],
)
def test_the_parts_of_a_text_in_several_languages_come_largest_first(languages: list[str], found: list[str]) -> None:
    assert list(parts_by_language(paragraphs(*languages), languages[0])) == found


def test_a_part_that_is_larger_than_that_of_the_guess_is_first() -> None:
    assert list(parts_by_language(paragraphs("fr", "en", "en", "en"), "fr")) == ["en", "fr"]


def test_a_quotation_is_no_part() -> None:
    text = paragraphs(*["de"] * 6, "en")
    assert len(PASSAGES["en"]) >= MIN_CHARACTERS
    assert len(PASSAGES["en"]) < MIN_SHARE * len(text)

    assert list(parts_by_language(text, "de")) == ["de"]


def test_quotations_inside_paragraphs_are_no_part() -> None:
    quoting = f'{PASSAGES["de"]} Ein Zeuge sagte: "It came in the night and took everything with it." {PASSAGES["de"]}'

    assert list(parts_by_language("\n\n".join([quoting] * 4), "de")) == ["de"]


def test_neighbours_are_not_told_apart_inside_one_text() -> None:
    text = "\n\n".join([CROATIAN, SERBIAN] * 3)

    assert list(parts_by_language(text, "hr")) == ["hr"]
    assert list(parts_by_language(paragraphs("no", "nn", "no", "nn"), "no")) == ["no"]


def test_names_and_results_are_no_part() -> None:
    names = (
        "Carlos Alcaraz, Jannik Sinner, Daniil Medwedew, Stefanos Tsitsipas, Holger Rune, Hubert Hurkacz, Taylor Fritz"
    )
    text = "\n\n".join([PASSAGES["de"], names, names, PASSAGES["de"], names])

    assert list(parts_by_language(text, "de")) == ["de"]
