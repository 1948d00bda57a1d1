"""The extraction corpus: its records as values, and the hash by which it is known."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# What wrong_gold.json calls a field, and what gold.jsonl calls it.
FIELDS = {"title": "title", "authors": "authors", "date": "date_published"}


@dataclass(frozen=True, slots=True)
class Gold:
    """What the corpus says of one page. `record` is its line in gold.jsonl, `wrong` the fields found to be wrong."""

    id: str
    source_set: str
    host: str
    url: str
    path: Path
    paragraphs: tuple[str, ...]  # empty for a page with segments
    inside: tuple[str, ...]  # segments that must be in the text
    outside: tuple[str, ...]  # segments that must not
    title: str | None
    authors: tuple[str, ...] | None
    day: str | None
    wrong: frozenset[str]  # names as in FIELDS
    record: Mapping[str, object]

    def html(self) -> str:
        """The page, as extractors get it."""
        return gzip.decompress(self.path.read_bytes()).decode()

    def record_without_wrong(self) -> Mapping[str, object]:
        """`record` without the fields that were found to be wrong."""
        return {**self.record, **{FIELDS[name]: None for name in self.wrong}}


def read_corpus(folder: Path) -> tuple[Gold, ...]:
    """All pages of the corpus in `folder`, in its order."""
    wrong = json.loads((folder / "wrong_gold.json").read_text("utf-8"))
    lines = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    return tuple(_gold(folder, json.loads(line), wrong) for line in lines)


def fingerprint(folder: Path) -> str:
    """sha256 over the gold, the list of wrong gold, the scorer and the pages as stored, in the order of their names."""
    digest = hashlib.sha256()
    named = [folder / name for name in ("gold.jsonl", "wrong_gold.json", "score.py")]
    for path in [*named, *sorted((folder / "html").iterdir())]:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _gold(folder: Path, record: Mapping[str, object], wrong: Mapping[str, list[str]]) -> Gold:
    identifier = str(record["id"])
    authors = record["authors"]
    return Gold(
        id=identifier,
        source_set=str(record["source_set"]),
        host=str(record["host"]),
        url=str(record["url"]),
        path=folder / str(record["html"]),
        paragraphs=_texts(record["paragraphs"]),
        inside=_texts(record["with"]),
        outside=_texts(record["without"]),
        title=str(record["title"]) if record["title"] else None,
        authors=None if authors is None else _texts(authors),
        day=str(record["date_published"]) if record["date_published"] else None,
        wrong=frozenset(name for name in FIELDS if identifier in wrong[name]),
        record=record,
    )


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list | None)
    return tuple(map(str, value or ()))
