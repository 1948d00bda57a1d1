from pathlib import Path

import pytest

from tests.quality.figures import FIGURES
from tests.quality.floors import PATH, below, other_corpus, read_floors


def test_every_figure_has_a_floor() -> None:
    floors = read_floors()

    assert floors.shipped.keys() == {figure.name for figure in FIGURES}
    assert floors.other_hosts.keys() == {figure.name for figure in FIGURES if figure.is_body}


def test_a_floor_for_no_figure_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(PATH.read_text("utf-8").replace('"body F1"', '"body F2"'), "utf-8")

    with pytest.raises(ValueError, match="body F2"):
        read_floors(path)


def test_figures_below_their_floor_and_above_their_ceiling_are_named() -> None:
    bounds = {"body F1": 0.96, "exact texts": 0.4, "pages with a leak": 0.01, "title": 0.9}

    lines = below({"body F1": 0.9599, "exact texts": 0.4, "pages with a leak": 0.011}, bounds)

    assert lines == [
        "body F1 0.9599 is below its floor 0.9600",
        "pages with a leak 0.0110 is above its ceiling 0.0100",
        "title was not measured",
    ]


def test_a_changed_page_makes_another_corpus(tmp_path: Path) -> None:
    floors = read_floors()
    for name in ("gold.jsonl", "wrong_gold.json", "score.py", "html/a.html.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    first = other_corpus(tmp_path, floors)

    (tmp_path / "html" / "a.html.gz").write_bytes(b"changed")

    second = other_corpus(tmp_path, floors)
    assert first is not None
    assert second is not None
    assert floors.corpus in second
    assert first != second
