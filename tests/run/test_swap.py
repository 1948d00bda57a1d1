"""A swap of record files, killed at every step of it."""

import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.run.mending import mend
from crawler.run.store import Store
from crawler.run.swap import NEW, mend_swap
from crawler.state import State
from crawler.state.rows import Finished, KnownRecord, Segment

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OLD = ("records/daily-20260301T000000Z-001.jsonl", "rejects/daily-20260301T000000Z-001.jsonl")
FRESH = ("records/daily-20260304T000000Z-001.jsonl", "records/daily-20260304T000000Z-002.jsonl")

# Swaps as `newskeep reprocess` does, and kills itself at the step whose number it is given.
SWAP = f"""
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.run.store import Store
from crawler.run.swap import Swap, finish, place
from crawler.state.replacing import replace_sites
from crawler.state.rows import Segment

folder, fatal, step = Path(sys.argv[1]), int(sys.argv[2]), 0
store = Store(folder)

def count(event, arguments):
    global step
    if event in ("os.rename", "os.remove", "sqlite3.connect") or event == "open" and arguments[1] == "w":
        step += 1
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
swaps = [Swap("daily", {FRESH!r}, {OLD!r})]
place(store, swaps)
segments = [Segment(path, "daily", "records", 4, True) for path in {FRESH!r}]
replace_sites(store.state_path, folder / "made.sqlite", ["daily"], segments, datetime(2026, 3, 4, 12, 0, tzinfo=UTC))
finish(store, swaps)
"""
STEPS = 10  # nine things that it does, and the end


def article(site: str, number: int, segment: str, version: int = 1) -> Finished:
    url = f"https://{site}.example/{number}/"
    known = KnownRecord(str(number), site, url, version, f"hash {number} {version}", b"", "2026-03-01", segment)
    return Finished(site, url, url, "record", NOW, status=200, record_id=str(number), record=known, due_at=NOW)


def store_of_two_sites(folder: Path) -> Store:
    """`daily` with articles 1 and 2 on record, of which 2 is to go, and `other` with article 9."""
    store = Store(folder)
    state = State(store.state_path)
    for path, kind in ((OLD[0], "records"), (OLD[1], "rejects")):
        state.segments.add(path, "daily", kind)  # type: ignore[arg-type]
        (folder / path).write_bytes(b"old\n")
    state.commit(
        [article("daily", 1, OLD[0]), article("daily", 2, OLD[0]), article("other", 9, "records/other.jsonl")],
        [Segment(OLD[0], "daily", "records", 4, True), Segment(OLD[1], "daily", "rejects", 4, True)],
    )
    state.close()
    made = State(folder / "made.sqlite")
    made.commit([article("daily", 1, FRESH[0], version=2), article("daily", 3, FRESH[1])], [])
    made.close()
    for path in FRESH:
        (folder / (path + NEW)).write_bytes(b"new\n")
    return store


def swap(folder: Path, fatal: int) -> int:
    words = [sys.executable, "-c", SWAP, str(folder), str(fatal)]
    return subprocess.run(words, cwd=Path(__file__).parents[2], check=False).returncode


def held(folder: Path) -> tuple[set[str], set[str], list[tuple[str, int]]]:
    """The files of the folder, those that the state knows, and the articles of daily that it knows."""
    files = {str(path.relative_to(folder)) for place in ("records", "rejects") for path in (folder / place).iterdir()}
    with sqlite3.connect(folder / "state.sqlite") as state:
        known = {path for (path,) in state.execute("SELECT path FROM segments")}
        records = state.execute("SELECT id, version FROM records WHERE site = 'daily' ORDER BY id").fetchall()
    return files, known, records


@pytest.mark.parametrize("fatal", range(1, STEPS + 1))
def test_a_swap_killed_at_any_step_leaves_the_old_set_or_the_new_one(tmp_path: Path, fatal: int) -> None:
    store = store_of_two_sites(tmp_path)

    code = swap(tmp_path, fatal)
    state = State(store.state_path)
    mend(store, state, "daily")
    state.close()

    files, known, records = held(tmp_path)
    assert code == (-signal.SIGKILL if fatal < STEPS else 0)
    assert files == known
    assert (known, records) in [(set(OLD), [("1", 1), ("2", 1)]), (set(FRESH), [("1", 2), ("3", 1)])]
    assert not list((tmp_path / "locks").glob("*.swap*"))


def test_a_swap_that_is_not_disturbed_brings_the_new_set_and_leaves_other_sites_alone(tmp_path: Path) -> None:
    store_of_two_sites(tmp_path)

    assert swap(tmp_path, 0) == 0

    files, known, records = held(tmp_path)
    assert files == known == set(FRESH)
    assert records == [("1", 2), ("3", 1)]
    state = State(tmp_path / "state.sqlite")
    assert state.record("9") is not None
    assert state.id_of("https://daily.example/2/") is None
    assert state.id_of("https://daily.example/3/") == "3"
    state.close()


def test_new_files_that_were_never_meant_to_count_are_removed_and_another_sites_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name in ("daily-20260304T000000Z-001.jsonl.new", "daily-two-20260304T000000Z-001.jsonl.new"):
        (tmp_path / "records" / name).touch()

    said = mend_swap(store, "daily", ())

    assert said == []
    assert [path.name for path in (tmp_path / "records").iterdir()] == ["daily-two-20260304T000000Z-001.jsonl.new"]
