"""The snapshot: which record segments an export reads, and how much of each, however the store grows meanwhile."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from crawler.errors import SiteBusy, UsageError
from crawler.run.records_reader import StoredLine, lines
from crawler.state.lookup import Lookup
from crawler.state.rows import Segment
from pipelines.exports.manifest import Source

STATE = "state.sqlite"

# How `crawler.record` begins a line.
HEAD = re.compile(rb'\{"schema_version":\d+,"id":"(?P<id>[0-9a-f]{32})","version":(?P<version>\d+),')


def segments_now(folder: Path) -> list[Segment]:
    """The record segments of a store that hold anything, by site and age. Raises UsageError when it has no state."""
    with Lookup(folder / STATE) as state:
        found = [one for one in state.segments("records") if one.committed_bytes]
    return sorted(found, key=lambda one: (one.site, one.path))


def groups_now(folder: Path) -> Iterator[tuple[str, str]]:
    """Id and group of every article that has copies, as the state has them now."""
    with Lookup(folder / STATE) as state:
        yield from state.copies.groups()


def still_stand(folder: Path, segments: Sequence[Segment]) -> bool:
    """Whether the store still has all of `segments`, each as long or longer."""
    now = {one.path: one.committed_bytes for one in segments_now(folder)}
    return all(now.get(one.path, 0) >= one.committed_bytes for one in segments)


def read(folder: Path, segment: Segment) -> Iterator[StoredLine]:
    """The lines of `segment`.

    Raises SiteBusy when it was exchanged for another meanwhile, UsageError when it is gone or shorter than it was.
    """
    end = 0
    try:
        for line in lines(folder, segment):
            end = line.end
            yield line
    except FileNotFoundError:
        raise _lost(folder, segment) from None
    if end != segment.committed_bytes:
        raise UsageError(
            f"{folder / segment.path} holds {end} bytes, of which {segment.committed_bytes} were committed"
        )


class SourceHash:
    """The SHA-256 of a segment, from its lines."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._hash = hashlib.sha256()

    def add(self, raw: bytes) -> None:
        self._hash.update(raw)

    def source(self) -> Source:
        segment = self._segment
        return Source(segment.path, segment.site, segment.committed_bytes, self._hash.hexdigest())


def write_snapshot(path: Path, segments: Sequence[Segment], request: Mapping[str, object]) -> None:
    """Keep the snapshot of a request in a file, for an export that may be cut off."""
    rows = [[one.path, one.site, one.committed_bytes] for one in segments]
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps({"request": request, "segments": rows}), encoding="utf-8")
    part.replace(path)


def read_snapshot(path: Path, request: Mapping[str, object]) -> list[Segment]:
    """The snapshot in a file; empty when there is none, or it is of another request."""
    try:
        read = json.loads(path.read_bytes())
        if read["request"] != request:
            return []
        return [Segment(name, site, "records", length) for name, site, length in read["segments"]]
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return []


def _lost(folder: Path, segment: Segment) -> SiteBusy | UsageError:
    if segment.path in {one.path for one in segments_now(folder)}:
        return UsageError(
            f"{folder / segment.path} is gone; put it back, or make the state anew: newskeep state rebuild"
        )
    return SiteBusy(f"{segment.site}: {segment.path} was written anew meanwhile; run the same command again")
