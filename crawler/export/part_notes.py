"""Notes of the parts that stand: by them an export that was cut off goes on."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.exports.layout import WrittenFile
from pipelines.exports.manifest import sha256_of


@dataclass(frozen=True, slots=True)
class Note:
    """A part: what it is, and the key of what it was made from."""

    key: str
    file: WrittenFile


class PartNotes:
    """Notes in the file `path`, of parts below `folder`. A later one of the same part counts."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path, self._folder = path, folder
        self._notes = {note.file.path: note for note in _read(path)}

    def standing(self, path: str, key: str) -> WrittenFile | None:
        """The part at `path`, when it stands as it was noted, with that key."""
        note = self._notes.get(path)
        if note is None or note.key != key:
            return None
        place = self._folder / path
        try:
            is_same = place.stat().st_size == note.file.size_bytes and sha256_of(place) == note.file.sha256
        except FileNotFoundError:
            return None
        return note.file if is_same else None

    def add(self, note: Note) -> None:
        """Note a part that is synced and in its place. Raises OSError."""
        with self._path.open("ab") as file:
            file.write(json.dumps(asdict(note)).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _read(path: Path) -> Iterator[Note]:
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            read = json.loads(line)
            yield Note(read["key"], WrittenFile(**read["file"]))
        except (ValueError, KeyError, TypeError):  # the last one, when writing it was cut off
            continue
