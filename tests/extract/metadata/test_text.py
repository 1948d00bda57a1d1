from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.metadata.text import clean, clean_markup


def test_controls_overrides_and_runs_of_space_go() -> None:
    assert clean("A\x00 \u202etitle\u202c\n\twith\u200b  space\ud800") == "A title with space"


def test_direction_marks_stay_where_right_to_left_letters_are() -> None:
    assert clean("می\u200cخواهم \u200f(۲۰۲۰)") == "می\u200cخواهم \u200f(۲۰۲۰)"
    assert clean("Left\u200f to right") == "Left to right"


def test_an_embedding_without_its_end_goes_and_a_whole_one_stays() -> None:
    assert clean("\u202bשלום") == "שלום"
    assert clean("\u2067שלום\u2069") == "\u2067שלום\u2069"


def test_letters_are_composed() -> None:
    assert clean("Cafe\u0301") == "Café"


def test_entities_and_tags_of_a_second_escaping_are_read() -> None:
    assert clean_markup("Tom &amp;amp; <em>Jerry&#8217;s</em> day") == "Tom & Jerry’s day"


def test_an_unclosed_sign_is_no_tag() -> None:
    assert clean_markup("a < b and c > d") == "a < b and c > d"


@given(st.text())
def test_clean_text_can_be_written_as_utf8_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned
