import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import CannotWrite, SiteBusy
from crawler.run.committer import Committer
from crawler.run.locks import SiteLock
from crawler.run.segment import SegmentWriter
from crawler.run.store import Store, recover
from crawler.state import State
from crawler.state.rows import Finished

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
URL = "https://daily.example/a"
DONE = Finished("daily", URL, URL, "record", NOW, record_id="a" * 32)


class Opened:
    """A store with a state and one writer of records."""

    def __init__(self, folder: Path, rotate_bytes: int = 1000) -> None:
        self.store = Store(folder)
        self.state = State(self.store.state_path)
        self.committer = Committer(self.state, every_s=60)
        self.writer = SegmentWriter(self.store, self.state, "daily", "records", rotate_bytes, lambda: NOW)
        self.committer.add_writer(self.writer)

    def recover(self) -> list[str]:
        kept, mended = recover(self.store, "daily", self.state.segments.of("daily"))
        self.state.segments.replace("daily", kept)
        return mended


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "records").iterdir())}


def test_a_closed_segment_has_its_final_name_and_all_its_lines(tmp_path: Path) -> None:
    async def scenario() -> None:
        opened = Opened(tmp_path)
        opened.writer.append(b"one\n")
        opened.writer.append(b"two\n")
        opened.writer.close()
        await opened.committer.commit()

    asyncio.run(scenario())

    assert files(tmp_path) == {"daily-20260304T070000Z-001.jsonl": b"one\ntwo\n"}


def test_a_segment_that_is_full_is_closed_and_the_next_line_opens_another(tmp_path: Path) -> None:
    async def scenario() -> None:
        opened = Opened(tmp_path, rotate_bytes=4)
        for line in (b"one\n", b"two\n"):
            opened.writer.append(line)
        opened.writer.close()
        await opened.committer.commit()

    asyncio.run(scenario())

    assert files(tmp_path) == {
        "daily-20260304T070000Z-001.jsonl": b"one\n",
        "daily-20260304T070000Z-002.jsonl": b"two\n",
    }


def test_a_run_without_lines_leaves_no_file(tmp_path: Path) -> None:
    async def scenario() -> None:
        opened = Opened(tmp_path)
        opened.writer.close()
        await opened.committer.commit()

    asyncio.run(scenario())

    assert files(tmp_path) == {}


def test_what_was_written_after_the_last_commit_is_cut_away_by_the_next_run(tmp_path: Path) -> None:
    async def killed() -> None:
        opened = Opened(tmp_path)
        opened.writer.append(b"one\n")
        opened.committer.finish(DONE)
        await opened.committer.commit()
        opened.writer.append(b"two\n")
        opened.writer.append(b"thr")
        opened.writer.flushed()  # on disk, but in no commit: the process ends here

    async def next_run() -> list[str]:
        return Opened(tmp_path).recover()

    asyncio.run(killed())
    mended = asyncio.run(next_run())

    assert files(tmp_path) == {"daily-20260304T070000Z-001.jsonl": b"one\n"}
    assert mended == ["records/daily-20260304T070000Z-001.jsonl: kept 4 committed bytes, cut 7"]
    assert State(tmp_path / "state.sqlite").id_of(URL) == "a" * 32


def test_a_segment_of_which_nothing_was_committed_is_removed(tmp_path: Path) -> None:
    async def killed() -> None:
        opened = Opened(tmp_path)
        opened.writer.append(b"one\n")
        opened.writer.flushed()

    async def next_run() -> list[str]:
        opened = Opened(tmp_path)
        mended = opened.recover()
        assert opened.state.segments.of("daily") == []
        return mended

    asyncio.run(killed())
    mended = asyncio.run(next_run())

    assert (files(tmp_path), mended) == ({}, [])


def test_a_segment_closed_in_the_state_but_not_renamed_is_renamed(tmp_path: Path) -> None:
    async def killed() -> None:
        opened = Opened(tmp_path)
        opened.writer.append(b"one\n")
        opened.writer.close()
        segments = [segment for segment, _ in opened.writer.flushed()]
        opened.state.commit([], segments)  # the process ends before the rename

    async def next_run() -> None:
        Opened(tmp_path).recover()

    asyncio.run(killed())
    asyncio.run(next_run())

    assert files(tmp_path) == {"daily-20260304T070000Z-001.jsonl": b"one\n"}


def test_a_segment_that_the_state_does_not_know_stops_the_run_and_is_left_alone(tmp_path: Path) -> None:
    async def scenario() -> None:
        opened = Opened(tmp_path)
        stranger = tmp_path / "records" / "daily-20250101T000000Z-001.jsonl"
        stranger.write_bytes(b"mine\n")
        (tmp_path / "records" / "daily-extra-20250101T000000Z-001.jsonl").write_bytes(b"another site's\n")

        with pytest.raises(CannotWrite, match=r"20250101T000000Z-001\.jsonl is not known"):
            opened.recover()

        assert stranger.read_bytes() == b"mine\n"

    asyncio.run(scenario())


def test_committed_bytes_that_are_gone_stop_the_run(tmp_path: Path) -> None:
    async def scenario() -> None:
        opened = Opened(tmp_path)
        opened.writer.append(b"one\n")
        await opened.committer.commit()
        os.truncate(tmp_path / "records" / "daily-20260304T070000Z-001.jsonl.part", 2)

        with pytest.raises(CannotWrite, match="holds 2 bytes, of which 4 were committed"):
            opened.recover()

    asyncio.run(scenario())


def test_a_committer_that_cannot_write_says_so_and_commits_nothing(tmp_path: Path) -> None:
    async def scenario() -> CannotWrite:
        opened = Opened(tmp_path)
        opened.committer = Committer(opened.state, every_s=0.01)
        opened.committer.start()
        opened.state._database._writer.execute("PRAGMA query_only = 1")
        opened.committer.finish(DONE)
        return await asyncio.wait_for(opened.committer.failure, 10)

    error = asyncio.run(scenario())

    assert "cannot write the state" in str(error)
    assert State(tmp_path / "state.sqlite").id_of(URL) is None


def test_a_disk_that_is_nearly_full_is_told_once_and_what_is_in_flight_is_still_committed(tmp_path: Path) -> None:
    async def scenario() -> CannotWrite:
        opened = Opened(tmp_path)
        more_than_free = opened.store.free_bytes() + 10**12
        committer = Committer(opened.state, 0.01, lambda: opened.store.require_room(more_than_free))
        committer.start()
        error = await asyncio.wait_for(committer.failure, 10)
        committer.finish(DONE)
        await committer.close()
        return error

    error = asyncio.run(scenario())

    assert "nearly full" in str(error)
    assert "DISK_FREE_MIN_BYTES" in str(error)
    assert State(tmp_path / "state.sqlite").id_of(URL) == "a" * 32


def test_a_disk_with_room_is_none_to_speak_of(tmp_path: Path) -> None:
    Store(tmp_path).require_room(0)


def test_a_store_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotWrite, match="cannot make the folder"):
        Store(tmp_path / "file" / "store")


def test_a_second_lock_of_a_site_says_who_holds_it_and_a_freed_one_can_be_had(tmp_path: Path) -> None:
    first = SiteLock(tmp_path / "daily.lock", "daily", NOW)

    with pytest.raises(SiteBusy, match=rf"daily is in use by pid {os.getpid()} on .* since 2026-03-04T07:00:00Z"):
        SiteLock(tmp_path / "daily.lock", "daily", NOW)
    first.release()
    SiteLock(tmp_path / "daily.lock", "daily", NOW).release()
