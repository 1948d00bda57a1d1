import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.words import article_id, clean, content_hash, same_words, word_count


def test_words_are_counted_and_in_scripts_without_spaces_characters() -> None:
    assert word_count("Twenty-one ships – and one crane’s hook.") == 6
    assert word_count("海は静かだ 2024年") == 7
    assert word_count("می‌گویند که قایق‌ها") == 3
    assert word_count(" – ") == 0


def test_the_hash_minds_neither_case_nor_punctuation_nor_joiners_nor_marks() -> None:
    assert content_hash("The HARBOUR, again!") == content_hash("the harbour again")
    assert content_hash("\u200fمی\u200cگویند") == content_hash("میگویند")
    assert content_hash("ﬁne") == content_hash("fine")
    assert content_hash("the harbour") != content_hash("the harbours")
    assert content_hash("a b") != content_hash("ab")


def test_vowel_points_belong_to_their_word() -> None:
    assert len(same_words("كَتَبَ الوَلَد")) == 2


def test_the_id_is_32_hex_digits_of_the_key() -> None:
    assert article_id("https://www.daily.example/a/") == article_id("http://daily.example/a?utm_source=x")
    assert len(article_id("https://daily.example/")) == 32


@given(st.text())
def test_clean_text_is_one_tidy_line(text: str) -> None:
    tidy = clean(text)

    assert tidy == clean(tidy)
    assert tidy == tidy.strip()
    assert "\n" not in tidy
    assert unicodedata.is_normalized("NFC", tidy)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in tidy)
