"""A file that is written compressed, with the same bytes for the same content: without name and time of its making."""

import gzip
import sys
from pathlib import Path
from typing import BinaryIO, Literal, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Compression = Literal["gz", "zst"]
COMPRESSIONS: tuple[Compression, ...] = ("gz", "zst")

GZIP_LEVEL = 6  # zlib's own
BUFFER_BYTES = 1_000_000


class _Gzip(gzip.GzipFile):
    """A gzip file that also closes what it writes to."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=raw, mtime=0)
        self._raw_file = raw

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._raw_file.close()


def opened(path: Path, compression: Compression | None) -> BinaryIO:
    """A stream into the new file `path`, to be closed. Raises OSError."""
    match compression:
        case "gz":
            return cast("BinaryIO", _Gzip(path.open("wb", buffering=BUFFER_BYTES)))
        case "zst":
            return cast("BinaryIO", zstd.open(path, "wb"))
    return path.open("wb", buffering=BUFFER_BYTES)
