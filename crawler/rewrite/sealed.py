"""Sealed files written anew without what goes, under a name that keeps their place in the order of files."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BufferedWriter
from pathlib import Path
from uuid import uuid4

from crawler.archive.captured import Captured
from crawler.archive.cdxj import line_of
from crawler.archive.fields import Fields
from crawler.archive.holdings import WarcFile, entry_for, stem_of
from crawler.archive.member import SUFFIXES
from crawler.archive.warc import digest_of, response, warcinfo
from crawler.errors import CannotWrite
from crawler.record import json_line
from crawler.rewrite.ledger import Ledger, Place
from crawler.run.records_reader import StoredLine, lines
from crawler.run.store import Store
from crawler.run.swap import NEW
from crawler.state.rows import Segment

NUMBER = re.compile(r"-(?P<number>\d{3,})(?=\.)")  # "memo-20261124T074923Z-001.warc.gz"

Value = Mapping[str, object]  # of a line
Whole = Callable[[int], Captured | None]


def as_it_is(value: Value) -> Value:
    return value


def no_other(offset: int) -> None:
    return None


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
    """Writes the files of one site's archive anew, and its lines, so that what they point at is found.

    All of it lies beside the old under names that end in `.new`, which a swap brings in. Raises CannotWrite.
    """

    def __init__(self, store: Store, site: str, ledger: Ledger, now: datetime) -> None:
        self.site = site
        self._store, self._ledger, self._now = store, ledger, now
        self._rewritten: set[str] = set()
        self.old: list[str] = []
        self.new: list[Segment] = []
        self.renamed: dict[str, str] = {}  # segments of records

    def archive(self, file: WarcFile, made_by: Fields, whole: Whole = no_other) -> None:
        """Have `file` and its index without what goes; `made_by` are the fields of its warcinfo.

        `whole` gives, by its offset, the response that takes the place of a revisit whose payload goes.
        """
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
                if (captured := whole(place.offset)) and (exchange := captured.exchange):
                    data = response(exchange, captured.record_id, digest_of(exchange.body), compression)
                else:
                    source.seek(place.offset)
                    data = source.read(place.length)
                self._ledger.move(path, place.offset, new, Place(length, len(data)))
                length += out.write(data)
        self.new.append(Segment(new, self.site, "archive", length, closed=True))
        self._index(file, path, new, whole)

    def lines(self, segment: Segment, edit: Callable[[Value], Value | None] = as_it_is) -> None:
        """Have the file of lines `segment` point at where captures lie now; one that needs no change stays.

        `edit` gives each line's object as it is to be, or None for one that goes.
        """
        folder = self._store.folder
        # Read twice where something changes: to write a site's records only to throw them away would take far longer.
        if all(self._written(line, edit) == line.raw for line in lines(folder, segment)):
            return
        new = renewed(self._store, segment.path)
        with self._writing(new) as out:
            length = sum(out.write(self._written(line, edit)) for line in lines(folder, segment))
        self.old.append(segment.path)
        if length:
            self.new.append(replace(segment, path=new, committed_bytes=length))
            self.renamed[segment.path] = new
        else:
            (folder / (new + NEW)).unlink()

    def _index(self, file: WarcFile, path: str, new: str, whole: Whole) -> None:
        name = f"{stem_of(new)}.cdxj"
        length = 0
        with self._writing(name) as out:
            for entry in file.entries():
                if moved := self._ledger.moved(path, entry.offset):
                    place, captured = moved[1], whole(entry.offset)
                    now = entry_for(captured) if captured else entry
                    now = replace(now, filename=Path(new).name, offset=place.offset, length=place.length)
                    length += out.write(line_of(now))
        self.new.append(Segment(name, self.site, "index", length, closed=True))

    def _written(self, line: StoredLine, edit: Callable[[Value], Value | None]) -> bytes:
        try:
            value = line.value()
        except ValueError:
            return line.raw
        edited = edit(value)
        if edited is None:
            return b""
        edited = self._pointed(edited)
        return line.raw if edited is value else json_line(edited).encode() + b"\n"

    def _pointed(self, record: Value) -> Value:
        pointer = record.get("archive")
        if not isinstance(pointer, Mapping) or pointer.get("file") not in self._rewritten:
            return record
        moved = self._ledger.moved(pointer["file"], pointer.get("offset", -1))
        if moved is None:
            return {**record, "archive": None}
        file, place = moved
        return {**record, "archive": {**pointer, "file": file, "offset": place.offset, "length": place.length}}

    @contextmanager
    def _writing(self, path: str) -> Iterator[BufferedWriter]:
        try:
            with (self._store.folder / (path + NEW)).open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotWrite(f"cannot write {path}: {error.strerror}") from error
