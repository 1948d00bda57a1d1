"""What leaves a store when an article is forgotten, what stays, and that it does not come back."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from crawler.archive.holdings import Holdings
from crawler.archive.verify import Checked, verify
from crawler.errors import SiteBusy
from crawler.extract.furniture import line_key
from crawler.extract.words import article_id
from crawler.forget.job import Job, Task
from crawler.forget.named import named_elsewhere
from crawler.run.forgotten import read_forgotten
from crawler.run.locks import SiteLock
from crawler.run.mending import mend
from crawler.run.rebuild import rebuild
from crawler.run.store import Store
from crawler.state import State
from crawler.state.copies import MOST_NUMBER
from tests.articles import ARTICLE
from tests.forget.daily import (
    BRIDGE,
    COPY,
    LIST,
    MONTHLY,
    NOW,
    OF_BRIDGE,
    OLD_QUAY,
    QUAY,
    QUAY_2,
    QUAY_ID,
    SECRET,
    WEEKLY,
    Daily,
    forget,
    make,
)  # fmt: skip


@pytest.fixture
def daily(tmp_path: Path) -> Daily:
    return make(tmp_path)


@pytest.mark.parametrize("address", [QUAY, OLD_QUAY, COPY])
def test_by_any_of_its_addresses_an_article_goes_with_versions_pages_copies_and_redirects(
    daily: Daily, address: str
) -> None:
    removed = forget(daily, address)

    assert daily.held() == {"list", "bridge", "weekly"}
    assert {one["url"] for one in daily.lines("records")} == {BRIDGE, WEEKLY, MONTHLY}
    assert [one["url"] for one in daily.lines("rejects")] == [LIST]
    assert (removed.articles, removed.versions, removed.rejects, removed.captures) == (1, 2, 1, 6)
    assert set(removed.urls) == {QUAY, OLD_QUAY, QUAY_2, COPY}


def test_nothing_in_the_store_names_it_or_holds_its_words(daily: Daily) -> None:
    words = (b"example/quay", b"example/old-quay", b"/quay/", b"Secret of the quay", QUAY_ID.encode())
    before = daily.all_bytes()
    assert all(word in before for word in words)

    forget(daily, QUAY)

    after = daily.all_bytes()
    assert [word for word in words if word in after] == []


def test_a_capture_of_another_page_that_stood_for_its_bytes_gets_them_itself(daily: Daily) -> None:
    forget(daily, QUAY)

    checked = Checked()
    assert [what for file in Holdings(daily.folder / "archive").files() for what in verify(file, checked)] == []
    assert checked.entries == 3
    for one in daily.read():
        if one.url in (BRIDGE, WEEKLY):
            assert one.exchange is not None
            assert (one.kind, one.exchange.body) == ("response", SECRET.encode())
    pointed = {one["url"]: one["archive"] for one in daily.lines("records")}
    places = {one.url: (one.file.name, one.offset, one.length, one.digest) for one in daily.read()}
    for url in (BRIDGE, WEEKLY):
        pointer = pointed[url]
        assert isinstance(pointer, dict)
        assert places[url] == (Path(pointer["file"]).name, pointer["offset"], pointer["length"], pointer["digest"])


def test_its_copies_on_other_sites_are_called_after_the_first_of_them(daily: Daily) -> None:
    forget(daily, QUAY)

    named = {one["url"]: one["duplicate_of"] for one in daily.lines("records")}
    assert named == {BRIDGE: None, MONTHLY: None, WEEKLY: article_id(MONTHLY)}
    state = State(daily.folder / "state.sqlite")
    groups = dict(state.copies.groups())
    state.close()
    assert groups == {article_id(url): article_id(MONTHLY) for url in (MONTHLY, WEEKLY)}


def test_the_state_knows_nothing_of_it_and_is_what_a_rebuild_makes(daily: Daily) -> None:
    forget(daily, QUAY)

    known = daily.rows()
    assert not [row for row in known if QUAY_ID in str(row) or "quay" in str(row)]
    with sqlite3.connect(daily.folder / "state.sqlite") as state:
        assert state.execute("SELECT count(*) FROM payloads").fetchone() == (0,)
        query = "SELECT count(*) FROM copy_bands WHERE key & ? NOT IN (SELECT number FROM packed_records)"
        assert state.execute(query, (MOST_NUMBER,)).fetchone() == (0,)
        lines = {key for (key,) in state.execute("SELECT key FROM memory_lines WHERE site = 'daily'")}
    assert line_key(OF_BRIDGE) in lines
    assert line_key(SECRET.strip()) not in lines
    tombstones = read_forgotten(daily.folder).tombstones
    rebuild(daily.folder, NOW, [3600.0])
    assert daily.rows() == known
    assert read_forgotten(daily.folder).tombstones == tombstones


def test_a_tombstone_says_when_and_why_for_every_address_and_for_the_text(daily: Daily) -> None:
    forget(daily, QUAY)

    forgotten = read_forgotten(daily.folder)
    for url in (QUAY, OLD_QUAY, QUAY_2, COPY, "http://www.daily.example/quay?utm_source=x"):
        tombstone = forgotten.of_url(url)
        assert tombstone is not None
        assert tombstone.said == "forgotten on 2026-03-10: the author asked for it"
    text = str(next(one["content_hash"] for one in daily.lines("records") if one["url"] == WEEKLY))
    assert forgotten.of_text("daily", text)
    assert not forgotten.of_text("weekly", text)
    assert not forgotten.of_text("daily", ARTICLE.content_hash)  # of 29 words: it may rightly be another's, too
    assert forgotten.of_url(BRIDGE) is None
    assert forgotten.of_site("daily") is None


def test_a_second_time_changes_nothing_and_what_is_not_known_is_told(daily: Daily) -> None:
    forget(daily, QUAY)
    first = daily.meaning()

    again = forget(daily, QUAY, "https://daily.example/never-seen")

    assert daily.meaning() == first
    assert again.unknown == (QUAY, "https://daily.example/never-seen")
    assert (again.articles, again.captures) == (0, 0)


def test_a_site_that_is_not_known_leaves_no_tombstone(daily: Daily) -> None:
    removed = forget(daily, site="dialy")

    assert not removed.is_something
    assert read_forgotten(daily.folder).of_site("dialy") is None


def test_a_page_that_only_the_archive_holds_goes_too(daily: Daily) -> None:
    with sqlite3.connect(daily.folder / "state.sqlite") as state:
        state.execute("DELETE FROM packed_urls WHERE key LIKE '%/news'")
    (daily.folder / "reports" / "daily-1.json").write_text(f'{{"traps": ["{LIST}"]}}')
    (daily.folder / "state.sqlite.bak-20260301T000000Z").touch()

    removed = forget(daily, LIST)

    assert removed.unknown == ()
    assert "list" not in daily.held()
    assert [line.partition(",")[0] for line in named_elsewhere(daily.folder, removed.urls)] == [
        "state.sqlite.bak-20260301T000000Z is an older state",
        "named in reports/daily-1.json",
    ]


def test_a_whole_site_goes_and_others_keep_what_stood_in_its_files(daily: Daily) -> None:
    removed = forget(daily, site="daily")

    assert daily.held() == {"weekly"}
    assert {one["url"]: one["duplicate_of"] for one in daily.lines("records")} == {
        MONTHLY: None, WEEKLY: article_id(MONTHLY),
    }  # fmt: skip
    assert daily.lines("rejects") == []
    assert (removed.articles, removed.versions, removed.rejects) == (2, 3, 2)
    assert all("daily" not in str(row) for row in daily.rows())
    forgotten = read_forgotten(daily.folder)
    assert forgotten.of_site("daily")
    assert forgotten.of_url("https://www.daily.example/tomorrow/")
    assert not forgotten.of_url(WEEKLY)


def test_a_preview_and_a_store_in_use_change_nothing(daily: Daily) -> None:
    before = daily.meaning()
    task = Task(daily.folder, "why", (QUAY,))

    told = Job(task, 0, NOW, print).preview()
    lock = SiteLock(daily.folder / "locks" / "weekly.lock", "weekly", NOW)
    with pytest.raises(SiteBusy, match="weekly"):
        Job(task, 0, NOW, print).run()
    lock.release()

    assert (told.articles, told.versions, told.captures, told.made_whole) == (1, 2, 6, 2)
    assert daily.meaning() == before


def test_a_damaged_file_stays_and_is_told_of(daily: Daily) -> None:
    path = next((daily.folder / "archive").glob("daily-20260305*.warc.gz"))
    path.write_bytes(path.read_bytes()[:-40])
    damaged = path.read_bytes()

    removed = forget(daily, QUAY)

    assert path.read_bytes() == damaged
    assert len(removed.left) == 1
    assert removed.left[0].startswith(f"archive/{path.name} holds captures of it and stays as it is")


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """In memory where there is such a place: what is killed loses nothing that was written, synced or not."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


