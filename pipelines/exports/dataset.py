"""A data set's folder as `datasets.load_dataset` takes it: Parquet files by split, the card, the Croissant metadata.

    data/train/*.parquet    data/test/*.parquet    README.md    croissant.json    manifest.json

An export of such a folder passes every record through `DataSet`: first all through `learn` when `looks_ahead`, then
each through `place`, which names its split and counts it; `papers` then gives the files that say what the set is.

Folders are no `site=…` partitions: `datasets` and `mlcroissant` would not see such a column, and where the files hold
it too, pandas refuses the folder.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipelines.exports.card import About, card
from pipelines.exports.croissant import Column, DataFile, croissant
from pipelines.exports.tally import Tally
from pipelines.exports.units import Splitter

CARD = "README.md"
CROISSANT = "croissant.json"
DATA = "data"
ONLY_PART = "train"  # what `datasets` calls the one part of a set without splits


class DataSet:
    """Where each record of a data set goes, and what is to be said of them all; without `splitter` in one part."""

    def __init__(self, splitter: Splitter | None, about: About, columns: Sequence[Column]) -> None:
        self._splitter, self._about, self._columns = splitter, about, columns
        self._tally = Tally()

    @property
    def looks_ahead(self) -> bool:
        """Whether all records are needed before the first is placed."""
        return self._splitter is not None and self._splitter.plan.looks_ahead

    @property
    def split(self) -> Mapping[str, object] | None:
        """How the parts were made; whole when every record is learned."""
        return None if self._splitter is None else self._splitter.described()

    def learn(self, records: Iterable[Mapping[str, object]]) -> None:
        if self._splitter is not None:
            for record in records:
                self._splitter.learn(record)
            self._splitter.settle()

    def place(self, record: Mapping[str, object]) -> str:
        """The folder for the files that `record` goes into, relative to the set's. Call it once for each record."""
        part = ONLY_PART if self._splitter is None else self._splitter.part_of(record)
        self._tally.add(record, part)
        return f"{DATA}/{part}"

    def papers(self, files: Sequence[DataFile]) -> dict[str, str]:
        """The text of README.md and of croissant.json, by name, for the Parquet files `files`."""
        parts = (ONLY_PART,) if self._splitter is None else self._splitter.plan.parts
        paths = {part: f"{DATA}/{part}/*.parquet" for part in parts if part in self._tally.parts.of}
        return {
            CARD: card(self._tally, self._about, paths, self.split),
            CROISSANT: croissant(self._about.title, self._tally, files, self._columns),
        }

    def close(self) -> None:
        if self._splitter is not None:
            self._splitter.close()
