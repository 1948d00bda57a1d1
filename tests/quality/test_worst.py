import pytest

from tests.quality.prediction import Prediction
from tests.quality.scored import gold_of, scored
from tests.quality.worst import foreign_lines, worst_lines

SAILS = "The ferry sails again from the old pier on Tuesday."
STORM = "Three weeks after the storm the harbour is open to boats of every size."
ADVERT = "Subscribe to our letter from the coast, every Friday in your mailbox."


def test_a_line_is_foreign_when_the_other_text_lacks_most_of_it() -> None:
    text = f"{SAILS}\n\n{ADVERT}\n{STORM.upper()}"

    lines = foreign_lines(f"{SAILS}\n{STORM}", text)

    assert lines == [ADVERT]


def test_the_worst_page_comes_first_with_what_is_foreign_and_what_is_missing() -> None:
    gold = [gold_of(name, paragraphs=(SAILS, STORM)) for name in ("a", "b", "c")]
    pages = [
        scored(gold[0], Prediction("a", f"{SAILS}\n{STORM}"), body=1.0),
        scored(gold[1], Prediction("b", f"{SAILS}\n{ADVERT}"), body=0.4),
        scored(gold[2], Prediction("c", rejected="too_short"), body=0.0),
    ]

    lines = list(worst_lines(pages, "body", 2))

    assert lines[0].startswith("c  c.example (")
    assert lines[0].endswith("0.000  rejected: too_short")
    assert "  words: 0, gold 24" in lines
    assert f"  + {ADVERT}" in lines
    assert lines.count(f"  - {STORM}") == 2
    assert lines[-1] == "body: 2 of 3 pages lose something, those above 100% of it"


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("title", ["  ours (og): Ferries", "  gold: Ferries return"]),
        ("authors", ["  ours (no reader): Ann, Lee", "  gold: Ann Lee"]),
        ("day", ["  ours (no reader): 2025-03-05", "  gold: 2025-03-04"]),
        ("segments", ["  + Read more", "  - Ferries sail"]),
    ],
)
def test_of_each_figure_ours_stands_beside_the_gold(figure: str, expected: list[str]) -> None:
    found = Prediction("a", "Read  more", "Ferries", ("Ann", "Lee"), "2025-03-05", {"title": "og"})

    lines = list(worst_lines([scored(gold_of("a"), found, title=0.0)], figure, 1))

    assert lines[2:4] == expected


def test_a_long_line_is_shown_shortened() -> None:
    page = scored(gold_of("a", paragraphs=("word " * 100,)), Prediction("a", SAILS), body=0.0)

    lines = list(worst_lines([page], "body", 1))

    assert max(map(len, lines)) <= 95