# Forgets in copies of a store, some at a time, each killed at the step whose number it is given.
KILLED = """
import os, sys
from pathlib import Path
from tests.forget.daily import Daily, QUAY, forget
from tests.killing import kill_at

folder, begin, end = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for first in range(begin, end, 8):
    children = []
    for fatal in range(first, first + 8):
        children.append(os.fork())
        if not children[-1]:
            kill_at(fatal)
            forget(Daily(folder / str(fatal), {}), QUAY)
            os._exit(0)
    for child in children:
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
STEPS = range(12, 60)  # it has 60, and begins to write with the 12th


def test_killed_at_any_step_it_leaves_the_old_files_or_the_new_ones_and_a_second_call_ends_it(
    daily: Daily, quick_folder: Path
) -> None:
    folder = quick_folder
    for step in STEPS:
        shutil.copytree(daily.folder, folder / str(step))
    old = daily.meaning()
    forget(daily, QUAY)
    new = daily.meaning()

    words = [sys.executable, "-c", KILLED, str(folder), str(STEPS.start), str(STEPS.stop)]
    done = subprocess.run(words, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)

    assert [int(line) for line in done.stdout.splitlines()] == [-signal.SIGKILL] * len(STEPS)
    outcomes = set()
    is_ended = False
    for step in STEPS:
        left = Daily(folder / str(step), daily.captures)
        state = State(left.folder / "state.sqlite")
        for site in ("daily", "weekly", "monthly"):
            mend(Store(left.folder), state, site)
        state.close()
        found = left.meaning()
        assert found in (old, new), step
        assert found == old or read_forgotten(left.folder).of_url(QUAY), step
        assert not list(left.folder.rglob("*.new")), step
        assert not list(left.folder.rglob("*.swap*")), step
        outcomes.add(found == new)
        if is_first := found == old and bool(read_forgotten(left.folder).tombstones) and not is_ended:
            forget(left, QUAY)
            assert left.meaning() == new
        is_ended |= is_first
    assert is_ended
    assert outcomes == {True, False}
