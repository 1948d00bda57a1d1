"""Sealed files written anew without what goes, under a name that keeps their place in the order of files."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BufferedWriter
from pathlib import Path
from uuid import uuid4

from crawler.archive.cdxj import line_of
from crawler.archive.fields import Fields
from crawler.archive.holdings import WarcFile, stem_of
from crawler.archive.member import SUFFIXES
from crawler.archive.warc import warcinfo
from crawler.errors import CannotWrite
from crawler.prune.ledger import Ledger
from crawler.record import json_line
from crawler.run.records_reader import StoredLine, lines
from crawler.run.store import Store
from crawler.run.swap import NEW
from crawler.state.rows import Segment

NUMBER = re.compile(r"-(?P<number>\d{3,})(?=\.)")  # "memo-20261124T074923Z-001.warc.gz"


def renewed(store: Store, path: str) -> str:
    """The name of what takes the place of the segment `path`: sorted behind it and before the next. 001, 0011, 0012."""
    head, number, ending = NUMBER.split(path, maxsplit=1)
    while True:
        number = f"{number}1" if len(number) == 3 or number.endswith("9") else f"{number[:-1]}{int(number[-1]) + 1}"
        stem = f"{head}-{number}"
        folder, name = (store.folder / stem).parent, Path(stem).name
        if not any(folder.glob(f"{name}.*")):
            return f"{stem}{ending}"


class Rewriting:
    """Writes the files of one site's archive anew, and its records, so that what they point at is found.

    All of it lies beside the old under names that end in `.new`, which a swap brings in. Raises CannotWrite.
    """

    def __init__(self, store: Store, site: str, ledger: Ledger, now: datetime) -> None:
        self._store, self._site, self._ledger, self._now = store, site, ledger, now
        self._rewritten: set[str] = set()
        self.old: list[str] = []
        self.new: list[Segment] = []
        self.renamed: dict[str, str] = {}  # segments of records

    def archive(self, file: WarcFile, made_by: Fields) -> None:
        """Have `file` and its index without what goes; `made_by` are the fields of its warcinfo."""
        path = f"archive/{file.name}"
        self._rewritten.add(path)
        self.old.append(path)
        if file.index:
            self.old.append(f"archive/{file.index.name}")
        if not self._ledger.has_kept(file.name):
            return
        new = renewed(self._store, path)
        compression = next(kind for kind, ending in SUFFIXES.items() if path.endswith(ending))
        with self._writing(new) as out, file.path.open("rb") as source:
            info = warcinfo(Path(new).name, uuid4().urn, self._now, dict(made_by), compression)
            length = out.write(info)
            for place in self._ledger.kept(file.name):
                source.seek(place.offset)
                self._ledger.move(path, place.offset, new, length)
                length += out.write(source.read(place.length))
        self.new.append(Segment(new, self._site, "archive", length, closed=True))
        self._index(file, path, new)

    def records(self, segment: Segment) -> None:
        """Have the file of records `segment` point at where captures lie now; one that needs no change stays."""
        new = renewed(self._store, segment.path)
        is_changed = False
        with self._writing(new) as out:
            length = 0
            for line in lines(self._store.folder, segment):
                written = self._pointed(line)
                is_changed |= written != line.raw
                length += out.write(written)
        if is_changed:
            self.old.append(segment.path)
            self.new.append(replace(segment, path=new, committed_bytes=length))
            self.renamed[segment.path] = new
        else:
            (self._store.folder / (new + NEW)).unlink()

    def _index(self, file: WarcFile, path: str, new: str) -> None:
        name = f"{stem_of(new)}.cdxj"
        length = 0
        with self._writing(name) as out:
            for entry in file.entries():
                if place := self._ledger.moved(path, entry.offset):
                    length += out.write(line_of(replace(entry, filename=Path(new).name, offset=place[1])))
        self.new.append(Segment(name, self._site, "index", length, closed=True))

    def _pointed(self, line: StoredLine) -> bytes:
        try:
            record = line.value()
        except ValueError:
            return line.raw
        pointer = record.get("archive")
        if not isinstance(pointer, Mapping) or pointer.get("file") not in self._rewritten:
            return line.raw
        place = self._ledger.moved(pointer["file"], pointer.get("offset", -1))
        there = {**pointer, "file": place[0], "offset": place[1]} if place else None
        return json_line({**record, "archive": there}).encode() + b"\n"

    @contextmanager
    def _writing(self, path: str) -> Iterator[BufferedWriter]:
        try:
            with (self._store.folder / (path + NEW)).open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotWrite(f"cannot write {path}: {error.strerror}") from error
