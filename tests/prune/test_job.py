"""What leaves an archive, what stays, and that all that pointed at it still finds it."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive.captured import Captured
from crawler.archive.holdings import Choice, Holdings
from crawler.archive.page_note import PageNote
from crawler.archive.reader import read_at
from crawler.archive.verify import Checked, verify
from crawler.archive.warc import digest_of
from crawler.errors import CannotWrite, SiteBusy, UsageError
from crawler.items import ArchivePointer
from crawler.prune.job import Job, Pruned, Task
from crawler.record import record_line
from crawler.run.locks import SiteLock
from crawler.run.mending import mend
from crawler.run.rebuild import rebuild
from crawler.run.store import Store
from crawler.state import State
from crawler.state.rows import Payload
from tests.archive.exchanges import NOON, Archive, exchange
from tests.articles import article

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
HOME, ROBOTS = "https://daily.example/", "https://daily.example/robots.txt"
QUAY, BRIDGE, BRIDGE_2 = (f"https://daily.example/{name}/" for name in ("quay", "bridge", "bridge/2"))
IDS = {QUAY: "1" * 32, BRIDGE: "2" * 32}


@dataclass(frozen=True)
class Daily:
    """A store of three days: the names by which the tests know its captures, and their record ids."""

    folder: Path
    captures: dict[str, str]

    def held(self) -> set[str]:
        """The names of the captures that the archive holds."""
        names = {id_: name for name, id_ in self.captures.items()}
        return {names[one.record_id] for one in read_all(self.folder)}

    def records(self) -> list[dict[str, object]]:
        paths = sorted((self.folder / "records").glob("*.jsonl"))
        return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]

    def payloads(self) -> set[str]:
        """The names of the captures whose payloads the state knows."""
        with sqlite3.connect(self.folder / "state.sqlite") as state:
            known = {id_ for (id_,) in state.execute("SELECT record_id FROM payloads")}
        return {name for name, id_ in self.captures.items() if id_ in known}


def read_all(folder: Path) -> list[Captured]:
    """Every capture that the index lists, read where it says."""
    holdings = Holdings(folder / "archive")
    return [read_at(file.path, one.offset, one.length) for file, one in holdings.entries(Choice())]


def pointer(file: Archive, id_: str) -> ArchivePointer:
    found = next(one for one in read_all(file.path.parents[1]) if one.record_id == id_)
    return found.pointer(file.path.parents[1])


@pytest.fixture
def daily(tmp_path: Path) -> Daily:
    """Home page, robots.txt and two articles, looked at on three days; QUAY has two versions, BRIDGE two pages."""
    store, archive = Store(tmp_path), tmp_path / "archive"
    home = [exchange(HOME, f"list {day}".encode(), at=NOON + day * DAY) for day in range(2)]
    robots = [exchange(ROBOTS, b"User-agent: *", at=NOON + day * DAY) for day in range(2)]
    quay = [exchange(QUAY, f"quay {day}".encode(), at=NOON + day * DAY) for day in range(2)]
    bridge, more = exchange(BRIDGE, b"bridge"), exchange(BRIDGE_2, b"bridge, page 2")
    one = Archive(archive, "daily-20260304T115900Z-001")
    ids = dict(
        zip(
            ("home 0", "robots 0", "quay 0", "bridge", "more"),
            one.add(home[0], robots[0], quay[0], bridge, more),
            strict=True,
        )
    )
    one.add_note(quay[0], ids["quay 0"], PageNote(QUAY, "sitemap", ("daily", "generic")))
    one.add_note(bridge, ids["bridge"], PageNote(BRIDGE, "sitemap", ("daily",), further=((BRIDGE_2, ids["more"]),)))
    two = Archive(archive, "daily-20260305T115900Z-001", first_id=1000)
    ids |= dict(
        zip(
            ("home 1", "quay 1", "more 1"),
            two.add(home[1], quay[1], exchange(BRIDGE_2, b"away", at=NOON + DAY)),
            strict=True,
        )
    )
    ids["robots 1"] = two.add_revisit(robots[1], ids["robots 0"], robots[0])
    not_modified = exchange(BRIDGE, b"", status=304, at=NOON + DAY)
    ids["bridge 304"] = two.add_revisit(not_modified, ids["bridge"], bridge, "server-not-modified")
    three = Archive(archive, "daily-20260306T115900Z-001", first_id=2000)
    ids["home 2"] = three.add_revisit(exchange(HOME, b"list 1", at=NOON + 2 * DAY), ids["home 1"], home[1])
    records = [
        article(id=IDS[QUAY], url=QUAY, requested_url=QUAY, archive=pointer(one, ids["quay 0"])),
        article(id=IDS[BRIDGE], url=BRIDGE, requested_url=BRIDGE, archive=pointer(one, ids["bridge"])),
    ]  # fmt: skip
    newer = article(id=IDS[QUAY], url=QUAY, requested_url=QUAY, version=2, archive=pointer(two, ids["quay 1"]))
    (tmp_path / "records" / "daily-20260304T115900Z-001.jsonl").write_bytes(b"".join(map(record_line, records)))
    (tmp_path / "records" / "daily-20260305T115900Z-001.jsonl").write_bytes(record_line(newer))
    rebuild(store.folder, NOW, [3600.0])
    state = State(store.state_path)
    bodies = {"home 0": home[0], "home 1": home[1], "robots 0": robots[0], "quay 0": quay[0], "quay 1": quay[1]}
    state.commit(
        [], [], [Payload(digest_of(one.body), ids[name], one.url, one.fetched_at) for name, one in bodies.items()]
    )
    state.close()
    return Daily(tmp_path, ids)


def prune(daily: Daily, before: date = TODAY, *, everything: bool = False, site: str | None = None) -> list[Pruned]:
    return Job(Task(daily.folder, before, site, everything), 0, NOW, print).run()


def test_what_a_newer_capture_took_the_place_of_goes_and_what_anything_needs_stays(daily: Daily) -> None:
    before = sum(path.stat().st_size for path in (daily.folder / "archive").glob("*.warc.gz"))

    (done,) = prune(daily)

    # robots 0 and home 1 hold what later revisits stand for; bridge and more are what its record was made from.
    assert set(daily.captures) - daily.held() == {"home 0", "quay 0"}
    after = sum(path.stat().st_size for path in (daily.folder / "archive").glob("*.warc.gz"))
    assert replace(done, bytes_needed=0) == Pruned("daily", 11, 2, 1, before, after, 0)
    assert after < before
    assert daily.payloads() == {"home 1", "robots 0", "quay 1"}


def test_every_file_is_whole_and_every_pointer_leads_to_the_capture_that_it_led_to(daily: Daily) -> None:
    was = {(one["id"], one["version"]): one["archive"] for one in daily.records()}

    prune(daily)

    checked = Checked()
    assert [what for file in Holdings(daily.folder / "archive").files() for what in verify(file, checked)] == []
    assert checked.entries == 9
    for record in daily.records():
        old, now = was[record["id"], record["version"]], record["archive"]
        if (record["id"], record["version"]) == (IDS[QUAY], 1):
            assert now is None
            continue
        assert isinstance(now, dict)
        assert isinstance(old, dict)
        found = read_at(daily.folder / now["file"], now["offset"], now["length"])
        assert (found.record_id, found.digest) == (old["record_id"], old["digest"])
    assert [one["version"] for one in daily.records()] == [1, 1, 2]


def test_every_revisit_that_stays_has_its_payload_and_every_capture_its_request_and_note(daily: Daily) -> None:
    prune(daily)

    holdings = Holdings(daily.folder / "archive")
    bodies = {}
    for file, entry in holdings.entries(Choice()):
        whole = holdings.read(file, entry)
        assert whole.exchange is not None
        bodies[whole.record_id] = whole.exchange.body
    assert bodies[daily.captures["robots 1"]] == b"User-agent: *"
    assert bodies[daily.captures["bridge 304"]] == b"bridge"
    assert bodies[daily.captures["home 2"]] == b"list 1"


def test_a_second_prune_finds_nothing_to_drop_and_changes_no_byte(daily: Daily) -> None:
    prune(daily)
    first = contents(daily.folder)

    (again,) = prune(daily)

    assert again.dropped == 0
    assert contents(daily.folder) == first


def test_the_days_from_the_given_one_on_stay_whole(daily: Daily) -> None:
    files = contents(daily.folder)

    (done,) = prune(daily, date(2026, 3, 4))
    (later,) = prune(daily, date(2026, 3, 5))

    assert (done.captures, done.dropped) == (0, 0)
    assert (later.captures, later.dropped) == (5, 2)
    second = [name for name in files if "20260305" in name or "20260306" in name]
    assert second
    assert all(contents(daily.folder)[name] == files[name] for name in second)


def test_all_drops_the_newest_too_but_no_payload_of_a_revisit_that_stays(daily: Daily) -> None:
    prune(daily, date(2026, 3, 6), everything=True)

    assert daily.held() == {"home 1", "home 2"}
    assert [one["archive"] for one in daily.records()] == [None, None, None]


def test_a_file_of_which_nothing_stays_goes_with_its_index(daily: Daily) -> None:
    prune(daily, everything=True)

    assert list((daily.folder / "archive").iterdir()) == []
    assert daily.payloads() == set()


def test_a_preview_tells_the_same_and_changes_nothing(daily: Daily) -> None:
    files = contents(daily.folder)

    (told,) = Job(Task(daily.folder, NOW.date()), 0, NOW, print).preview()

    assert contents(daily.folder) == files
    (done,) = prune(daily)
    assert (told.captures, told.dropped, told.files, told.bytes_before) == (
        done.captures, done.dropped, done.files, done.bytes_before,
    )  # fmt: skip
    assert told.bytes_after <= done.bytes_after < told.bytes_after + 1000  # a new file begins with a warcinfo


def test_a_capture_that_another_sites_revisit_refers_to_stays(daily: Daily) -> None:
    other = Archive(daily.folder / "archive", "weekly-20260309T115900Z-001", first_id=3000)
    first = exchange(HOME, b"list 0")
    daily.captures["weekly"] = other.add_revisit(
        exchange("https://weekly.example/", b"list 0", at=NOON + 5 * DAY), daily.captures["home 0"], first
    )
    rebuild(daily.folder, NOW, [3600.0])

    prune(daily, site="daily")

    assert {"home 0", "weekly"} <= daily.held()


def test_while_a_run_is_in_the_store_nothing_is_done(daily: Daily) -> None:
    files = contents(daily.folder)
    lock = SiteLock(daily.folder / "locks" / "weekly.lock", "weekly", NOW)

    with pytest.raises(SiteBusy, match="weekly"):
        prune(daily)

    lock.release()
    assert contents(daily.folder) == files


def test_without_room_for_what_stays_nothing_is_done(daily: Daily) -> None:
    files = contents(daily.folder)

    with pytest.raises(CannotWrite, match="DISK_FREE_MIN_BYTES"):
        Job(Task(daily.folder, NOW.date()), 10**18, NOW, print).run()

    assert contents(daily.folder) == files


def test_room_is_asked_for_what_is_written_anew_and_not_for_files_that_stay(daily: Daily) -> None:
    first = next((daily.folder / "archive").glob("daily-20260304*.warc.gz")).stat().st_size
    records = sum(path.stat().st_size for path in (daily.folder / "records").iterdir())

    (told,) = Job(Task(daily.folder, TODAY), 0, NOW, print).preview()
    (none,) = Job(Task(daily.folder, date(2026, 3, 4)), 0, NOW, print).preview()

    assert records < told.bytes_needed < records + first
    assert none.bytes_needed == 0


def test_a_damaged_file_stays_as_it_is_and_is_told_of(daily: Daily) -> None:
    path = daily.folder / "archive" / "daily-20260304T115900Z-001.warc.gz"
    path.write_bytes(path.read_bytes()[:-40])
    damaged = path.read_bytes()
    said: list[str] = []

    Job(Task(daily.folder, NOW.date()), 0, NOW, said.append).run()

    assert path.read_bytes() == damaged
    assert said[0].startswith(path.name)
    assert said[0].endswith("this file stays as it is")


def test_a_site_that_the_archive_does_not_hold_is_named_with_those_that_it_holds(daily: Daily) -> None:
    with pytest.raises(UsageError, match="nothing of monthly; it has daily"):
        prune(daily, site="monthly")


def test_state_made_anew_from_the_files_knows_what_the_state_knew(daily: Daily) -> None:
    prune(daily)
    known = rows(daily.folder)

    rebuild(daily.folder, NOW, [3600.0])

    assert rows(daily.folder) == known


# Prunes a copy of a store, and is killed at the step whose number it is given.
KILLED = """
import os, sys
from datetime import UTC, date, datetime
from pathlib import Path
from crawler.prune.job import Job, Task
from tests.killing import kill_at

