from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.extract.picker.gold import labels

FIRST = "The old harbour of the town opened again on Tuesday."
SECOND = "Fishermen had waited on the pier since five in the morning."
THIRD = "The town wants to raise the wall before the winter comes."
ADVERT = "Subscribe to our letter from the coast every Friday."


def full_text(*paragraphs: str) -> dict[str, object]:
    return {"body_kind": "text", "paragraphs": list(paragraphs)}


def segments(inside: Sequence[str], outside: Sequence[str]) -> dict[str, object]:
    return {"body_kind": "segments", "with": list(inside), "without": list(outside)}


def test_a_long_block_is_in_the_gold_when_half_of_its_runs_of_words_are() -> None:
    found = labels([FIRST, ADVERT, SECOND.upper()], full_text(FIRST, SECOND))

    assert found == [True, False, True]


def test_of_two_blocks_with_the_same_words_the_one_among_the_gold_counts() -> None:
    found = labels([FIRST, *["Menu"] * 8, SECOND, FIRST, THIRD], full_text(SECOND, FIRST, THIRD))

    assert (found[0], found[-2]) == (False, True)


def test_a_short_block_counts_where_the_gold_has_its_words_between_the_long_ones() -> None:
    found = labels([FIRST, "What now?", SECOND, "Read on"], full_text(FIRST, "What now?", SECOND))

    assert found == [True, True, True, False]


def test_a_short_block_that_the_gold_has_elsewhere_does_not_count() -> None:
    found = labels(["What now?", FIRST, SECOND, THIRD], full_text(FIRST, SECOND, "What now?", THIRD))

    assert found[0] is False


def test_a_short_block_far_from_every_long_one_does_not_count() -> None:
    far = ["Home", *["x"] * 20, FIRST]

    found = labels(far, full_text("Home", FIRST))

    assert found[0] is False


def test_of_segments_a_block_holds_one_or_is_within_one_or_nothing_is_known() -> None:
    item = segments([FIRST, "raise the wall"], ["Subscribe to our letter"])

    found = labels([FIRST[:30], THIRD, ADVERT, SECOND, "The"], item)

    assert found == [True, True, False, None, None]


def test_a_block_with_a_segment_of_either_kind_is_out() -> None:
    found = labels([f"{FIRST} {ADVERT}"], segments([FIRST], [ADVERT]))

    assert found == [False]


@given(st.lists(st.text("ab ", max_size=30)), st.lists(st.text("ab ", max_size=30)))
def test_every_block_gets_a_label(blocks: list[str], paragraphs: list[str]) -> None:
    assert len(labels(blocks, full_text(*paragraphs))) == len(blocks)
