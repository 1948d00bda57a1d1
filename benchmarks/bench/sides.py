"""The sides: newskeep's commands and the spider of twenty lines, each run as a whole and watched."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bench.store import Bytes, Records, read_bytes, read_losses, read_records
from benchmarks.bench.watch import SideFailed, Watched, watched
from benchmarks.bench.web import Server, Web

NEWSKEEP = (sys.executable, "-m", "crawler")
MANNERS_OFF = ("--allow-network", "127.0.0.0/8", "--delay", "0", "--concurrency", "8")


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl and what it left."""

    watched: Watched
    records: Records
    losses: Mapping[str, int] = field(default_factory=dict)  # pages without a record, by reason, where the side tells


@dataclass(frozen=True, slots=True)
class TwoRuns:
    """A crawl into a new store, another at once after it, and what the store takes after both."""

    first: Crawled
    second: Watched
    bytes: Bytes


def newskeep(folder: Path, web: Web, server: Server, jobs: int, *, again: bool = True) -> TwoRuns:
    """Crawl the whole web twice. Raises SideFailed when a run crashes or the first gives no records."""
    with _new(folder / "newskeep") as here:
        words = [*NEWSKEEP, "crawl", *web.urls, *MANNERS_OFF, "--jobs", str(jobs), "--quiet", "--output", "store"]
        growing = here / "store" / "records"
        first = watched(words, here, server=server.pid, growing=growing)
        records = _some(read_records(growing.glob("*.jsonl*")), "newskeep crawl")
        losses = read_losses((here / "store" / "reports").iterdir())
        second = watched(words, here, server=server.pid) if again else first
        return TwoRuns(Crawled(first, records, losses), second, read_bytes(here / "store"))


def naive(folder: Path, web: Web, server: Server, rig: Path) -> Crawled:
    """Let the rig's spider crawl the whole web. Raises SideFailed as `newskeep` does."""
    with _new(folder / "naive") as here:
        words = [sys.executable, "-m", "scrapy", "runspider", str(rig / "naive_spider.py"), "-O", "out/out.jsonl"]
        env = {"WEB": str(web.folder)}
        run = watched([*words, "-s", "LOG_LEVEL=ERROR"], here, server=server.pid, growing=here / "out", env=env)
        return Crawled(run, _some(read_records([here / "out" / "out.jsonl"]), "naive_spider.py"))


def extract(folder: Path, manifest: Path) -> Crawled:
    """Extract from the pages of the manifest in one process."""
    with _new(folder / "extract") as here:
        run = watched([*NEWSKEEP, "extract", "--manifest", manifest, "--jobs", "1", "--to", "out.jsonl"], here)
        return Crawled(run, _some(read_records([here / "out.jsonl"]), "newskeep extract"))


def show_help(folder: Path) -> Watched:
    """`newskeep --help`."""
    return watched([*NEWSKEEP, "--help"], folder)


def fetch(folder: Path, url: str) -> Watched:
    """`newskeep fetch` of one page. CPU, so that the wait for the network is none of it."""
    return watched([*NEWSKEEP, "fetch", url, "--allow-network", "127.0.0.0/8", "--to", "fetched.jsonl"], folder)


def _some(records: Records, side: str) -> Records:
    if not records.good:
        raise SideFailed(f"{side} gave {records.count} records, {records.good} with a text")
    return records


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A new folder, gone at the end: a store of 5,000 pages takes some hundred MB."""
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
