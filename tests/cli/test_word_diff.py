from hypothesis import example, given
from hypothesis import strategies as st

from crawler.cli.word_diff import MAX_PRODUCT, MIN_ALIKE, WORD, Folded, Piece, diff_paragraphs, diff_words

texts = st.text(st.sampled_from("ab ,.\n橋が"), max_size=60)


def words(text: str) -> list[str]:
    return [word for word, _ in WORD.findall(text)]


def test_only_the_words_that_changed_are_marked() -> None:
    pieces = diff_words("The bridge opened on Tuesday, at last.", "The new bridge opened on Wednesday, at last.")

    assert pieces == (
        Piece("same", "The "),
        Piece("added", "new "),
        Piece("same", "bridge opened on "),
        Piece("removed", "Tuesday"),
        Piece("added", "Wednesday"),
        Piece("same", ", at last."),
    )


def test_where_no_spaces_are_written_each_character_counts() -> None:
    pieces = diff_words("橋が開通した", "橋が閉通した")

    assert pieces == (Piece("same", "橋が"), Piece("removed", "開"), Piece("added", "閉"), Piece("same", "通した"))


def test_paragraphs_that_did_not_change_are_folded() -> None:
    before = "One.\n\nTwo.\n\nThe mayor spoke on Monday.\n\nFour."
    after = "One.\n\nTwo.\n\nThe mayor spoke on Friday.\n\nFour.\n\nFive."

    parts = diff_paragraphs(before, after)

    changed = parts[1]
    assert parts[0] == Folded(2)
    assert isinstance(changed, tuple)
    assert [piece.text for piece in changed if piece.mark != "same"] == ["Monday", "Friday"]
    assert parts[2:] == [Folded(1), (Piece("added", "Five."),)]


def test_a_paragraph_that_was_split_shows_no_word_as_changed() -> None:
    before = "The mayor spoke on Monday. The harbour is open."
    after = "The mayor spoke on Monday.\n\nThe harbour is open."

    (pieces,) = diff_paragraphs(before, after)

    assert isinstance(pieces, tuple)
    assert {piece.mark for piece in pieces} == {"same"}


def test_texts_with_few_words_in_common_are_shown_after_each_other() -> None:
    alike = " ".join(f"same{number}" for number in range(100))
    few = int(100 * MIN_ALIKE) - 5
    many = int(100 * MIN_ALIKE) + 5

    def other(common: int) -> str:
        return " ".join([*alike.split()[:common], *(f"new{number}" for number in range(100 - common))])

    assert [piece.mark for piece in diff_words(alike, other(few))] == ["removed", "added"]
    assert [piece.mark for piece in diff_words(alike, other(many))] == ["same", "removed", "added"]


def test_texts_too_long_to_compare_are_shown_after_each_other() -> None:
    side = int(MAX_PRODUCT**0.5)

    pieces = diff_words("a " * (side + 1) + "b", "a " * (side + 1) + "c")

    assert [piece.mark for piece in pieces] == ["removed", "added"]


@example("a a", "a")
@given(texts, texts)
def test_what_is_shown_holds_all_words_of_both_texts_in_order(before: str, after: str) -> None:
    pieces = diff_words(before, after)

    assert words("".join(piece.text for piece in pieces if piece.mark != "added")) == words(before)
    assert words("".join(piece.text for piece in pieces if piece.mark != "removed")) == words(after)


@given(texts, texts)
def test_any_two_texts_can_be_compared_by_paragraphs(before: str, after: str) -> None:
    parts = diff_paragraphs(before, after)

    folded = sum(part.paragraphs for part in parts if isinstance(part, Folded))
    assert folded <= len(before.split("\n\n"))
    assert before != after or folded == len(before.split("\n\n"))
