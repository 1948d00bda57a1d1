"""Reads the lines of a store's record and reject segments: as much of each as is committed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from crawler.run.store import PART
from crawler.state.rows import Segment

BLOCK_BYTES = 1_000_000  # read at once: larger ones are no faster
MAX_LINE_BYTES = 100_000_000  # ten times what a page may have on the wire: no line of ours is longer


@dataclass(frozen=True, slots=True)
class StoredLine:
    """One line. `segment` is relative to the store, `number` counts from 1, `end` is the offset behind it."""

    segment: str
    number: int
    end: int
    raw: bytes

    def value(self) -> Mapping[str, object]:
        """The JSON object that it is. Raises ValueError when it is none."""
        try:
            value = json.loads(self.raw)
        except RecursionError as error:
            raise ValueError("JSON nested too deep") from error
        if not isinstance(value, dict):
            raise ValueError("not a JSON object")
        return value


def lines(folder: Path, segment: Segment, needles: Iterable[bytes] = ()) -> Iterator[StoredLine]:
    """The committed lines of `segment` in the store `folder`, in order; with `needles` those that hold one of them.

    Blocks of lines are looked through as bytes, at some gigabytes a second: what is not asked for is neither split
    nor parsed, and no more than one block is in memory. Raises FileNotFoundError when the file is gone.
    """
    wanted = tuple(needles)
    end = number = 0
    with open_segment(folder, segment.path) as file:
        for block in _blocks(file, segment.committed_bytes):
            if wanted and not any(needle in block for needle in wanted):
                end += len(block)
                number += block.count(b"\n")
                continue
            for raw in BytesIO(block):
                end += len(raw)
                number += 1
                if not wanted or any(needle in raw for needle in wanted):
                    yield StoredLine(segment.path, number, end, raw)


def open_segment(folder: Path, path: str) -> BinaryIO:
    """The file of a segment, whether a run still writes to it or not. Raises FileNotFoundError."""
    try:
        return (folder / path).open("rb")
    except FileNotFoundError:
        pass
    try:
        return (folder / (path + PART)).open("rb")
    except FileNotFoundError:
        return (folder / path).open("rb")  # closed between the two looks


def field_of(name: str, value: str) -> bytes:
    """The bytes by which a line with the text `value` in its field `name` is told, as `crawler.record` writes them."""
    return f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False)}".encode()


def _blocks(file: BinaryIO, length: int) -> Iterator[bytes]:
    """The first `length` bytes, as whole lines together; a line that is longer than any of ours comes in parts."""
    while length > 0:
        block = file.read(min(length, BLOCK_BYTES))
        if not block:
            return
        if not block.endswith(b"\n"):
            block += file.readline(min(length - len(block), MAX_LINE_BYTES))
        length -= len(block)
        yield block
