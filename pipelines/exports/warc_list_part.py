"""The list of captures: where in the archive the bytes lie that each record was made from.

Lines of six columns parted by tabs, the first line naming them: any tool reads the ranges and takes them out, `newskeep
archive cat --at` or `warcio` shows them.
"""

from pathlib import Path

from pipelines.exports.compressing import Compression, opened
from pipelines.exports.writer import Format, Record

POINTER = ("file", "offset", "length", "record_id", "digest")
COLUMNS = (*POINTER, "url")


class WarcListPart:
    """Writes a line a record. Raises ValueError for one without a capture."""

    def __init__(self, path: Path, compression: Compression | None) -> None:
        self._file = opened(path, compression)
        self._file.write("\t".join(COLUMNS).encode() + b"\n")

    def write(self, record: Record) -> None:
        archive = record["archive"]
        if not isinstance(archive, dict):
            raise ValueError("archive: has no capture")
        cells = [str(archive[name]) for name in POINTER] + [str(record["url"])]
        self._file.write("\t".join(cells).encode() + b"\n")

    def close(self) -> None:
        self._file.close()


def warc_list(compression: Compression | None) -> Format:
    """The format."""
    ending = ".tsv" + (f".{compression}" if compression else "")
    return Format(ending, lambda path: WarcListPart(path, compression))
