"""The new set: the lines that take the place of those on record, in files that do not count yet."""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedWriter
from pathlib import Path

from crawler.errors import CannotWrite
from crawler.run.records_reader import open_segment
from crawler.run.store import Store
from crawler.run.swap import LINES, NEW
from crawler.state.rows import Segment, SegmentKind

MOST_OPEN = 100  # files; an archive of others may hold thousands of sites


@dataclass(slots=True)
class NewLines:
    """The new files of one kind and site. `append` raises CannotWrite."""

    owner: "NewSet"
    site: str
    kind: SegmentKind
    paths: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    last: bytes = b""  # the line that was appended last

    @property
    def path(self) -> str | None:
        """Where the last line will lie, relative to the store."""
        return self.paths[-1] if self.paths else None

    def append(self, line: bytes) -> None:
        """Take one whole line."""
        self.owner.write(self, line)
        self.digest.update(line)
        self.lengths[-1] += len(line)
        self.last = line

    def segments(self) -> list[Segment]:
        """The files as the state will know them."""
        return [
            Segment(path, self.site, self.kind, length, closed=True)
            for path, length in zip(self.paths, self.lengths, strict=True)
        ]


class NewSet:
    """All new files of a store, each under its name and `.new`."""

    def __init__(self, store: Store, rotate_bytes: int, clock: Callable[[], datetime]) -> None:
        self._store, self._rotate_bytes, self._clock = store, rotate_bytes, clock
        self._open: OrderedDict[str, BufferedWriter] = OrderedDict()
        self._lines: dict[tuple[str, SegmentKind], NewLines] = {}

    def lines(self, site: str, kind: SegmentKind) -> NewLines:
        """Where the lines of that kind and site go."""
        return self._lines.setdefault((site, kind), NewLines(self, site, kind))

    def write(self, lines: NewLines, line: bytes) -> None:
        """Append to the file of `lines`, a new one where it is time. Raises CannotWrite."""
        try:
            if not lines.paths or lines.lengths[-1] >= self._rotate_bytes:
                lines.paths.append(self._new_path(lines))
                lines.lengths.append(0)
            self._file(lines.paths[-1]).write(line)
        except OSError as error:
            raise CannotWrite(
                f"cannot write {lines.paths[-1] if lines.paths else 'records'}: {error.strerror}"
            ) from error

    def make_durable(self) -> None:
        """Every line is on disk when this returns. Raises CannotWrite."""
        try:
            while self._open:
                _sync(self._open.popitem()[1])
        except OSError as error:
            raise CannotWrite(f"cannot write to {self._store.folder}: {error.strerror}") from error

    def is_as_before(self, site: str, before: Iterable[Segment]) -> bool:
        """Whether the lines of `site` are those of the segments `before`, in their order."""
        digests = {kind: hashlib.sha256() for kind in LINES}
        for segment in before:
            with open_segment(self._store.folder, segment.path) as file:
                left = segment.committed_bytes
                while data := file.read(min(left, 1_000_000)):
                    digests[segment.kind].update(data)
                    left -= len(data)
        return all(digest.digest() == self.lines(site, kind).digest.digest() for kind, digest in digests.items())

    def _file(self, path: str) -> BufferedWriter:
        if path in self._open:
            self._open.move_to_end(path)
            return self._open[path]
        if len(self._open) == MOST_OPEN:
            _sync(self._open.popitem(last=False)[1])
        self._open[path] = _appending(self._store.folder / (path + NEW))
        return self._open[path]

    def _new_path(self, lines: NewLines) -> str:
        path = self._store.segment_path(lines.kind, lines.site, self._clock())
        stem, _, number = path.removesuffix(".jsonl").rpartition("-")
        at = int(number)
        while f"{stem}-{at:03}.jsonl" in lines.paths:
            at += 1
        return f"{stem}-{at:03}.jsonl"


def _appending(path: Path) -> BufferedWriter:
    return path.open("ab")


def _sync(file: BufferedWriter) -> None:
    with file:
        file.flush()
        os.fsync(file.fileno())
