"""What an extractor says of a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Prediction:
    """Text and metadata of one page; empty where the extractor found none.

    `readers` says who gave which field, `rejected` why the page gave no article.
    """

    id: str
    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""
    readers: Mapping[str, str] = field(default_factory=dict)
    rejected: str = ""

    def as_record(self) -> dict[str, object]:
        """The prediction as the corpus's scorer reads it."""
        return {
            "id": self.id,
            "text": self.text,
            "title": self.title,
            "authors": list(self.authors),
            "date_published": self.day,
        }


def read_predictions(path: Path) -> dict[str, Prediction]:
    """The answers of `newskeep extract`, by their ids."""
    with path.open(encoding="utf-8") as lines:
        return {found.id: found for found in (_prediction(json.loads(line)) for line in lines)}


def _prediction(record: Mapping[str, object]) -> Prediction:
    if "rejected" in record:
        return Prediction(id=str(record["id"]), rejected=str(record["rejected"]))
    authors, extraction = record["authors"], record["extraction"]
    assert isinstance(authors, list)
    assert isinstance(extraction, dict)
    return Prediction(
        id=str(record["id"]),
        text=str(record["text"]),
        title=str(record["title"] or ""),
        authors=tuple(map(str, authors)),
        day=str(record["date_published"] or "")[:10],
        readers={str(name): str(reader) for name, reader in extraction["readers"].items()},
    )
