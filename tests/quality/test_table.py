from pathlib import Path

from tests.quality.figures import Measured, measure
from tests.quality.prediction import Prediction
from tests.quality.scored import gold_of
from tests.quality.scorer import PageScore, Scorer
from tests.quality.table import Side, figure_lines, set_lines

SAILS = "The ferry sails again from the old pier on Tuesday."


def pages_of(scorer: Scorer, text: str) -> list[PageScore]:
    gold = [gold_of(name, source_set=name, paragraphs=(SAILS,)) for name in ("ade", "feval", "fundus")]
    return [scorer.page(one, Prediction(one.id, text, "Ferries return", ("Ann Lee",), "2025-03-05")) for one in gold]


def test_each_figure_stands_beside_its_floor_and_goal() -> None:
    sides = [
        Side("newskeep", [], {"body F1": Measured(0.95, 0.004), "pages with a leak": Measured(0.0, 0.0)}),
        Side("trafilatura", [], {"body F1": Measured(0.9312, 0.007)}),
    ]

    lines = list(figure_lines(sides, {"body F1": 0.94}))

    assert [" ".join(line.split()) for line in lines] == [
        "figure newskeep trafilatura floor goal goal met",
        "body F1 0.9500 ±0.0040 0.9312 ±0.0070 0.940 0.965 no, +0.0150 to go",
        "pages with a leak 0.0000 ±0.0000 - - 0.015 yes",
    ]


def test_a_figure_that_was_not_measured_has_no_line() -> None:
    lines = list(figure_lines([Side("newskeep", [], {})], {}))

    assert len(lines) == 1


def test_figures_are_what_the_corpus_s_scorer_says(corpus: Path) -> None:
    scorer = Scorer(corpus)

    figures = measure(scorer, pages_of(scorer, SAILS))

    assert {name: figures[name].value for name in ("body F1", "feval ROUGE-LSum", "title", "day")} == {
        "body F1": 1.0,
        "feval ROUGE-LSum": 1.0,
        "title": 1.0,
        "day": 0.0,
    }
    assert "segments F1" not in figures


def test_sets_and_halves_have_a_line_for_each_side(corpus: Path) -> None:
    scorer = Scorer(corpus)
    sides = [
        Side("newskeep", pages_of(scorer, SAILS), {}),
        Side("other hosts", pages_of(scorer, ""), {}, is_body_only=True),
    ]

    lines = list(set_lines(scorer, sides))

    starts = [line[:32].split() for line in lines[1:]]
    assert starts[:2] == [["ade", "1", "newskeep"], ["ade", "1", "other", "hosts"]]
    assert {" ".join(start[:2]) for start in starts} >= {"fit half", "check half"}
    assert lines[1].split()[3:] == ["1.0000", "1.0000", "1.0000", "1.0000", "0.0000", "1.0000", "1.0000", "0.0000"]
    assert lines[2].split()[4:] == ["0.0000"] * 5
