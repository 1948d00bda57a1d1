"""Segments: the files that lines are appended to, and how much of them is committed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BufferedWriter

from crawler.errors import CannotWrite
from crawler.run.store import PART, Store
from crawler.state import State
from crawler.state.rows import Segment, SegmentKind

Opening = Callable[[str, datetime], bytes]


@dataclass(slots=True)
class _Open:
    path: str
    file: BufferedWriter
    length: int = 0
    committed: int = 0
    closing: bool = False


class SegmentWriter:
    """Appends to one kind of segment of one site. The first line opens a file, `rotate_bytes` closes it.

    `opening` gives what each file begins with, from its path in the store and the time. With a `leader` there is a
    file beside each of the leader's, of the same name but the ending, and no other. `append` only buffers.
    `flushed` and `mark_committed` are the committer's: it makes the bytes durable and then lets the state know.
    """

    def __init__(
        self,
        store: Store,
        state: State,
        site: str,
        kind: SegmentKind,
        rotate_bytes: int,
        clock: Callable[[], datetime],
        opening: Opening = lambda path, now: b"",
        ending: str | None = None,
        leader: "SegmentWriter | None" = None,
    ) -> None:
        self._store, self._state, self._clock = store, state, clock
        self._site, self._kind, self._rotate_bytes = site, kind, rotate_bytes
        self._opening, self._ending, self._leader = opening, ending, leader
        self._open: list[_Open] = []  # the last one takes new lines; those before it are closing
        self.written: list[str] = []  # segments that this run closed, relative to the store

    @property
    def path(self) -> str | None:
        """The segment that took the last line, relative to the store."""
        return self._open[-1].path if self._open else None

    def append(self, line: bytes) -> int:
        """Buffer one whole line or archive record; the offset of its first byte in `path`. Raises CannotWrite."""
        if not self._open or self._open[-1].closing or self._is_full(self._open[-1]):
            self.close()
            self._open.append(self._new())
        return self.append_beside(line)

    def append_beside(self, line: bytes) -> int:
        """Buffer what belongs into the same file as what was appended last, full or not. Raises CannotWrite."""
        current = self._open[-1]
        try:
            current.file.write(line)
        except OSError as error:
            raise _cannot_write(current.path, error) from error
        offset = current.length
        current.length += len(line)
        return offset

    def flushed(self) -> list[tuple[Segment, int]]:
        """Hand the buffers to the system; the segments with new bytes, and their file numbers to be synced."""
        dirty = [one for one in self._open if one.length > one.committed or one.closing]
        for one in dirty:
            try:
                one.file.flush()
            except OSError as error:
                raise _cannot_write(one.path, error) from error
        return [(self._segment(one), one.file.fileno()) for one in dirty]

    def mark_committed(self, segments: list[Segment]) -> None:
        """Note what the state now knows, and give the closed ones their final name. Raises CannotWrite."""
        lengths = {segment.path: segment for segment in segments}
        for one in list(self._open):
            segment = lengths.get(one.path)
            if segment is None:
                continue
            one.committed = segment.committed_bytes
            if segment.closed:
                try:
                    one.file.close()
                    (self._store.folder / (one.path + PART)).rename(self._store.folder / one.path)
                except OSError as error:
                    raise _cannot_write(one.path, error) from error
                self._open.remove(one)
                self.written.append(one.path)

    def close(self) -> None:
        """No more lines: the next commit closes what is open."""
        for one in self._open:
            one.closing = True

    def _is_full(self, one: _Open) -> bool:
        return one.path != self._beside(self._leader) if self._leader else one.length >= self._rotate_bytes

    def _beside(self, leader: "SegmentWriter") -> str:
        if leader.path is None:
            raise ValueError(f"{self._kind} lines come after what they lie beside")
        return self._store.path_beside(leader.path, self._kind)

    def _segment(self, one: _Open) -> Segment:
        return Segment(one.path, self._site, self._kind, one.length, one.closing)

    def _new(self) -> _Open:
        now = self._clock()
        path = (
            self._beside(self._leader)
            if self._leader
            else self._store.segment_path(self._kind, self._site, now, self._ending)
        )
        self._state.segments.add(path, self._site, self._kind)
        begins = self._opening(path, now)
        try:
            file = (self._store.folder / (path + PART)).open("xb")
            file.write(begins)
        except OSError as error:
            raise _cannot_write(path, error) from error
        return _Open(path, file, len(begins))


class Discard:
    """Lines that nobody keeps: a one-off fetch without --keep."""

    path = None

    def append(self, line: bytes) -> int:
        """Take the line and forget it."""
        return 0


def sync(numbers: list[int]) -> None:
    """Make the files durable. Raises CannotWrite."""
    for number in numbers:
        try:
            os.fsync(number)
        except OSError as error:
            raise _cannot_write("the segment", error) from error


def _cannot_write(path: str, error: OSError) -> CannotWrite:
    return CannotWrite(f"cannot write {path}: {error.strerror}")
