"""The figures with their goals, as lines of text and as JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["met", "MISSED", ""]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure is to be: at most `bound`, or at least. `text` says it for people."""

    bound: float
    text: str
    is_least: bool = False

    def verdict(self, value: float) -> Verdict:
        return "met" if (value >= self.bound if self.is_least else value <= self.bound) else "MISSED"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. `value` is in `unit` ("ms", "s", "MB", "%" of a share, "x"); `beside` is what it is read against."""

    name: str
    value: float
    unit: str
    goal: Goal | None = None
    beside: str = ""
    runs: tuple[float, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.goal.verdict(self.value) if self.goal else ""


def table_lines(figures: Iterable[Figure]) -> Iterator[str]:
    """A head, then a line a figure: the value, the least and the most of its runs, the goal, whether it is met."""
    yield f"{'figure':<44}{'median':>10} {'':4}{'runs':<18}{'goal':<10}{'':8}beside"
    for one in figures:
        spread = f"{_shown(min(one.runs), one.unit)}..{_shown(max(one.runs), one.unit)}" if len(one.runs) > 1 else ""
        goal = one.goal.text if one.goal else ""
        unit = "" if one.unit == "%" else one.unit
        value = f"{one.name:<44}{_shown(one.value, one.unit):>10} {unit:4}"
        yield f"{value}{spread:<18}{goal:<10}{one.verdict:<8}{one.beside}".rstrip()


def as_json(figure: Figure) -> dict[str, object]:
    """The figure as an object of JSON."""
    return {
        "name": figure.name, "value": figure.value, "unit": figure.unit, "runs": list(figure.runs),
        "goal": figure.goal.text if figure.goal else None, "verdict": figure.verdict or None, "beside": figure.beside,
    }  # fmt: skip


def _shown(value: float, unit: str) -> str:
    if unit == "%":
        return f"{value:.1%}"
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
