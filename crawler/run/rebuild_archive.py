"""What the archive files of one site hold whole, and an index that fits them, when no state says how long they are."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from crawler.archive.captured import CAPTURES
from crawler.archive.cdxj import line_of, read_line
from crawler.archive.holdings import entry_for, stem_of
from crawler.archive.members import NotWhole, members
from crawler.archive.reader import Unreadable, captures
from crawler.run.records_reader import lines
from crawler.run.store import PART
from crawler.state.rows import Segment


def whole_warcs(folder: Path, site: str, paths: Sequence[str]) -> list[Segment]:
    """The WARC files `paths` of a store: closed ones as long as they are, open ones up to their last whole member."""
    found = []
    for path in paths:
        if (folder / path).exists():
            found.append(Segment(path, site, "archive", (folder / path).stat().st_size, closed=True))
        else:
            found.append(Segment(path, site, "archive", _whole_bytes(folder / (path + PART))))
    return found


def fitting_index(folder: Path, site: str, paths: Sequence[str], warcs: Sequence[Segment]) -> list[Segment]:
    """The index files `paths`: open ones cut back to what lies in `warcs`, and with a line for all that does.

    Whoever is killed between two writes leaves an archive that is ahead of its index, or behind it.
    """
    open_warcs = {one.path.rpartition("/")[2]: one for one in warcs if not one.closed}
    found, indexed = [], set()
    for path in paths:
        if (folder / path).exists():
            found.append(Segment(path, site, "index", (folder / path).stat().st_size, closed=True))
            continue
        length, places = _fitting(folder, path, site, open_warcs)
        indexed |= places
        found.append(Segment(path, site, "index", length))
    missing = list(_missing(folder, open_warcs, indexed))
    if missing:
        *closed, last = found if found and not found[-1].closed else [*found, _new(site, warcs[-1].path)]
        found = [*closed, _extended(folder, last, missing)]
    return found


def _whole_bytes(part: Path) -> int:
    end = 0
    with suppress(NotWhole):
        for offset, length in members(part):
            end = offset + length
    return end


def _fitting(folder: Path, path: str, site: str, warcs: dict[str, Segment]) -> tuple[int, set[tuple[str, int]]]:
    """How much of an open index is whole lines that point into whole records, and where they point."""
    places, end = set(), 0
    size = (folder / (path + PART)).stat().st_size
    for line in lines(folder, Segment(path, site, "index", size)):
        try:
            entry = read_line(line.raw)
        except ValueError:
            break
        warc = warcs.get(entry.filename)
        if not line.raw.endswith(b"\n") or (warc and entry.offset + entry.length > warc.committed_bytes):
            break
        places.add((entry.filename, entry.offset))
        end = line.end
    return end, places


def _missing(folder: Path, warcs: dict[str, Segment], indexed: set[tuple[str, int]]) -> Iterator[bytes]:
    for name, warc in warcs.items():
        with suppress(Unreadable):  # where it is cut off
            for captured in captures(folder / (warc.path + PART), tolerate_torn=True):
                if captured.offset >= warc.committed_bytes:
                    break
                if captured.kind in CAPTURES and captured.exchange and (name, captured.offset) not in indexed:
                    yield line_of(entry_for(captured))


def _new(site: str, warc: str) -> Segment:
    return Segment(f"{stem_of(warc)}.cdxj", site, "index")


def _extended(folder: Path, index: Segment, missing: list[bytes]) -> Segment:
    part = folder / (index.path + PART)
    part.touch()
    os.truncate(part, index.committed_bytes)
    with part.open("ab") as file:
        file.writelines(missing)
        file.flush()
        os.fsync(file.fileno())
    return Segment(index.path, index.site, "index", index.committed_bytes + sum(map(len, missing)))
