"""One crawl over hostile sites, and what it came to: records, reports, and the memory of all its processes."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

from tests.hostile.web import Site, Web, serving

SAMPLE_EVERY_S = 0.2


@dataclass(frozen=True)
class Crawled:
    """How the crawl ended. `peak_bytes` is the most that all processes together had (PSS)."""

    web: Web
    code: int
    seconds: float
    peak_bytes: int
    stderr: str
    reports: dict[str, dict[str, Any]]  # by site
    records: dict[str, list[str]]  # site to URLs

    def lost(self) -> list[str]:
        """The URLs of healthy articles that have not exactly one record, whatever session its URL bears."""
        had = {name: [url.partition("?")[0] for url in urls] for name, urls in self.records.items()}
        return [
            f"{self.web.base(site.name)}{path}"
            for site in self.web.hosts.values()
            for path in site.healthy
            if had.get(site.name, []).count(f"{self.web.base(site.name)}{path}") != 1
        ]


def crawl(sites: Sequence[Site], folder: Path, *words: str, wait_s: float) -> Crawled:
    """Crawl all `sites` at once into `folder`, with `words` on the command line; killed after `wait_s`."""
    with serving(list(sites)) as web:
        files = []
        for name, text in web.profiles():
            files.append(folder / f"{name}.toml")
            files[-1].write_text(f"{text}[network]\nports = [{web.port}]\n")
        command = [
            sys.executable, "-m", "crawler", "crawl", *map(str, files), "--output", str(folder / "out"), "--quiet",
            "--allow-network", "127.77.0.0/24", "--delay", "0", *words,
        ]  # fmt: skip
        began = monotonic()
        with (folder / "stderr").open("w") as stderr:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr)
        peaks = [0]
        watcher = Thread(target=_watch, args=(process, peaks), daemon=True)
        watcher.start()
        try:
            code = process.wait(wait_s)
        finally:
            process.kill()
            watcher.join()
        seconds = monotonic() - began
    records: dict[str, list[str]] = defaultdict(list)
    for path in (folder / "out/records").glob("*.jsonl"):
        for record in map(json.loads, path.open("rb")):
            records[record["site"]].append(record["url"])
    reports = {one["site"]: one for one in map(_json, (folder / "out/reports").glob("*.json"))}
    return Crawled(web, code, seconds, peaks[0], (folder / "stderr").read_text(), reports, records)


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text()))


def _watch(process: subprocess.Popen[bytes], peaks: list[int]) -> None:
    while process.poll() is None:
        peaks[0] = max(peaks[0], sum(map(_pss_bytes, _tree(process.pid))))
        sleep(SAMPLE_EVERY_S)


def _tree(pid: int) -> list[int]:
    """`pid` and all processes below it."""
    found = [pid]
    for one in found:
        try:
            for thread in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
        except OSError:  # it has ended
            continue
    return found


def _pss_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
