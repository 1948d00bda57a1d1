"""A data set's folder as `datasets.load_dataset` takes it: Parquet files by split, the card, the Croissant metadata.

    data/train/*.parquet    data/test/*.parquet    README.md    croissant.json    manifest.json

Folders are no `site=…` partitions: `datasets` and `mlcroissant` would not see such a column, and where the files hold
it too, pandas refuses the folder.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipelines.exports.card import About, card
from pipelines.exports.croissant import Column, croissant
from pipelines.exports.layout import DATA, WrittenFile
from pipelines.exports.parted import Parted
from pipelines.exports.splits import PART_NAMES
from pipelines.exports.tally import Tally
from pipelines.exports.writer import Record

CARD = "README.md"
CROISSANT = "croissant.json"
ONLY_PART = "train"  # what `datasets` calls the one part of a set without splits


class DataSet:
    """A layout that counts what it places, and says it in its papers; without `parted` all is in one part."""

    def __init__(self, parted: Parted | None, about: About, columns: Sequence[Column]) -> None:
        self._parted, self._about, self._columns = parted, about, columns
        self._tally = Tally()

    @property
    def looks_ahead(self) -> bool:
        return self._parted is not None and self._parted.looks_ahead

    @property
    def split(self) -> Mapping[str, object] | None:
        return self._parted.split if self._parted else None

    def learn(self, records: Iterable[Record]) -> None:
        if self._parted:
            self._parted.learn(records)

    def place(self, record: Record) -> str:
        folder = self._parted.place(record) if self._parted else f"{DATA}/{ONLY_PART}"
        self._tally.add(record, folder.rpartition("/")[2])
        return folder

    def papers(self, files: Sequence[WrittenFile]) -> dict[str, str]:
        """The text of README.md and of croissant.json, by name, for the Parquet files `files`."""
        parts = sorted(self._tally.parts.of, key=PART_NAMES[3].index)
        paths = {part: f"{DATA}/{part}/*.parquet" for part in parts}
        return {
            CARD: card(self._tally, self._about, paths, self.split),
            CROISSANT: croissant(self._about.title, self._tally, files, self._columns),
        }

    def close(self) -> None:
        if self._parted:
            self._parted.close()
