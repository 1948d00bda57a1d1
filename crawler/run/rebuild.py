"""Rebuild: the state of a store made anew from its files, when it was lost."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from pathlib import Path

from crawler.errors import SiteBusy, UsageError
from crawler.run.locks import SiteLock
from crawler.run.rebuild_archive import fitting_index, whole_warcs
from crawler.run.rebuild_lines import LinesOf, turn_record, turn_reject
from crawler.run.rebuild_swap import mend_swap_without_state
from crawler.run.store import BESIDE, PLACES, Store, recover
from crawler.state import State
from crawler.state.rebuild import Rebuilding
from crawler.state.rows import Segment, SegmentKind

OURS = re.compile(r"(?P<site>[^.]+)-\d{8}T\d{6}Z-\d{3,}\.")  # "memo-20261124T074923Z-001.jsonl"
BATCH = 1000  # lines a transaction: beyond that it gets no faster


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it. `said` has a line for people for all that was cut or passed over."""

    sites: tuple[str, ...]
    articles: int
    urls: int
    old: Path | None  # where the state that was there is kept
    said: tuple[str, ...]


def rebuild(folder: Path, now: datetime, look_again_s: Sequence[float]) -> Rebuilt:
    """Make the state of the store `folder` from its records, rejects and archive.

    It is made beside the old one, which is then kept under another name. Raises UsageError when the folder is no
    store, SiteBusy when a run is in it, and CannotWrite; the state is as it was then.
    """
    if not (folder / "records").is_dir():
        raise UsageError(f"no store at {folder}: it has no folder records")
    store = Store(folder)
    with ExitStack() as locks:
        sites = _locked(store, now, locks)
        new = store.state_path.with_name("state.sqlite.new")
        _remove(new)
        try:
            articles, urls, said = _fill(new, store, sites, look_again_s)
            late = set(sites_of(store)) - set(sites)
            if late:
                raise SiteBusy(f"a run of {min(late)} began meanwhile; end it and try again")
            old = _swap(new, store.state_path, now)
        except BaseException:
            _remove(new)
            raise
        said += _mend(store, sites)
    return Rebuilt(tuple(sites), articles, urls, old, tuple(said))


def sites_of(store: Store) -> list[str]:
    """The sites that the store holds anything of."""
    found = {path.name.removesuffix(".lock") for path in (store.folder / "locks").glob("*.lock")}
    for place, _ in PLACES.values():
        names = (OURS.match(path.name) for path in (store.folder / place).iterdir())
        found |= {name["site"] for name in names if name}
    return sorted(found)


def _locked(store: Store, now: datetime, locks: ExitStack) -> list[str]:
    sites = sites_of(store)
    for site in sites:
        locks.callback(SiteLock(store.lock_path(site), site, now).release)
    return sites


def _fill(new: Path, store: Store, sites: Iterable[str], look_again_s: Sequence[float]) -> tuple[int, int, list[str]]:
    rebuilding = Rebuilding(new)
    said: list[str] = []
    try:
        for site in sites:
            said += _fill_site(rebuilding, store, site, look_again_s)
        rebuilding.elect_firsts()
        return *rebuilding.counts(), said
    finally:
        rebuilding.close()


def _fill_site(rebuilding: Rebuilding, store: Store, site: str, look_again_s: Sequence[float]) -> list[str]:
    said = mend_swap_without_state(store, site)
    paths = {kind: list(_paths(store, site, kind)) for kind in PLACES}
    warcs = whole_warcs(store.folder, site, paths["archive"])
    index = fitting_index(store.folder, site, paths["index"], warcs)
    records = LinesOf(store.folder, site, "records", paths["records"], warcs)
    rejects = LinesOf(store.folder, site, "rejects", paths["rejects"], warcs)
    # Both in the order of time: an article may have become a reject and come back.
    both = merge(
        records.replays(turn_record(look_again_s)),
        rejects.replays(turn_reject),
        key=lambda one: one.finished.fetched_at,
    )
    while batch := list(islice(both, BATCH)):
        rebuilding.add(batch)
    rebuilding.add_segments([*warcs, *index, *records.segments, *rejects.segments])
    return [*said, *records.said, *rejects.said]


def _paths(store: Store, site: str, kind: SegmentKind) -> Iterator[str]:
    folder, endings = PLACES[kind]
    for path in store.files_of(site):
        if path.startswith(f"{folder}/") and path.endswith(endings):
            yield path


def _swap(new: Path, place: Path, now: datetime) -> Path | None:
    """Put `new` in its place; where the old one went. A crash in between leaves no state, and nothing is lost by it."""
    old = place.with_name(f"{place.name}.bak-{now:%Y%m%dT%H%M%SZ}")
    there = [end for end in BESIDE if place.with_name(place.name + end).exists()]
    # The database first: without what stands in its -wal it would be an older state, which a crawl must not believe.
    for end in there:
        place.with_name(place.name + end).rename(old.with_name(old.name + end))
    new.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return old if "" in there else None


def _mend(store: Store, sites: Iterable[str]) -> list[str]:
    """Cut the files back to what counts, and close them: what the next crawl would do, done and told of now."""
    said: list[str] = []
    state = State(store.state_path)
    try:
        for site in sites:
            known = state.segments.of(site)
            said += [line for one in known if one.closed and (line := _cut(store, one))]
            kept, mended = recover(store, site, known)
            state.segments.replace(site, kept)
            said += mended
    finally:
        state.close()
    return said


def _cut(store: Store, segment: Segment) -> str | None:
    path = store.folder / segment.path
    beyond = path.stat().st_size - segment.committed_bytes
    if beyond <= 0:
        return None
    os.truncate(path, segment.committed_bytes)
    return f"{segment.path}: kept {segment.committed_bytes} bytes of whole lines, cut {beyond}"


def _remove(path: Path) -> None:
    for end in BESIDE:
        path.with_name(path.name + end).unlink(missing_ok=True)
