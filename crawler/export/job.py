"""One export, from the committed records of a store to a folder that is whole."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler import __version__
from crawler.errors import CannotWrite
from crawler.export.choosing import Choosing, Where
from crawler.export.part_notes import PartNotes
from crawler.export.parts import PART_RECORDS, Parts, RecordReader, Shape
from crawler.export.progress import WRITING, Progress
from crawler.export.request import Request
from crawler.export.snapshot import groups_now, read_snapshot, segments_now, still_stand, write_snapshot
from crawler.export.target import Target
from crawler.export.work import Work
from crawler.items import SCHEMA_VERSION
from crawler.state.rows import Segment
from pipelines.exports.layout import Layout, WrittenFile
from pipelines.exports.manifest import MANIFEST, SUCCESS, Manifest, Source, manifest_text
from pipelines.exports.writer import Format

SNAPSHOT = "snapshot.json"
WORK = "work.sqlite"
NOTES = "parts.jsonl"


@dataclass(frozen=True, slots=True)
class Kind:
    """How the records of an export are written: `shape` makes of a stored record what `form` takes."""

    form: Format
    shape: Shape
    layout: Layout
    where: Where | None = None
    part_records: int = PART_RECORDS

    def close(self) -> None:
        """Let go of what the layout keeps."""
        self.layout.close()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: records, files with records, bytes of all, and the SHA-256 of the manifest."""

    records: int
    files: int
    size_bytes: int
    manifest_sha256: str


def export(request: Request, target: Target, kind_of: Callable[[Work], Kind], progress: Progress) -> Outcome | None:
    """Make it; None when no record is asked for, and then nothing is left.

    `kind_of` is called once, with the work that tells of copies. Raises UsageError, SiteBusy and CannotWrite; what is
    whole of the parts then stays for the next try.
    """
    with target.held():
        try:
            segments = _segments(request, target.hidden / SNAPSHOT)
            with closing(Work(target.hidden / WORK)) as work, closing(kind_of(work)) as kind:
                work.add_copies(groups_now(request.store))
                choosing = Choosing(request.store, segments, request.filters, kind.where, work, progress)
                sources = choosing.survey()
                choosing.choose(kind.layout)
                if not choosing.records:
                    target.discard()
                    return None
                parts = _write_parts(request, target, segments, work, kind, choosing.records, progress)
            return _finish(request, target, kind.layout, parts, sources, choosing.newest_at)
        except BaseException as error:
            if not (target.hidden / NOTES).exists():  # no part to go on from
                target.discard()
            if isinstance(error, sqlite3.OperationalError):
                raise CannotWrite(f"cannot write {target.hidden / WORK}: {error}") from error
            raise


def _segments(request: Request, path: Path) -> list[Segment]:
    """Those of the same export that was cut off, as long as the store still has them; else those of now."""
    segments = read_snapshot(path, request.described())
    if not segments or not still_stand(request.store, segments):
        segments = segments_now(request.store)
        write_snapshot(path, segments, request.described())
    return segments


def _write_parts(
    request: Request, target: Target, segments: list[Segment], work: Work, kind: Kind, total: int, progress: Progress,
) -> list[WrittenFile]:  # fmt: skip
    reader = RecordReader(request.store, segments, work)
    notes = PartNotes(target.hidden / NOTES, target.folder)
    parts = Parts(target.folder, notes, reader, kind.form, kind.shape, kind.part_records)
    key = json.dumps([__version__, SCHEMA_VERSION, request.described(), work.copies_digest()])
    written = parts.write(work.chosen(), key, lambda done: progress(WRITING, done, total))
    target.keep_only({file.path for file in written})
    return written


def _finish(
    request: Request, target: Target, layout: Layout, parts: list[WrittenFile], sources: list[Source], newest_at: str
) -> Outcome:
    files = parts + [_put(target.folder, name, text) for name, text in sorted(layout.papers(parts).items())]
    records = sum(file.records or 0 for file in parts)
    manifest = Manifest(
        __version__, SCHEMA_VERSION, records, newest_at, request.described(), layout.split, files, sources
    )
    written = _put(target.folder, MANIFEST, manifest_text(manifest))
    _put(target.folder, SUCCESS, written.sha256 + "\n")
    try:
        target.finish()
    except OSError as error:
        raise CannotWrite(f"cannot write {target.to}: {error.strerror}") from error
    return Outcome(records, len(parts), sum(file.size_bytes for file in files), written.sha256)


def _put(folder: Path, name: str, text: str) -> WrittenFile:
    place, content = folder / name, text.encode()
    try:
        with place.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CannotWrite(f"cannot write {place}: {error.strerror}") from error
    return WrittenFile(name, len(content), hashlib.sha256(content).hexdigest())
