"""A layout by splits, around the one that a format asks for: data/site=…/ becomes data/train/site=…/."""

from collections.abc import Iterable, Mapping, Sequence

from pipelines.exports.layout import DATA, Layout, WrittenFile
from pipelines.exports.units import Splitter
from pipelines.exports.writer import Record


class Parted:
    """`inner`, once in the folder of each part of `splitter`."""

    def __init__(self, splitter: Splitter, inner: Layout) -> None:
        self._splitter, self._inner = splitter, inner

    @property
    def looks_ahead(self) -> bool:
        return self._splitter.plan.looks_ahead

    @property
    def split(self) -> Mapping[str, object]:
        return self._splitter.described()

    def learn(self, records: Iterable[Record]) -> None:
        for record in records:
            self._splitter.learn(record)
        self._splitter.settle()

    def place(self, record: Record) -> str:
        return f"{DATA}/{self._splitter.part_of(record)}{self._inner.place(record).removeprefix(DATA)}"

    def papers(self, files: Sequence[WrittenFile]) -> dict[str, str]:
        return self._inner.papers(files)

    def close(self) -> None:
        self._splitter.close()
