"""The figures that stand for how good extraction is, each with its goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.quality.scorer import PageScore, Scorer, by_host
from tests.quality.spread import standard_errors

FULL_TEXT = frozenset({"ade", "aeb", "feval", "fundus"})
DATED = frozenset({"ade", "fundus"})  # the sets with full text that have metadata


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of the scorer over some sets of the corpus. A goal of None: shown beside another figure only."""

    name: str
    column: str
    sets: frozenset[str]
    goal: float | None
    is_ceiling: bool = False  # the less, the better
    is_body: bool = True  # it hangs on the block trees, which were learned from these pages

    def meets(self, value: float, bound: float) -> bool:
        """Whether `value` is on the good side of `bound`, or on it."""
        return value <= bound if self.is_ceiling else value >= bound


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure's value and its standard error by host."""

    value: float
    error: float


FIGURES = (
    Figure("body F1", "F1", FULL_TEXT, 0.965),
    Figure("body precision", "P", FULL_TEXT, None),
    Figure("body recall", "R", FULL_TEXT, None),
    Figure("exact texts", "exact", FULL_TEXT, 0.40),
    Figure("pages with a leak", "leak", FULL_TEXT, 0.015, is_ceiling=True),
    Figure("aeb F1", "F1", frozenset({"aeb"}), 0.975),
    Figure("feval F1", "F1", frozenset({"feval"}), 0.970),
    Figure("feval ROUGE-LSum", "rouge", frozenset({"feval"}), 0.970),
    Figure("segments F1", "segF1", frozenset({"traf"}), 0.940),
    Figure("title", "title", DATED, 0.92, is_body=False),
    Figure("authors F1", "authors", DATED, 0.92, is_body=False),
    Figure("day", "date", DATED, 0.95, is_body=False),
    Figure("title, raw gold", "title raw", DATED, None, is_body=False),
    Figure("authors F1, raw gold", "authors raw", DATED, None, is_body=False),
    Figure("day, raw gold", "date raw", DATED, 0.92, is_body=False),
)


def measure(scorer: Scorer, pages: Sequence[PageScore], *, is_body_only: bool = False) -> dict[str, Measured]:
    """Each figure that `pages` say anything of, by its name."""
    found: dict[str, Measured] = {}
    rows: dict[frozenset[str], tuple[Mapping[str, float], Mapping[str, float]]] = {}
    for figure in FIGURES:
        if is_body_only and not figure.is_body:
            continue
        if figure.sets not in rows:
            some = [page for page in pages if page.gold.source_set in figure.sets]
            rows[figure.sets] = scorer.columns(some), standard_errors(by_host(some), scorer.columns)
        values, errors = rows[figure.sets]
        if figure.column in values:
            found[figure.name] = Measured(values[figure.column], errors[figure.column])
    return found
