"""What a state of a million known URLs costs: bytes, start, look-ups, claims, a sitemap read again, memory.

    python benchmarks/state_million.py [--urls N] [--folder DIR]

Of ten URLs seven are articles on record, two gave none, one is due; each article has a stored payload. The state is
made by the calls that a crawl makes, then measured in a process of its own. With --folder it is kept there.
"""

import argparse
import asyncio
import hashlib
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

from scrapy.settings import Settings

from crawler.dates import Window
from crawler.extract.words import article_id
from crawler.items import Found
from crawler.profiles.model import SiteProfile
from crawler.run.ask import Ask
from crawler.run.run import Run
from crawler.state import State
from crawler.state.rows import Finished, KnownRecord, Payload, Validators

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
FIRST_DAY = date(2010, 1, 1)
BATCH = 2000
SITE = "memo"
WORDS = [
    "harbour", "council", "bridge", "minister", "talks", "border", "school", "water", "market", "report", "strike",
    "court", "film", "storm", "river",
]  # fmt: skip

GOAL_START_S = 1.0
GOAL_FILE_BYTES = 400_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the state here, and take the one that is here")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measure(args.folder, args.urls)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        if not (folder / "state.sqlite").exists():
            began = time.monotonic()
            fill(folder / "state.sqlite", args.urls)
            show(
                "made", f"{time.monotonic() - began:.0f} s, {(time.monotonic() - began) / args.urls * 1e6:.0f} µs a URL"
            )
        # In a process of its own: this one's memory has been used.
        words = ["--urls", str(args.urls), "--folder", str(folder), "--measure"]
        subprocess.run([sys.executable, __file__, *words], check=True)  # noqa: S603 - ourselves


def fill(path: Path, count: int) -> None:
    """Make the state, by the calls of a crawl."""
    state = State(path)
    numbers = iter(range(count))
    while batch := list(islice(numbers, BATCH)):
        state.urls.add_found(SITE, [found(number) for number in batch], NOW, NOW)
        finished = [one for number in batch for one in ending(number)]
        payloads = [payload(number) for number in batch if number % 10 < 7]
        state.commit(finished, [], payloads)
    state.close()


