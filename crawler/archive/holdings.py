"""What an archive holds: the WARC files of a folder, and the index of each."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.archive.captured import CAPTURES, Captured, with_payload
from crawler.archive.cdxj import REVISIT_MIME, CaptureKind, IndexEntry, entry_of, lines_of, read_line, stamp_of
from crawler.archive.reader import Unreadable, captures, read_at
from crawler.archive.surt import surt_key

PART = ".part"
INDEX_SUFFIX = ".cdxj"
ENDINGS = (".warc.gz", ".warc.zst", ".warc")
OURS = re.compile(r"(?P<site>[^.]+)-\d{8}T\d{6}Z-\d{3,}")  # "memo-20261124T074923Z-001"


@dataclass(frozen=True, slots=True)
class WarcFile:
    """One file of the archive. `index` is None when it has none, as those of others."""

    path: Path
    index: Path | None

    @property
    def name(self) -> str:
        """Its name once it is closed, by which the index calls it."""
        return self.path.name.removesuffix(PART)

    @property
    def is_open(self) -> bool:
        """Whether a crawl still writes to it, or was cut off and has not been mended."""
        return self.path.name.endswith(PART)

    @property
    def site(self) -> str | None:
        """The site that it was crawled for; None for a file of others."""
        match = OURS.fullmatch(stem_of(self.name))
        return match["site"] if match else None

    def entries(self) -> Iterator[IndexEntry]:
        """Its captures in the order of the file: from its index, else from reading it through.

        Lines that cannot be read are left out; reading ends where the file is damaged. Raises OSError.
        """
        if self.index:
            yield from readable(lines_of([self.index]))
            return
        try:
            for captured in captures(self.path, tolerate_torn=True):
                if captured.kind in CAPTURES and captured.exchange:
                    yield entry_for(captured)
        except Unreadable:
            return


Place = tuple[WarcFile, IndexEntry]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which captures are meant: of one site, fetched in these days (UTC, both included). None is all."""

    site: str | None = None
    since: date | None = None
    until: date | None = None

    def admits(self, entry: IndexEntry) -> bool:
        """Whether the entry's day is one of those."""
        day = entry.stamp[:8]
        return not (self.since and day < f"{self.since:%Y%m%d}") and not (self.until and day > f"{self.until:%Y%m%d}")


class Holdings:
    """The WARC files of a folder, or one single file."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def files(self, site: str | None = None) -> list[WarcFile]:
        """The files in the order of their names; of `site` alone when one is given. Raises OSError."""
        paths = sorted(self.place.iterdir()) if self.place.is_dir() else [self.place]
        found = [
            WarcFile(path, _index_beside(path))
            for path in paths
            if path.name.removesuffix(PART).endswith(ENDINGS) and path.is_file()
        ]
        return [file for file in found if site is None or file.site == site]

    def entries(self, choice: Choice) -> Iterator[Place]:
        """The captures that are meant, with the file that they lie in."""
        for file in self.files(choice.site):
            for entry in file.entries():
                if choice.admits(entry):
                    yield file, entry

    def captures_of(self, url: str, choice: Choice) -> list[Place]:
        """The captures of `url`, oldest first. http or https and a trailing slash make no difference."""
        key = surt_key(url)
        found = [(file, entry) for file, entry in self.entries(choice) if entry.key == key]
        return sorted(found, key=lambda pair: (pair[1].stamp, pair[0].name, pair[1].offset))

    def read(self, file: WarcFile, entry: IndexEntry) -> Captured:
        """The capture, a revisit with the payload of its original. Raises Unreadable, also when that is missing."""
        captured = read_at(file.path, entry.offset, entry.length)
        if captured.refers_to is None:
            return captured
        place = self.originals([captured]).get(captured.record_id)
        if place is None:
            raise Unreadable(file.path, entry.offset, "the payload of this revisit is not in the archive; it is sought")
        original = read_at(place[0].path, place[1].offset, place[1].length)
        try:
            return with_payload(captured, original)
        except ValueError as error:
            raise Unreadable(place[0].path, place[1].offset, str(error)) from error

    def originals(self, revisits: Iterable[Captured]) -> dict[str, Place]:
        """By the record id of each revisit, where its payload lies; those that the archive does not hold are missing.

        That is the capture of the URL and second that it refers to, when the digests do not differ; else the last
        one before it with the same digest. Reads the index once, however many they are.
        """
        by_capture: dict[tuple[str, str], list[Captured]] = defaultdict(list)
        by_digest: dict[str, list[Captured]] = defaultdict(list)
        for revisit in revisits:
            reference = revisit.refers_to
            if reference and reference.at:
                by_capture[surt_key(reference.url or revisit.url), stamp_of(reference.at)].append(revisit)
            if revisit.digest and not (reference and reference.is_unmodified):
                by_digest[revisit.digest].append(revisit)
        named: dict[str, Place] = {}
        alike: dict[str, Place] = {}
        for place in self.entries(Choice()):
            entry = place[1]
            if entry.mime == REVISIT_MIME:
                continue
            for revisit in by_capture.get((entry.key, entry.stamp), ()):
                if not (revisit.digest and entry.digest) or revisit.digest == entry.digest:
                    named[revisit.record_id] = place
            for revisit in by_digest.get(entry.digest, ()):
                if entry.stamp <= stamp_of(revisit.at):
                    alike[revisit.record_id] = place
        return alike | named


def entry_for(captured: Captured, filename: str | None = None) -> IndexEntry:
    """The index entry of a record that was read; `filename` None is its file's own. ValueError: it is no capture."""
    if captured.exchange is None or captured.kind not in CAPTURES:
        raise ValueError(f"a {captured.kind} record is no capture")
    kind: CaptureKind = "revisit" if captured.kind == "revisit" else "response"
    name = filename or captured.file.name.removesuffix(PART)
    return entry_of(captured.exchange, kind, name, captured.offset, captured.length, captured.digest)


def readable(lines: Iterable[bytes]) -> Iterator[IndexEntry]:
    """The entries of index lines; those that cannot be read are left out."""
    for line in lines:
        with suppress(ValueError):
            yield read_line(line)


def stem_of(name: str) -> str:
    """The name of a WARC file without its ending."""
    for ending in ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def _index_beside(path: Path) -> Path | None:
    stem = stem_of(path.name.removesuffix(PART))
    for name in (stem + INDEX_SUFFIX, stem + INDEX_SUFFIX + PART):
        if path.with_name(name).is_file():
            return path.with_name(name)
    return None
