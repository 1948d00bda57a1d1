"""The store: the one folder that runs write to, and the names of its files."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.errors import CannotWrite
from crawler.state.rows import Segment, SegmentKind

PART = ".part"
BESIDE = ("", "-wal", "-shm")  # a database and what SQLite keeps next to it
FOLDERS = ("records", "rejects", "archive", "reports", "locks")

# Kind of segment to its folder and the endings that its files may have; a new one has the first.
PLACES: dict[SegmentKind, tuple[str, tuple[str, ...]]] = {
    "records": ("records", (".jsonl",)),
    "rejects": ("rejects", (".jsonl",)),
    "archive": ("archive", (".warc.gz", ".warc.zst")),
    "index": ("archive", (".cdxj",)),
}


class Store:
    """A folder that holds records/, rejects/, archive/, reports/, locks/ and state.sqlite. Made when missing.

    Raises CannotWrite when the folder cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        for name in FOLDERS:
            path = self.folder / name
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise CannotWrite(f"cannot make the folder {path}: {error.strerror}") from error
            if not os.access(path, os.W_OK | os.X_OK):
                raise CannotWrite(f"cannot write to the folder {path}")

    @property
    def state_path(self) -> Path:
        return self.folder / "state.sqlite"

    def state_bytes(self) -> int:
        """The size of the state, with what SQLite keeps next to it."""
        paths = (self.state_path.with_name(self.state_path.name + end) for end in BESIDE)
        return sum(path.stat().st_size for path in paths if path.exists())

    def free_bytes(self) -> int:
        """What may still be written, by whoever is not root; where folders lie on several disks, on the fullest.

        Raises CannotWrite when that cannot be told: the store is gone.
        """
        try:
            disks = [os.statvfs(self.folder / name) for name in ("", *FOLDERS)]
        except OSError as error:
            raise CannotWrite(f"cannot use {self.folder}: {error.strerror}") from error
        return min(disk.f_bavail * disk.f_frsize for disk in disks)

    def require_room(self, least_bytes: int) -> None:
        """Raise CannotWrite when less than `least_bytes` are free, the setting's name in its text."""
        if (free := self.free_bytes()) < least_bytes:
            raise CannotWrite(
                f"the disk of {self.folder} is nearly full: {free // 10**6} MB are free,"
                f" DISK_FREE_MIN_BYTES wants {least_bytes // 10**6} MB"
            )

    def lock_path(self, site: str) -> Path:
        return self.folder / "locks" / f"{site}.lock"

    def report_path(self, site: str, started: datetime) -> Path:
        return self.folder / "reports" / f"{site}-{started:%Y%m%dT%H%M%SZ}.json"

    def segment_path(self, kind: SegmentKind, site: str, opened: datetime, ending: str | None = None) -> str:
        """The name of a new segment, relative to the store; no other has it, whatever its ending, whole or partial."""
        folder, endings = PLACES[kind]
        stem, ending = f"{folder}/{site}-{opened:%Y%m%dT%H%M%SZ}", ending or endings[0]
        others = [
            other + end
            for place, all_of in PLACES.values()
            if place == folder
            for other in all_of
            for end in ("", PART)
        ]
        number = 1
        while any((self.folder / f"{stem}-{number:03}{other}").exists() for other in others):
            number += 1
        return f"{stem}-{number:03}{ending}"

    def path_beside(self, path: str, kind: SegmentKind) -> str:
        """The name of the segment of `kind` that lies beside the archive's at `path`."""
        ending = next(one for one in PLACES["archive"][1] if path.endswith(one))
        return path.removesuffix(ending) + PLACES[kind][1][0]

    def files_of(self, site: str) -> Iterator[str]:
        """The segments of `site` that the folder holds, relative to the store, without .part."""
        for folder, endings in PLACES.values():
            for path in sorted((self.folder / folder).iterdir()):
                name = path.name.removesuffix(PART)
                # Site names hold no dots and the stamp no hyphens, so "a" does not take what is "a-b"'s.
                if name.endswith(endings) and name.rsplit("-", 2)[0] == site:
                    yield f"{folder}/{name}"


def recover(store: Store, site: str, known: list[Segment]) -> tuple[list[Segment], list[str]]:
    """Bring the segments of `site` back to what the state knows; hold the site's lock.

    Returns the segments as they are now (all closed; those that held nothing are gone) and a line for people for
    each thing that was mended. Raises CannotWrite when a segment is there that the state does not know, or one is
    gone or shorter than what was committed: nothing is cut then.
    """
    strangers = sorted(set(store.files_of(site)) - {segment.path for segment in known})
    if strangers:
        raise CannotWrite(
            f"{store.folder / strangers[0]} is not known to {store.state_path}: the state was lost or is another"
            " store's. Put state.sqlite back, or make it anew from the files: newskeep state rebuild"
        )
    kept, mended = [], []
    for segment in known:
        if segment.closed and (store.folder / segment.path).exists():
            kept.append(segment)
        elif line := _close_left_open(store, segment):
            kept.append(segment)
            mended.append(line)
    return kept, mended


def _close_left_open(store: Store, segment: Segment) -> str | None:
    """Cut back and rename one segment that a run left open; None when nothing of it is committed."""
    part = store.folder / (segment.path + PART)
    try:
        length = part.stat().st_size
    except FileNotFoundError:
        if segment.committed_bytes == 0:
            return None
        raise CannotWrite(f"{part} is gone, of which {segment.committed_bytes} bytes were committed") from None
    if length < segment.committed_bytes:
        raise CannotWrite(f"{part} holds {length} bytes, of which {segment.committed_bytes} were committed")
    if segment.committed_bytes == 0:
        part.unlink()
        return None
    os.truncate(part, segment.committed_bytes)
    part.rename(store.folder / segment.path)
    return f"{segment.path}: kept {segment.committed_bytes} committed bytes, cut {length - segment.committed_bytes}"
