"""Signatures: bytes that mean the same for ever, and what they keep of a text."""

import pytest

from crawler.extract.signature import LEAST_WORDS, MOST_WORDS, signature
from crawler.likeness import VALUES, likeness, shared_numbers
from tests.texts import NEWS


def test_the_signature_of_a_text_is_what_states_on_disk_hold() -> None:
    made = signature(NEWS)

    assert made.hex() == (
        "2ff215ded53ef4fa2c005fcd1e84637719465febc6557ec00c35f642f3dbad3174d73fdaeb0b5e82edeb5e83ad48a61495d8"
        "e931feb7001623ef859960859e5404b327ec38d9a3e6"
    )


def test_case_and_punctuation_say_nothing() -> None:
    assert signature(NEWS.upper().replace(",", " –")) == signature(NEWS)


def test_a_text_too_short_to_be_compared_has_none() -> None:
    assert signature("word " * (LEAST_WORDS - 1)) == signature("") == b""
    assert len(signature("word " * LEAST_WORDS)) == VALUES


def test_of_a_text_without_end_only_the_beginning_is_looked_at() -> None:
    text = " ".join(f"word{number}" for number in range(MOST_WORDS))

    assert signature(f"{text} and then some {text}") == signature(text)


@pytest.mark.parametrize(
    "script", ["海の波は今日も静かだった。", "الجسر مغلق اليوم أمام الشاحنات ", "мост закрыт для грузовиков "]
)
def test_texts_in_any_script_are_compared(script: str) -> None:
    text = "".join(f"{script}{number} " for number in range(40))

    assert likeness(signature(text), signature(f"{text} {script}")) > 0.9


def test_numbers_are_those_of_the_text_each_with_the_word_before_it() -> None:
    forecast = "word " * LEAST_WORDS + "wind of {}, at {} rain, up to {} degrees"
    monday, friday = (signature(forecast.format(*numbers)) for numbers in ((5, 7, 9), (9, 5, 7)))

    assert shared_numbers(monday, monday) == 1
    assert shared_numbers(monday, friday) == 0
