"""The corpus's own scorer, as values."""

import importlib.util
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from tests.quality.corpus import Gold
from tests.quality.prediction import Prediction
from tests.quality.rouge import Rouge, rouge_lsum

ROUGE_SET = "feval"


@dataclass(frozen=True, slots=True)
class PageScore:
    """One page's scores, from 0 to 1; None where the gold does not say.

    `marks` is what the scorer needs to sum pages up, `marks_raw` the same with the wrong gold counted.
    """

    gold: Gold
    found: Prediction
    body: float | None
    segments: float | None
    title: float | None
    authors: float | None
    day: float | None
    marks: Mapping[str, object]
    marks_raw: Mapping[str, object]


class _Rouge:
    """Stands where the scorer expects rouge_score.RougeScorer."""

    def score(self, target: str, prediction: str) -> dict[str, Rouge]:
        return {"rougeLsum": rouge_lsum(target, prediction)}


class _Module(Protocol):
    def score_page(
        self, item: Mapping[str, object], prediction: Mapping[str, object], scorer: _Rouge | None
    ) -> dict[str, object]: ...

    def summarise(self, pages: Sequence[Mapping[str, object]], rounds: int) -> dict[str, object]: ...


class Scorer:
    """score.py of the corpus in `folder`."""

    def __init__(self, folder: Path) -> None:
        spec = importlib.util.spec_from_file_location("corpus_score", folder / "score.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self._module = cast(_Module, module)

    def page(self, gold: Gold, found: Prediction) -> PageScore:
        """The scores of `found`; ROUGE only where a figure needs it, for it is slow."""
        rouge = _Rouge() if gold.source_set == ROUGE_SET else None
        marks = self._module.score_page(gold.record_without_wrong(), found.as_record(), rouge)
        marks_raw = self._module.score_page(gold.record, found.as_record(), None) if gold.wrong else marks
        return PageScore(
            gold, found, _number(marks, "f1"), _segments(marks), _number(marks, "title"), _number(marks, "authors"),
            _number(marks, "date"), marks, marks_raw,
        )  # fmt: skip

    def columns(self, pages: Sequence[PageScore]) -> dict[str, float]:
        """The numbers of all `pages` together, by the scorer's names of columns; "title raw" counts wrong gold."""
        row = self._module.summarise([page.marks for page in pages], 0)
        raw = self._module.summarise([page.marks_raw for page in pages], 0)
        row |= {f"{name} raw": raw[name] for name in ("title", "authors", "date") if name in raw}
        return {name: value for name, value in row.items() if isinstance(value, float)}


def by_host(pages: Sequence[PageScore]) -> list[list[PageScore]]:
    """`pages` of each host."""
    groups: dict[str, list[PageScore]] = defaultdict(list)
    for page in pages:
        groups[page.gold.host].append(page)
    return list(groups.values())


def squeezed(text: str) -> str:
    """`text` with single spaces, as segments are looked for."""
    return re.sub(r"\s+", " ", text).strip()


def _number(marks: Mapping[str, object], name: str) -> float | None:
    value = marks.get(name)
    return value if isinstance(value, float) else None


def _segments(marks: Mapping[str, object]) -> float | None:
    """The share of a page's segments that are where they must be."""
    inside, outside = marks.get("with"), marks.get("without")
    if not isinstance(inside, list) or not isinstance(outside, list):
        return None
    return (sum(inside) + len(outside) - sum(outside)) / max(1, len(inside) + len(outside))
