"""Parts: the files of an export, each of a bounded number of records, written so that a cut off export can go on.

A part is written beside its place, synced, renamed, and then noted with the key of what it was made from; a part that
stands with the key that it would have now is kept as it is.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from crawler.errors import CannotWrite, UsageError
from crawler.export.part_notes import Note, PartNotes
from crawler.export.work import Chosen, Work
from crawler.run.records_reader import open_segment
from crawler.state.rows import Segment
from pipelines.exports.layout import WrittenFile
from pipelines.exports.manifest import sha256_of
from pipelines.exports.writer import Format, Record

PART_RECORDS = 50_000  # some 200 MB of JSONL: what an export that is cut off loses at most
PROGRESS_EVERY = 1_000  # records

Shape = Callable[[dict[str, object]], Record]
Told = Callable[[int], None]


class RecordReader:
    """Reads chosen records of the snapshot `segments` of a store, with their group of copies."""

    def __init__(self, store: Path, segments: Sequence[Segment], work: Work) -> None:
        self._store, self._segments, self._work = store, segments, work

    def records(self, rows: Sequence[Chosen]) -> Iterator[dict[str, object]]:
        """The records of `rows`, in order. Raises UsageError when a segment is gone or has been changed."""
        for number, of_segment in groupby(rows, key=lambda row: row.segment):
            path = self._segments[number].path
            with self._opened(path) as file:
                for row in of_segment:
                    file.seek(row.offset)
                    try:
                        record = json.loads(file.read(row.length))
                    except ValueError as error:
                        raise UsageError(
                            f"{self._store / path} was changed meanwhile; run the same command again"
                        ) from error
                    yield record | {"duplicate_group": self._work.group_of(record["id"])}

    def key_of(self, rows: Sequence[Chosen], begin: str) -> str:
        """What tells these records, in this order and with these groups, from all others, with `begin` before it."""
        digest = hashlib.sha256(begin.encode())
        for row in rows:
            digest.update(f"\n{self._segments[row.segment].path} {row.offset} {row.length}".encode())
        return digest.hexdigest()

    def _opened(self, path: str) -> BinaryIO:
        try:
            return open_segment(self._store, path)
        except FileNotFoundError:
            raise UsageError(f"{self._store / path} is gone; run the same command again") from None


class Parts:
    """Writes parts below `folder` in `form`, of at most `most` records each, as `shape` makes them of the stored."""

    def __init__(
        self, folder: Path, notes: PartNotes, reader: RecordReader, form: Format, shape: Shape, most: int
    ) -> None:
        self._folder, self._notes, self._reader = folder, notes, reader
        self._form, self._shape, self._most = form, shape, most

    def write(self, chosen: Iterator[Chosen], key: str, progress: Told) -> list[WrittenFile]:
        """All parts, in order of their paths. `key` stands for all that decides about bytes besides the stored records.

        `progress` hears how many records are written. Raises CannotWrite, and UsageError as the reader does.
        """
        written: list[WrittenFile] = []
        before = 0
        for folder, rows in groupby(chosen, key=lambda row: row.folder):
            for number, batch in enumerate(_batches(rows, self._most), 1):
                path = f"{folder}/records-{number:05}{self._form.ending}"
                told = _beyond(before, progress)
                written.append(self._part(path, batch, self._reader.key_of(batch, key), told))
                before += len(batch)
                progress(before)
        return written

    def _part(self, path: str, rows: Sequence[Chosen], key: str, progress: Told) -> WrittenFile:
        if standing := self._notes.standing(path, key):
            return standing
        place = self._folder / path
        part = place.with_name(place.name + ".part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._form.open(part)) as writer:
                for number, record in enumerate(self._reader.records(rows), 1):
                    writer.write(self._shape(record))
                    if number % PROGRESS_EVERY == 0:
                        progress(number)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            made = WrittenFile(path, part.stat().st_size, sha256_of(part), len(rows))
            part.replace(place)
            self._notes.add(Note(key, made))
        except OSError as error:
            raise CannotWrite(f"cannot write {place}: {error.strerror or error}; what is whole stays") from error
        except ValueError as error:
            raise UsageError(f"a record does not fit into {place}: {error}") from error
        return made


def _batches(rows: Iterator[Chosen], most: int) -> Iterator[list[Chosen]]:
    while batch := list(islice(rows, most)):
        yield batch


def _beyond(before: int, progress: Told) -> Told:
    return lambda records: progress(before + records)
