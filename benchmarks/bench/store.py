"""What a side left behind: its records and how many bytes they and the rest take."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

GOOD_CHARACTERS = 250  # of text; below it a page gave a stub


@dataclass(frozen=True, slots=True)
class Records:
    """How many records there are, how many of them hold a text, and the mean length of those texts in characters."""

    count: int
    good: int
    mean_characters: float


@dataclass(frozen=True, slots=True)
class Bytes:
    """What a store takes on the disk."""

    archive: int
    index: int
    records: int
    state: int
    others: int


def read_records(files: Iterable[Path]) -> Records:
    """The records in files of JSONL."""
    lengths = [len(json.loads(line).get("text") or "") for file in files for line in file.read_bytes().splitlines()]
    good = [length for length in lengths if length >= GOOD_CHARACTERS]
    return Records(len(lengths), len(good), sum(good) / max(1, len(good)))


def read_losses(reports: Iterable[Path]) -> Mapping[str, int]:
    """How many pages gave no record, by reason, as the reports of runs say."""
    found: Counter[str] = Counter()
    for path in reports:
        report = json.loads(path.read_text("utf-8"))
        found.update(report["rejects"])
        found.update(report["errors"])
    return found


def read_bytes(store: Path) -> Bytes:
    """The sizes of a store that no run is in."""
    archive = index = records = state = others = 0
    for path in store.rglob("*"):
        if path.is_file():
            size = path.stat().st_size
            top = path.relative_to(store).parts[0]
            if ".cdxj" in path.name:
                index += size
            elif top == "archive":
                archive += size
            elif top == "records":
                records += size
            elif top.startswith("state"):
                state += size
            else:
                others += size
    return Bytes(archive, index, records, state, others)
