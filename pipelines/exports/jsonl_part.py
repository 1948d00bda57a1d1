"""JSONL: one JSON object a line, in UTF-8, as the record segments have it."""

from collections.abc import Callable
from pathlib import Path

from pipelines.exports.compressing import Compression, opened
from pipelines.exports.writer import Format, Record


class JsonlPart:
    """Writes records as lines; `line_of` gives the JSON of one, without a line end."""

    def __init__(self, path: Path, compression: Compression | None, line_of: Callable[[Record], str]) -> None:
        self._file = opened(path, compression)
        self._line_of = line_of

    def write(self, record: Record) -> None:
        self._file.write(self._line_of(record).encode() + b"\n")

    def close(self) -> None:
        self._file.close()


def jsonl(line_of: Callable[[Record], str], compression: Compression | None) -> Format:
    """The format."""
    return Format(
        ".jsonl" + (f".{compression}" if compression else ""), lambda path: JsonlPart(path, compression, line_of)
    )
