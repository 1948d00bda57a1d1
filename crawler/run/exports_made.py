"""The exports that a store remembers: where each went, and when."""

import json
from collections.abc import Iterator
from pathlib import Path

EXPORTS = "reports/exports.jsonl"  # a line an export, with `at` and `to`


def exports_made(folder: Path) -> Iterator[str]:
    """A line for people for each export of the store `folder`, the first first; lines that tell none are left out."""
    try:
        lines = (folder / EXPORTS).read_bytes().splitlines()
    except OSError:
        return
    for line in lines:
        try:
            value = json.loads(line)
            yield f"{value['to']}, {value['at'][:10]}"
        except (ValueError, KeyError, TypeError):
            continue
