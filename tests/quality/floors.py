"""The gate: what each figure must keep, and the corpus that it was measured on."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.quality.corpus import fingerprint
from tests.quality.figures import FIGURES

PATH = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True, slots=True)
class Floors:
    """The bounds of figures, and the hash of the corpus that they were measured on.

    `shipped` and `other_hosts` are held to all pages, `sample` to those that the tests read, by the names of figures;
    `metadata` to all pages with metadata, by the scorer's columns.
    """

    corpus: str
    shipped: Mapping[str, float]
    other_hosts: Mapping[str, float]
    sample: Mapping[str, float]
    metadata: Mapping[str, float]


def read_floors(path: Path = PATH) -> Floors:
    """The floors in `path`. Raises KeyError when a part is missing, ValueError for a figure that there is not."""
    table = tomllib.loads(path.read_text("utf-8"))
    known = {figure.name for figure in FIGURES}
    for part in ("shipped", "other_hosts", "sample"):
        if unknown := table[part].keys() - known:
            raise ValueError(f"no such figure in [{part}]: {', '.join(sorted(unknown))}")
    return Floors(table["corpus"]["sha256"], table["shipped"], table["other_hosts"], table["sample"], table["metadata"])


def other_corpus(folder: Path, floors: Floors) -> str | None:
    """What to say when the corpus in `folder` is not the one that the floors were measured on."""
    found = fingerprint(folder)
    if found == floors.corpus:
        return None
    return f"the corpus is another than the floors were measured on: sha256 {found}, pinned {floors.corpus}"


def below(values: Mapping[str, float], bounds: Mapping[str, float]) -> list[str]:
    """A line for each figure in `bounds` that is on the wrong side of its bound, or was not measured."""
    lines = []
    for figure in FIGURES:
        if figure.name not in bounds:
            continue
        bound, value = bounds[figure.name], values.get(figure.name)
        if value is None:
            lines.append(f"{figure.name} was not measured")
        elif not figure.meets(value, bound):
            side = "above its ceiling" if figure.is_ceiling else "below its floor"
            lines.append(f"{figure.name} {value:.4f} is {side} {bound:.4f}")
    return lines
