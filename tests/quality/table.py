"""The figures as lines of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.quality.figures import FIGURES, Figure, Measured
from tests.quality.halves import HALVES, half_of
from tests.quality.scorer import PageScore, Scorer

COLUMNS = {
    "F1": "F1", "P": "P", "R": "R", "exact": "exact", "leak": "leak", "rouge": "rouge", "title": "title",
    "authors": "authors", "date": "day", "segR": "segR", "segL": "segL", "segF1": "segF1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One extractor: its name as a column's head, its pages and figures."""

    name: str
    pages: Sequence[PageScore]
    figures: Mapping[str, Measured]
    is_body_only: bool = False


def figure_lines(sides: Sequence[Side], floors: Mapping[str, float]) -> Iterator[str]:
    """A line a figure, each side's value with its standard error by host; goal and floor are held to the first side."""
    yield "".join([f"{'figure':22}", *(f"{side.name:>18}" for side in sides), f"{'floor':>9}{'goal':>9}  goal met"])
    for figure in FIGURES:
        if figure.name not in sides[0].figures:
            continue
        cells = [_with_error(side.figures.get(figure.name)) for side in sides]
        bounds = (floors.get(figure.name), figure.goal)
        met = _is_met(figure, sides[0].figures[figure.name].value)
        yield "".join([f"{figure.name:22}", *(f"{cell:>18}" for cell in cells), *map(_bound, bounds), met])


def set_lines(scorer: Scorer, sides: Sequence[Side]) -> Iterator[str]:
    """A line for each set of the corpus and each half of the hosts, and each side; in the scorer's columns."""
    yield "".join([f"{'pages':12}{'n':>4} {'':15}", *(f"{name:>8}" for name in COLUMNS.values())])
    everything = sides[0].pages
    sets = sorted({page.gold.source_set for page in everything})
    groups = {name: [page.gold.id for page in everything if page.gold.source_set == name] for name in sets}
    for half in HALVES:
        groups[f"{half} half"] = [page.gold.id for page in everything if half_of(page.gold.host) == half]
    for name, ids in groups.items():
        for side in sides:
            columns = scorer.columns([page for page in side.pages if page.gold.id in set(ids)])
            shown = {c: v for c, v in columns.items() if not (side.is_body_only and c in ("title", "authors", "date"))}
            cells = [f"{shown[column]:8.4f}" if column in shown else " " * 8 for column in COLUMNS]
            yield "".join([f"{name:12}{len(ids):>4} {side.name:15}", *cells]).rstrip()


def _with_error(measured: Measured | None) -> str:
    return f"{measured.value:.4f} ±{measured.error:.4f}" if measured else "-"


def _bound(value: float | None) -> str:
    return f"{value:>9.3f}" if value is not None else f"{'-':>9}"


def _is_met(figure: Figure, value: float) -> str:
    if figure.goal is None:
        return ""
    return "  yes" if figure.meets(value, figure.goal) else f"  no, {figure.goal - value:+.4f} to go"
