import os
from pathlib import Path

import pytest

from crawler.errors import CannotWrite
from crawler.monitor.sizes import sizes_of
from crawler.run.store import Store
from crawler.state.rows import Segment

BEFORE, NOW = "archive/daily-20260301T000000Z-001.warc.gz", "archive/daily-20260304T000000Z-001.warc.gz"


def test_what_a_run_added_is_told_beside_all_that_there_is(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.state_path.write_bytes(b"12345")
    store.state_path.with_name("state.sqlite-wal").write_bytes(b"678")
    segments = [
        Segment(BEFORE, "daily", "archive", 1000, closed=True),
        Segment(NOW, "daily", "archive", 200, closed=True),
        Segment("records/daily-20260304T000000Z-001.jsonl", "daily", "records", 30, closed=True),
    ]

    sizes = sizes_of(store, segments, [NOW, segments[2].path])

    free = sizes["disk_free"]
    disk = os.statvfs(tmp_path)
    assert isinstance(free, int)
    assert 0 < free <= disk.f_blocks * disk.f_frsize
    assert dict(sizes) == {
        "records": {"all": 30, "run": 30},
        "rejects": {"all": 0, "run": 0},
        "archive": {"all": 1200, "run": 200},
        "index": {"all": 0, "run": 0},
        "state": 8,
        "disk_free": free,
    }


def test_a_store_that_was_taken_away_has_no_free_space_to_tell_of(tmp_path: Path) -> None:
    store = Store(tmp_path / "out")
    for folder in (tmp_path / "out").iterdir():
        folder.rmdir()

    with pytest.raises(CannotWrite, match="cannot use"):
        store.free_bytes()
