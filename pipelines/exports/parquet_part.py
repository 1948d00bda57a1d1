"""Parquet: typed columns, compressed with zstd, in row groups of bounded size."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.exports.arrow_columns import ArrowColumn, schema_of, table_of
from pipelines.exports.writer import Format, Record

# A row group is what one thread reads at once, and what is in memory while it is written: 10,000 articles of some 4 KB
# are 40 MB. Long texts close it earlier.
ROW_GROUP_RECORDS = 10_000
ROW_GROUP_CHARS = 64_000_000
ZSTD_LEVEL = 3  # zstd's own


class ParquetPart:
    """Writes records as rows of `columns`."""

    def __init__(self, path: Path, columns: Sequence[ArrowColumn]) -> None:
        self._columns = columns
        self._writer = pq.ParquetWriter(
            path, schema_of(columns), compression="zstd", compression_level=ZSTD_LEVEL, write_page_index=True
        )
        self._waiting: list[Record] = []
        self._waiting_chars = 0

    def write(self, record: Record) -> None:
        self._waiting.append(record)
        text = record.get("text")
        self._waiting_chars += len(text) if isinstance(text, str) else 0
        if len(self._waiting) >= ROW_GROUP_RECORDS or self._waiting_chars >= ROW_GROUP_CHARS:
            self._flush()

    def close(self) -> None:
        try:
            self._flush()
        finally:
            self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(table_of(self._columns, self._waiting), row_group_size=len(self._waiting))
        self._waiting, self._waiting_chars = [], 0


def parquet(columns: Sequence[ArrowColumn]) -> Format:
    """The format."""
    return Format(".parquet", lambda path: ParquetPart(path, columns))
