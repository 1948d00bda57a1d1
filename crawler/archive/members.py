"""Where the members of an archive file begin and end, each decompressed to its end on the way."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from crawler.bodies.stream import STEP_BYTES, STREAMS, Stream, may_begin, zstd

KINDS: dict[str, Stream] = {".gz": STREAMS["gzip"], ".zst": STREAMS["zstd"]}


class NotWhole(Exception):
    """A member is damaged or cut off; `offset` is where it begins."""

    def __init__(self, offset: int, how: str, *, is_cut_off: bool = False) -> None:
        super().__init__(f"the member {how}")
        self.offset, self.is_cut_off = offset, is_cut_off


def stream_of(name: str) -> Stream | None:
    """How the members of a file called `name` are packed; None for a plain .warc."""
    return KINDS.get(Path(name.removesuffix(".part")).suffix)


def members(path: Path, start: int = 0) -> Iterator[tuple[int, int]]:
    """Offset and length of each member of the gzip or zstd file `path`, in order, from the one at `start` on.

    Raises NotWhole at the first that does not decompress to its own end, checksum and all, and OSError.
    """
    stream = stream_of(path.name)
    if stream is None:
        raise ValueError(f"{path.name} has no members")
    with path.open("rb") as file:
        file.seek(start)
        at, data = start, file.read(STEP_BYTES)
        while data:
            if len(data) < 4:
                data += file.read(STEP_BYTES)
            if not may_begin(data[:4], stream.magics):
                raise NotWhole(at, "is none: other bytes stand there")
            length, data = _end_of(file, stream, data, at)
            yield at, length
            at += length


def _end_of(file: BinaryIO, stream: Stream, data: bytes, at: int) -> tuple[int, bytes]:
    """The length of the member that begins with `data`, and what was read beyond it."""
    decompressor, fed = stream.begin(), 0
    while data:
        fed += len(data)
        try:
            for _ in decompressor.feed(data):
                pass
        except (zlib.error, zstd.ZstdError, EOFError) as error:
            raise NotWhole(at, "is damaged") from error
        if decompressor.is_whole:
            rest = decompressor.rest
            return fed - len(rest), rest or file.read(STEP_BYTES)
        data = file.read(STEP_BYTES)
    raise NotWhole(at, "is cut off", is_cut_off=True)