def measure(folder: Path, count: int) -> None:
    """Print what the state costs."""
    path = folder / "state.sqlite"
    print(f"{count:,} URLs")  # noqa: T201 - what a benchmark is for
    size = path.stat().st_size
    show("file", f"{size / 1e6:.0f} MB, {size / count:.0f} bytes a URL", size, GOAL_FILE_BYTES, "400 MB")
    for name, table_bytes in tables(path):
        show(f"  {name}", f"{table_bytes / 1e6:.1f} MB")
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # as after a boot
    asyncio.run(measure_start(folder))
    state = State(path)
    run = state.runs.begin(SITE, os.getpid(), NOW)
    before = memory()
    chance = random.Random(1)  # noqa: S311 - nothing secret
    some = [chance.randrange(count) for _ in range(20_000)]
    show("look-up of a URL", each(lambda: sum(state.id_of(url(number)) is not None for number in some), len(some)))
    some_ids = [record_id(number) for number in some]
    show("look-up of a record", each(lambda: sum(state.record(one) is not None for one in some_ids), len(some)))
    hashes = [f"sha256:{digest(number, 64)}" for number in some[:5000]]
    show("look-up of a text", each(lambda: sum(bool(state.records_with(one)) for one in hashes), len(hashes)))
    bodies = [payload(number).digest for number in some[:5000]]
    show("look-up of a payload", each(lambda: sum(bool(state.payload(one)) for one in bodies), len(bodies)))
    batches = min(200, max(1, count // 2000))
    numbers = iter(range(min(50_000, count)))

    def claim() -> None:
        for _ in range(batches):
            state.urls.claim(SITE, run, 100, NOW, Window())

    def name_again() -> None:
        while batch := list(islice(numbers, BATCH)):
            state.urls.add_found(SITE, [found(number) for number in batch], NOW, NOW)

    show("claim of 100", each(claim, batches))
    show("URL named again", each(name_again, min(50_000, count)))
    show("are 100 due?", each(lambda: state.urls.has_due(SITE, 100, NOW, Window()), 1))
    early = NOW - timedelta(days=1)
    show("are 100 due, when all are later?", each(lambda: state.urls.has_due(SITE, 100, early, Window()), 1))
    show("memory that all of it took", f"{(memory() - before) / 1e6:.0f} MB")
    state.close()


async def measure_start(folder: Path) -> None:
    """What a crawl does before its first request, in a store of this state."""
    before, began = memory(), time.perf_counter()
    run = Run(settings_of(), folder, lambda: NOW)
    site = run.open_site(SiteProfile(SITE, (SITE,), domains=("daily.example",)), Ask())
    run.state.records.count(SITE)
    claimed = run.state.urls.claim(SITE, site.number, 100, NOW, Window())
    start_s = time.perf_counter() - began
    if not claimed:
        raise RuntimeError("nothing is due: the figures would say nothing")
    show("crawl's start, to first claim", f"{start_s * 1000:.1f} ms", start_s, GOAL_START_S, "1 s")
    show("memory that the start took", f"{(memory() - before) / 1e6:.0f} MB")
    await run.close_site(site, 0)
    await run.close()


def settings_of() -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


def tables(path: Path) -> Iterator[tuple[str, int]]:
    with closing(sqlite3.connect(path)) as database:
        try:
            yield from database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12")
        except sqlite3.OperationalError:  # a SQLite that was built without dbstat
            return


def found(number: int) -> Found:
    published = FIRST_DAY + timedelta(days=number * 5900 // 1_000_000)
    modified = datetime(published.year, published.month, published.day, 9, number % 60, tzinfo=UTC)
    return Found(
        url(number), "sitemap", "https://www.daily.example/sitemap.xml", published=published, modified=modified
    )


def ending(number: int) -> list[Finished]:
    address, kind = url(number), number % 10
    if kind == 9:
        return []
    if kind >= 7:
        return [Finished(SITE, address, address, "reject", NOW, status=200, reason="too_short")]
    id_ = record_id(number)
    prints = bytes.fromhex(digest(number, 64)) + bytes(8)
    day = (FIRST_DAY + timedelta(days=number * 5900 // 1_000_000)).isoformat()
    segment = f"records/{SITE}-20260304T070000Z-{number // 200_000:03}.jsonl"
    record = KnownRecord(id_, SITE, address, 1, f"sha256:{digest(number, 64)}", prints, day, segment)
    validators = Validators(f'W/"{digest(number, 12)}"', "Wed, 04 Mar 2026 07:00:00 GMT")
    return [
        Finished(
            SITE, address, address, "record", NOW, status=200, record_id=id_, record=record, published=day,
            validators=validators,
        )
    ]  # fmt: skip


def payload(number: int) -> Payload:
    return Payload(f"sha256:{digest(number, 64)}", UUID(digest(number, 32)).urn, url(number), NOW)


def url(number: int) -> str:
    """An address of some 80 characters, as newspapers have them."""
    words = "-".join(WORDS[(number // step) % len(WORDS)] for step in (1, 15, 225, 3375))
    return f"https://www.daily.example/2026/03/04/{words}-{number:07}/"


def record_id(number: int) -> str:
    return article_id(url(number))


def digest(number: int, length: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:length]


def memory() -> int:
    """Bytes that this process has in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def each(work: Callable[[], object], times: int) -> str:
    began = time.perf_counter()
    work()
    return f"{(time.perf_counter() - began) / times * 1e6:.0f} µs"


def show(what: str, figure: str, value: float | None = None, goal: float = 0, goal_text: str = "") -> None:
    verdict = "" if value is None else f"goal {goal_text}: {'met' if value <= goal else 'MISSED'}"
    print(f"{what:38}{figure:28}{verdict}".rstrip(), flush=True)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