folder, steps = Path(sys.argv[1]), int(sys.argv[2])
for fatal in range(1, steps + 1):
    child = os.fork()
    if child:
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        continue
    kill_at(fatal)
    Job(Task(folder / str(fatal), date(2026, 3, 10)), 0, datetime(2026, 3, 10, 8, tzinfo=UTC), print).run()
    os._exit(0)
"""
STEPS = 45  # more than it has


def test_a_prune_killed_at_any_step_leaves_the_old_files_or_the_new_ones(
    daily: Daily, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("killed")
    for step in range(1, STEPS + 1):
        shutil.copytree(daily.folder, folder / str(step))
    old, old_rows = meaning(daily), rows(daily.folder)
    prune(daily)
    new, new_rows = meaning(daily), rows(daily.folder)

    words = [sys.executable, "-c", KILLED, str(folder), str(STEPS)]
    done = subprocess.run(words, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)

    codes = [int(line) for line in done.stdout.split()]
    assert set(codes) == {-signal.SIGKILL, 0}
    outcomes = set()
    for step, code in enumerate(codes, 1):
        store = Store(folder / str(step))
        state = State(store.state_path)
        mend(store, state, "daily")
        state.close()
        left = Daily(store.folder, daily.captures)
        assert (meaning(left), rows(store.folder)) in [(old, old_rows), (new, new_rows)], step
        assert code == 0 or not list(store.folder.rglob("*.new")), step
        assert not list(store.folder.rglob("*.swap*")), step
        outcomes.add(meaning(left) == new)
    assert outcomes == {True, False}


def meaning(daily: Daily) -> tuple[set[str], list[object]]:
    """The captures that are held, and by version what each record points at; each read where it is said to lie."""
    pointed: list[object] = []
    for record in daily.records():
        place = record["archive"]
        found = (
            read_at(daily.folder / place["file"], place["offset"], place["length"]) if isinstance(place, dict) else None
        )
        pointed.append(found and found.record_id)
    return daily.held(), pointed


def rows(folder: Path) -> list[object]:
    """What the state says of segments and records, once it is sure that it says what is there."""
    with sqlite3.connect(folder / "state.sqlite") as state:
        segments = state.execute("SELECT path, committed_bytes, site, kind, closed FROM segments").fetchall()
        records = state.execute("SELECT id, version, segment FROM records ORDER BY id").fetchall()
    files = [path for place in ("archive", "records") for path in (folder / place).iterdir()]
    assert {path: length for path, length, *_ in segments} == {
        str(path.relative_to(folder)): path.stat().st_size for path in files
    }
    return sorted((path, *rest) for path, _, *rest in segments) + records


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for place in ("archive", "records") for path in (folder / place).iterdir()}
