import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.rules import compiled
from crawler.extract.saved_text import cleaned
from crawler.profiles import load_profile
from crawler.profiles.model import LineRule
from tests.extract.test_rules import RULES

GENERIC = compiled(load_profile("generic").boilerplate)
PIECES = (
    "READ: Harbour reopens after the storm",
    "Leave A Reply",
    "Leave a",
    "reply",
    "The bridge opened on Tuesday.",
    "and nobody minded",
    "comments",
    "© 2024 The Daily Example. All rights reserved.",
    "\u200fاقرأ أيضًا: إعادة فتح الميناء بعد العاصفة",
    "",
    "  ",
)


def clean(text: str) -> str:
    return cleaned(text, GENERIC).text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One.\n\nREAD: Cranes fall into the sea\n\nTwo.\n", "One.\n\nTwo.\n"),
        ("One.\r\n\r\nWATCH: The crane comes down\r\n\r\nTwo.\r\n", "One.\r\n\r\nTwo.\r\n"),
        ("One.\nREAD: Cranes fall into the sea\nTwo.", "One.\nTwo."),
        ("READ: Cranes fall\n\nOne.", "One."),
        ("One.\n\nTwo.\n\nREAD: Cranes fall\n\nLeave A Reply", "One.\n\nTwo."),
        ("One.\n\nREAD: Cranes fall into the sea and\nthe harbour master is not amused\n\nTwo.", "One.\n\nTwo."),
        ("The sentence went\nAll rights reserved.\non below it.", "The sentence went\n\non below it."),
        ("أول.\n\n\u200fاقرأ أيضًا: إعادة فتح الميناء\n\n\u200fثان.\n", "أول.\n\n\u200fثان.\n"),
        ("Leave A Reply\n", ""),
    ],
)
def test_lines_that_are_no_text_go_with_the_gap_that_they_leave(text: str, left: str) -> None:
    assert clean(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Read: the first word a child learns, says the teacher, and the last.",
        "Watch: nobody had one on the boat, and so nobody knew the time.",
        "The minister made no further\ncomments.\n",
        "“READ: it,” she said.",
        "Leave a reply to the harbour master, the sign asked, and nobody did.",
        "One.\n\n\n\nTwo.   \n\u200f",
    ],
)
def test_text_that_only_looks_so_stays_to_the_character(text: str) -> None:
    assert clean(text) == text


def test_what_went_is_listed_with_line_and_rule() -> None:
    taken = cleaned("One.\n\nREAD: Cranes fall\ninto the sea\n\nLeave A Reply", GENERIC).taken

    assert [(one.line, one.rule, one.text) for one in taken] == [
        (3, "read-also", "READ: Cranes fall into the sea"),
        (6, "comment-form", "Leave A Reply"),
    ]


def test_every_line_rule_of_the_bundled_profiles_holds_for_a_saved_text() -> None:
    for param in RULES:
        profile, rule = param.values
        if isinstance(rule, LineRule):
            rules = compiled(load_profile(str(profile)).boilerplate)
            assert cleaned(f"One.\n\n{rule.removes}\n\nTwo.", rules).text == "One.\n\nTwo.", rule.name
            assert cleaned(f"One.\n\n{rule.keeps}\n\nTwo.", rules).taken == (), rule.name


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["\n", "\n\n", "\r\n", "\x0b", "\u2028", " "]))))
def test_a_clean_text_is_left_as_it_is(pieces: list[tuple[str, str]]) -> None:
    once = clean("".join(piece + end for piece, end in pieces))

    assert cleaned(once, GENERIC).taken == ()
    assert clean(once) == once
