"""Scored pages made for the tests of the quality gate."""

from pathlib import Path

from tests.quality.corpus import Gold
from tests.quality.prediction import Prediction
from tests.quality.scorer import PageScore


def gold_of(identifier: str, *, source_set: str = "ade", paragraphs: tuple[str, ...] = ()) -> Gold:
    record: dict[str, object] = {
        "id": identifier,
        "source_set": source_set,
        "host": f"{identifier}.example",
        "url": f"https://{identifier}.example/ferry",
        "html": "html/none.html.gz",
        "body_kind": "paragraphs",
        "paragraphs": list(paragraphs),
        "optional": None,
        "with": None,
        "without": None,
        "title": "Ferries return",
        "authors": ["Ann Lee"],
        "date_published": "2025-03-04",
    }
    return Gold(
        id=identifier, source_set=source_set, host=f"{identifier}.example", url=f"https://{identifier}.example/ferry",
        path=Path("html/none.html.gz"), paragraphs=paragraphs, inside=("Ferries sail",), outside=("Read more",),
        title="Ferries return", authors=("Ann Lee",), day="2025-03-04", wrong=frozenset(), record=record,
    )  # fmt: skip


def scored(gold: Gold, found: Prediction, *, body: float | None = None, title: float | None = None) -> PageScore:
    return PageScore(gold, found, body, 0.5, title, 0.0, 0.0, {}, {})
