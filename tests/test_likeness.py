"""Which texts are taken for copies: a test on each side of the bounds, and a floor on many."""

from random import Random

import pytest

from benchmarks.near.judged import judged, score
from benchmarks.near.pairs import pairs_of
from benchmarks.near.templates import CHOSEN, UNSEEN
from crawler.extract.signature import signature
from crawler.likeness import LEAST_LIKENESS, are_copies, likeness, shared_numbers
from tests.texts import NEWS, other_words

DRAWING = """
The winning numbers in the evening's drawing of the lottery were {}, {}, {}, {}, {} and {}. Players who match
all six numbers win the top prize. Tickets can be bought at any shop with a licence until half an hour before
the drawing, which takes place twice a week. Prizes must be claimed within half a year. The lottery asks
everyone to play with care; help is to be had by telephone at all hours and free of charge, in four languages.
"""


def test_a_story_with_a_credit_and_a_paragraph_more_is_a_copy() -> None:
    taken_over = f"LINDHAVN (Wire) - {NEWS}\n\nRead more: all about the ferry\n\n(Reporting by James Okafor)"

    assert are_copies(signature(NEWS), signature(taken_over))


def test_stories_that_share_two_paragraphs_are_none() -> None:
    shared = "\n\n".join(NEWS.split("\n\n")[:2])
    own = [other_words(NEWS), NEWS[::-1]]

    assert not are_copies(*(signature(f"{shared}\n\n{one}") for one in own))


def test_a_form_that_is_filled_in_anew_is_none_though_nearly_all_its_words_are_the_same() -> None:
    monday, friday = (signature(DRAWING.format(*drawn)) for drawn in ((4, 8, 15, 16, 23, 42), (7, 9, 21, 33, 35, 48)))

    assert likeness(monday, friday) > LEAST_LIKENESS
    assert shared_numbers(monday, friday) == 0
    assert not are_copies(monday, friday)


@pytest.mark.parametrize("a", [b"", signature(NEWS)])
def test_what_is_too_short_to_be_compared_is_like_nothing(a: bytes) -> None:
    assert not are_copies(a, b"")


def test_edited_texts_are_told_from_forms_quotes_and_shared_background() -> None:
    chance = Random(3)  # noqa: S311 - nothing secret
    texts = [_story(chance) for _ in range(12)]
    pairs = judged(pairs_of(texts, {**CHOSEN, **UNSEEN}, chance, stories=25))

    found = score(pairs, LEAST_LIKENESS)

    assert len(pairs) > 3000
    assert found.precision == 1.0
    assert found.recall >= 0.95


def _story(chance: Random) -> str:
    """Five paragraphs of made-up words, with as many numbers as news has."""
    words = ["".join(chance.choices("bdfklmnrstaeiou", k=chance.randint(2, 9))) for _ in range(400)]
    for at in chance.sample(range(400), 8):
        words[at] = str(chance.randint(2, 2000))
    return "\n\n".join(" ".join(words[at : at + 80]) + "." for at in range(0, 400, 80))
