"""A store with an article that is to be forgotten, and all that hangs on it."""

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastwarc import ArchiveIterator

from crawler.archive.captured import Captured
from crawler.archive.holdings import Choice, Holdings
from crawler.archive.page_note import PageNote
from crawler.archive.reader import read_at
from crawler.archive.warc import digest_of
from crawler.extract.furniture import line_key
from crawler.extract.words import article_id, content_hash
from crawler.forget.job import Job, Removed, Task
from crawler.items import ArchivePointer, Article, Rejected
from crawler.record import record_line, reject_line
from crawler.run.rebuild import rebuild
from crawler.run.store import Store
from crawler.state import State
from crawler.state.rows import CountedLine, Finished, Payload
from tests.archive.exchanges import NOON, Archive, exchange
from tests.articles import article

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
QUAY, OLD_QUAY, QUAY_2, COPY = (f"https://daily.example/{end}/" for end in ("quay", "old-quay", "quay/2", "quay-copy"))
BRIDGE, LIST = "https://daily.example/bridge/", "https://daily.example/news/"
WEEKLY, MONTHLY = "https://weekly.example/pier/", "https://monthly.example/pier/"
SECRET = "The secret of the quay is that it has none. " * 8
LATER = "Words of its own: " + " ".join(f"{number}th" for number in range(200))
OF_BRIDGE = "A line of the bridge."
QUAY_ID = article_id(QUAY)


@dataclass(frozen=True)
class Daily:
    """The store, and the names by which the tests know its captures."""

    folder: Path
    captures: dict[str, str]

    def held(self) -> set[str]:
        """The names of the captures that the archive holds."""
        names = {id_: name for name, id_ in self.captures.items()}
        return {names[one.record_id] for one in self.read()}

    def read(self) -> list[Captured]:
        """Every capture that the index lists, read where it says."""
        holdings = Holdings(self.folder / "archive")
        return [holdings.read(file, one) for file, one in holdings.entries(Choice())]

    def lines(self, kind: str) -> list[dict[str, object]]:
        paths = sorted((self.folder / kind).glob("*.jsonl"))
        return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]

    def all_bytes(self) -> bytes:
        """What anybody could read in the store: every file but the tombstones, archives as they are unpacked."""
        found: list[bytes] = []
        for path in sorted(self.folder.rglob("*")):
            if path.suffix == ".gz":
                with path.open("rb") as file:
                    found.extend(
                        repr(dict(record.headers.items())).encode() + record.reader.read()
                        for record in ArchiveIterator(file, parse_http=False)
                    )
            elif path.is_file() and path.name != "forgotten.jsonl":
                found.append(path.read_bytes())
        return b"\n".join(found)

    def meaning(self) -> list[object]:
        """What it holds: captures, lines with the captures that they point at, each read there, and rows."""
        lines: list[object] = [*self.lines("rejects")]
        for record in self.lines("records"):
            place = record["archive"]
            found = (
                read_at(self.folder / place["file"], place["offset"], place["length"])
                if isinstance(place, dict)
                else None
            )
            lines.append({**record, "archive": found and found.record_id})
        return [sorted(self.held()), lines, self.rows()]

    def rows(self) -> list[object]:
        """What the state says of segments, records and URLs, once it is sure that it says what is there."""
        with sqlite3.connect(self.folder / "state.sqlite") as state:
            segments = state.execute("SELECT path, committed_bytes, site, kind FROM segments ORDER BY path").fetchall()
            records = state.execute("SELECT id, version, url FROM records ORDER BY id").fetchall()
            urls = state.execute("SELECT url, record_id FROM urls ORDER BY key").fetchall()
        places = ("archive", "records", "rejects")
        files = [path for place in places for path in (self.folder / place).iterdir()]
        assert {path: length for path, length, *_ in segments} == {
            str(path.relative_to(self.folder)): path.stat().st_size for path in files
        }
        return [(path, *rest) for path, _, *rest in segments] + records + urls


def forget(daily: Daily, *urls: str, site: str | None = None) -> Removed:
    return Job(Task(daily.folder, "the author asked for it", urls, site, 30), 0, NOW, print).run()


