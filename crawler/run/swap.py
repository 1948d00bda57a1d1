"""Swaps: files of a site exchanged for new ones, so that after any end either set counts, whole.

The state decides: in one transaction it forgets the old files and knows the new ones. Before that stand a journal of
what is meant and the new files in their places, after it goes what the state no longer knows; a process that ends in
between leaves the journal, by which `mend_swap` goes back or on.
"""

import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import CannotWrite
from crawler.run.store import PART, PLACES, Store
from crawler.state.rows import SegmentKind

NEW = ".new"  # behind the name of a file that is not in its place yet
LINES: tuple[SegmentKind, ...] = ("records", "rejects")  # what is made again from the archive


@dataclass(frozen=True, slots=True)
class Swap:
    """The files of one site that come and go, relative to the store."""

    site: str
    new: tuple[str, ...]
    old: tuple[str, ...]


def place(store: Store, swaps: Sequence[Swap]) -> None:
    """Write down what is meant, then put the new files in their places. The state is to be told next.

    Raises CannotWrite; `mend_swap` then goes back.
    """
    try:
        for swap in swaps:
            _write_journal(store, swap)
        for swap in swaps:
            for path in swap.new:
                (store.folder / (path + NEW)).rename(store.folder / path)
        _sync_folders(store)
    except OSError as error:
        raise CannotWrite(f"cannot write to {store.folder}: {error.strerror}") from error


def finish(store: Store, swaps: Sequence[Swap]) -> None:
    """Remove what the state has forgotten. Raises CannotWrite; `mend_swap` then goes on."""
    try:
        for swap in swaps:
            for path in swap.old:
                (store.folder / path).unlink(missing_ok=True)
        _sync_folders(store)
        for swap in swaps:
            _journal(store, swap.site).unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot write to {store.folder}: {error.strerror}") from error


def mend_swap(store: Store, site: str, known: Collection[str]) -> list[str]:
    """Bring a swap of `site` that was cut short to an end; a line for people for what was mended.

    `known` are the paths that the state knows: when it knows the new ones the swap counts, else it never was. Hold the
    site's lock.
    """
    said = []
    if swap := read_journal(store, site):
        counts = set(swap.new) <= set(known) and not set(swap.old) & set(known)
        for path in swap.old if counts else swap.new:
            (store.folder / path).unlink(missing_ok=True)
        said.append(f"a swap of files that was cut short is {'finished' if counts else 'undone'}")
    for folder, endings in PLACES.values():
        for left in (store.folder / folder).glob(f"{site}-*{NEW}"):
            if left.name.removesuffix(NEW).endswith(endings) and left.name.rsplit("-", 2)[0] == site:
                left.unlink()
    _sync_folders(store)
    journal = _journal(store, site)
    journal.unlink(missing_ok=True)
    journal.with_name(journal.name + PART).unlink(missing_ok=True)
    return said


def _journal(store: Store, site: str) -> Path:
    return store.lock_path(site).with_suffix(".swap")


def _write_journal(store: Store, swap: Swap) -> None:
    path = _journal(store, swap.site)
    part = path.with_name(path.name + PART)
    with part.open("w", encoding="utf-8") as file:
        json.dump({"new": swap.new, "old": swap.old}, file)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    _sync(path.parent)


def read_journal(store: Store, site: str) -> Swap | None:
    """The swap of `site` that has been begun and not ended."""
    try:
        read = json.loads(_journal(store, site).read_bytes())
    except FileNotFoundError:
        return None
    return Swap(site, tuple(read["new"]), tuple(read["old"]))


def _sync_folders(store: Store) -> None:
    for folder in sorted({folder for folder, _ in PLACES.values()}):
        _sync(store.folder / folder)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
