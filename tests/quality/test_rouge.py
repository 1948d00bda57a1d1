import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quality.rouge import rouge_lsum

TEXTS = st.lists(st.lists(st.sampled_from("abcde"), max_size=6).map(" ".join), max_size=4).map("\n".join)


def test_the_union_of_two_sentences_counts_as_in_the_paper() -> None:
    gold = "w1 w2 w3 w4 w5"
    found = "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5"  # Lin (2004), section 3.2: the union is w1 w2 w3 w5

    rouge = rouge_lsum(gold, found)

    assert rouge.recall == pytest.approx(4 / 5)
    assert rouge.precision == pytest.approx(4 / 10)
    assert rouge.fmeasure == pytest.approx(2 * 0.8 * 0.4 / 1.2)


def test_no_token_counts_twice() -> None:
    gold = "the ferry sails\nthe ferry sails"

    rouge = rouge_lsum(gold, "the ferry sails")

    assert rouge.precision == 1.0
    assert rouge.recall == pytest.approx(0.5)


def test_words_in_another_order_count_as_far_as_they_follow_each_other() -> None:
    rouge = rouge_lsum("the boats left the harbour", "the harbour left the boats")

    assert rouge.recall == pytest.approx(3 / 5)


def test_a_text_without_tokens_scores_nothing() -> None:
    assert rouge_lsum("The harbour opened.", "…").fmeasure == 0.0
    assert rouge_lsum("", "The harbour opened.").fmeasure == 0.0


@given(TEXTS, TEXTS)
def test_shares_stay_between_none_and_all(gold: str, found: str) -> None:
    rouge = rouge_lsum(gold, found)

    assert 0.0 <= rouge.precision <= 1.0
    assert 0.0 <= rouge.recall <= 1.0


@given(TEXTS.filter(str.strip))
def test_a_text_is_wholly_in_itself(text: str) -> None:
    assert rouge_lsum(text, text).fmeasure == 1.0