def make(folder: Path) -> Daily:
    """QUAY has two versions, an older address, a second page and a copy; BRIDGE, and two sites, have its bytes once."""
    store, home = Store(folder), folder / "archive"
    page, later = exchange(QUAY, SECRET.encode()), exchange(QUAY, SECRET.encode() + b"more", at=NOON + DAY)
    old, second = exchange(OLD_QUAY, b"", (("Location", "/quay/"),), status=301), exchange(QUAY_2, b"quay, page 2")
    copy, list_ = exchange(COPY, b"<p>" + SECRET.encode()), exchange(LIST, b"a list of pages")
    one = Archive(home, "daily-20260304T115900Z-001")
    names = ("old", "quay", "second", "copy", "list")
    ids = dict(zip(names, one.add(old, page, second, copy, list_), strict=True))
    one.add_note(page, ids["quay"], PageNote(OLD_QUAY, "sitemap", ("daily",), further=((QUAY_2, ids["second"]),)))
    ids["bridge"] = one.add_revisit(exchange(BRIDGE, SECRET.encode(), at=NOON + DAY), ids["quay"], page)
    two = Archive(home, "daily-20260305T115900Z-001", first_id=1000)
    (ids["quay later"],) = two.add(later)
    ids["quay 304"] = two.add_revisit(
        exchange(QUAY, b"", status=304, at=NOON + 2 * DAY), ids["quay later"], later, "server-not-modified"
    )
    weekly = Archive(home, "weekly-20260306T115900Z-001", first_id=2000)
    ids["weekly"] = weekly.add_revisit(exchange(WEEKLY, SECRET.encode(), at=NOON + 2 * DAY), ids["quay"], page)
    daily = Daily(folder, ids)
    pointers = {one.record_id: one.pointer(folder) for one in _plain(folder)}
    text = content_hash(SECRET)

    def kept(url: str, capture: str | None, **more: object) -> Article:
        pointer: ArchivePointer | None = pointers[ids[capture]] if capture else None
        return article(id=article_id(url), url=url, requested_url=url, archive=pointer, **more)

    secret = {"title": "Secret of the quay", "text": SECRET, "content_hash": text, "word_count": 80}
    first = replace(kept(QUAY, "quay", **secret), requested_url=OLD_QUAY)
    weeks = kept(WEEKLY, "weekly", **(secret | {"site": "weekly", "duplicate_of": QUAY_ID}))
    months = kept(MONTHLY, None, **(secret | {"site": "monthly", "duplicate_of": QUAY_ID}))
    months = replace(months, fetched_at="2026-03-09T08:00:00Z", title="A pier")
    _write(folder, "records/daily-20260304T115900Z-001.jsonl", record_line(first), record_line(kept(BRIDGE, "bridge")))
    _write(
        folder,
        "records/daily-20260305T115900Z-001.jsonl",
        record_line(kept(QUAY, "quay later", version=2, text=LATER, word_count=29)),
    )
    _write(folder, "records/weekly-20260306T115900Z-001.jsonl", record_line(replace(weeks, title="A pier")))
    _write(folder, "records/monthly-20260307T115900Z-001.jsonl", record_line(months))
    stamp = "2026-03-04T12:00:00Z"
    rejects = (
        Rejected(COPY, COPY, "daily", "duplicate", f"same text as {QUAY_ID} {QUAY}", stamp, 200, duplicate_of=QUAY_ID),
        Rejected(LIST, LIST, "daily", "listing", "a list of 12 teasers", stamp, 200),
    )
    _write(folder, "rejects/daily-20260304T115900Z-001.jsonl", *map(reject_line, rejects))
    rebuild(store.folder, NOW, [3600.0])
    for path in folder.glob("*.bak-*"):
        path.unlink()
    state = State(store.state_path)
    counted = tuple(CountedLine(line_key(line), line, 10) for line in (SECRET, OF_BRIDGE))
    led = Finished("daily", OLD_QUAY, QUAY, "unchanged", NOON, record_id=QUAY_ID, lines=counted)
    state.commit([led], [], [Payload(digest_of(page.body), ids["quay"], QUAY, page.fetched_at)])
    state.close()
    return daily


def _plain(folder: Path) -> list[Captured]:
    holdings = Holdings(folder / "archive")
    return [read_at(file.path, one.offset, one.length) for file, one in holdings.entries(Choice())]


def _write(folder: Path, path: str, *lines: bytes) -> None:
    (folder / path).write_bytes(b"".join(lines))
