"""`make torture`: real crawls under faults, and a table of what came of each. Exits 1 when anything is lost or doubled.

python -m tests.torture.storm [--short]
"""

import argparse
import io
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from tests.server import Answer, Route, Web, news_page, serving, sitemap

LOOPBACK = ("--allow-network", "127.0.0.0/8", "--delay", "0", "--concurrency", "8", "--quiet")
KILLED = ("--concurrency", "2")  # the default: what is in flight at a kill grows with it
HANGS_S = 300  # a crawl of these sizes that takes longer hangs


@dataclass
class Outcome:
    """What came of one fault. `troubles` is empty when all is as it was promised."""

    fault: str
    articles: int
    records: int = 0
    requests: float = 0.0  # for pages, an article
    seconds: float = 0.0
    notes: str = ""
    troubles: list[str] = field(default_factory=list)


class Site:
    """A store, a profile and a web of `count` articles on loopback."""

    def __init__(self, folder: Path, web: Web, paths: Sequence[str], name: str = "daily") -> None:
        self.out, self.web, self.paths = folder / "out", web, paths
        self.profile = folder / f"{name}.toml"
        host = web.url.split("//")[1].split(":")[0]
        self.profile.write_text(
            f'name = "{name}"\nextends = "generic"\ndomains = ["{host}"]\n'
            f'sources = [{{ kind = "sitemap", url = "{web.url}/sitemap.xml" }}]\n'
        )

    def words(self, *more: str) -> list[str]:
        return [
            sys.executable, "-m", "crawler", "crawl", str(self.profile), "--output", str(self.out), *LOOPBACK, *more,
        ]  # fmt: skip

    def crawl(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.words(*more), capture_output=True, text=True, timeout=HANGS_S, check=False)

    def start(self, *more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(self.words(*more), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def outcome(self, fault: str, began: float, notes: str = "") -> Outcome:
        """Hold the store against what it must hold: each article once, whole lines, right pointers."""
        result = Outcome(fault, len(self.paths), seconds=monotonic() - began, notes=notes)
        lines, broken = read_lines(self.out)
        urls = Counter(line["url"].replace(self.web.url, "") for line in lines if line["site"] == self.profile.stem)
        result.records = sum(urls.values())
        pages = set(self.paths)
        result.requests = sum(one.path in pages for one in self.web.asked) / len(self.paths)
        checks = {
            "lost": len(pages - urls.keys()),
            "doubled": sum(number > 1 for number in urls.values()),
            "broken lines": broken,
            "files left open": len(list(self.out.rglob("*.part"))),
            "wrong pointers": sum(not points_right(self.out, line) for line in lines),
            "unreadable archives": sum(not reads_to_its_end(path) for path in self.out.glob("archive/*.warc.gz")),
        }
        result.troubles = [f"{number} {what}" for what, number in checks.items() if number]
        return result


@contextmanager
def site(count: int, host: str = "127.0.0.1", name: str = "daily") -> Iterator[Site]:
    """A new site in a folder of its own; both are gone at the end."""
    paths = [f"/2026/03/{number % 28 + 1:02}/story-number-{number}-of-the-year/" for number in range(count)]
    routes: dict[str, Route] = {
        path: news_page(f"Story number {number} of the year", f"Speaker {number}", path=path)
        for number, path in enumerate(paths)
    }
    folder = Path(tempfile.mkdtemp(prefix="newskeep-torture-"))
    try:
        with serving({**routes, "/sitemap.xml": sitemap(paths)}, host) as web:
            yield Site(folder, web, paths, name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def killed(articles: int, kills: int, chance: random.Random) -> Outcome:
    with site(articles) as one:
        began, done = monotonic(), 0
        while done < kills:
            # By requests, not by seconds, so that a fast machine is not done before the first kill; then a little on,
            # so that it falls anywhere between two commits.
            enough = len(one.web.asked) + chance.randrange(articles // kills)
            process = one.start(*KILLED)
            wait_for(partial(has_asked, one.web, enough), process)
            try:
                process.communicate(timeout=chance.uniform(0, 0.3))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                done += 1
            else:
                break  # it came to its end before the kill
        ended = one.crawl(*KILLED)
        outcome = one.outcome(f"{done} kill -9", began, f"exit {ended.returncode}")
        if outcome.requests > 1.5:
            outcome.troubles.append(f"{outcome.requests:.2f} requests an article")
        return outcome


def stopped(articles: int, number: signal.Signals) -> Outcome:
    with site(articles) as one:
        began = monotonic()
        process = one.start()
        wait_for(lambda: len(one.web.asked) > articles // 4, process)
        process.send_signal(number)
        sent = monotonic()
        process.communicate(timeout=60)
        took_s = monotonic() - sent
        one.crawl()
        outcome = one.outcome(number.name, began, f"exit {process.returncode}, {took_s:.1f} s to stop")
        if process.returncode != 128 + number or took_s > 30:
            outcome.troubles.append("not stopped as promised")
        return outcome


def full_disk(articles: int) -> Outcome:
    with site(articles) as one:
        began = monotonic()
        limited = f"ulimit -f 256; trap '' XFSZ; exec {' '.join(one.words())}"  # blocks of 1 KiB, as for a full disk
        first = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, timeout=HANGS_S, check=False)
        one.crawl()
        outcome = one.outcome("no room in a file", began, f"exit {first.returncode}")
        if first.returncode != 6 or "Traceback" in first.stderr:
            outcome.troubles.append("not stopped as promised")
        return outcome


def folder_removed(articles: int) -> Outcome:
    with site(articles) as one:
        began = monotonic()
        process = one.start()
        wait_for(lambda: len(one.web.asked) > articles // 4, process)
        shutil.rmtree(one.out, ignore_errors=True)
        _, stderr = process.communicate(timeout=60)
        shutil.rmtree(one.out, ignore_errors=True)
        one.crawl()
        outcome = one.outcome("store removed under it", began, f"exit {process.returncode}")
        if process.returncode not in (0, 6) or "Traceback" in stderr:
            outcome.troubles.append("not stopped as promised")
        return outcome


def half_busy(articles: int) -> Outcome:
    with site(articles) as one:
        began = monotonic()
        whole = dict(one.web.routes)
        for path in one.paths[::2]:
            one.web.routes[path] = Answer("busy", 503, headers={"Retry-After": "0"})
        first = one.crawl("--set", "ERROR_RETRY_S=0", "--set", "RETRY_TIMES=0")
        one.web.routes.update(whole)
        second = one.crawl("--set", "ERROR_RETRY_S=0")
        return one.outcome("half the pages 503", began, f"exits {first.returncode}, {second.returncode}")


def two_sites(articles: int) -> Outcome:
    with site(articles) as one, site(articles, "127.0.0.2", "weekly") as other:
        other.out = one.out
        began = monotonic()
        processes = [one.start(), other.start()]
        codes = [process.communicate(timeout=HANGS_S) and process.returncode for process in processes]
        outcome = one.outcome("two sites, one store", began, f"exits {codes}")
        outcome.troubles += other.outcome("", began).troubles
        return outcome


def one_site_twice(articles: int) -> Outcome:
    with site(articles) as one:
        began = monotonic()
        first = one.start("--delay", "1")
        wait_for(lambda: len(one.web.asked) > 2, first)
        second = one.crawl()
        first.terminate()
        first.communicate(timeout=HANGS_S)
        one.crawl()
        outcome = one.outcome("a second run of the site", began, f"exits {first.returncode}, {second.returncode}")
        if second.returncode != 5:
            outcome.troubles.append("the second was let in")
        return outcome


def read_lines(out: Path) -> tuple[list[dict[str, Any]], int]:
    """The records of a store, and how many lines of it are none."""
    lines, broken = [], 0
    for path in sorted(out.glob("records/*")):
        for line in path.read_bytes().splitlines(keepends=True):
            try:
                lines.append(json.loads(line))
                broken += not line.endswith(b"\n")
            except ValueError:
                broken += 1
    return lines, broken


def points_right(out: Path, line: dict[str, Any]) -> bool:
    pointer = line["archive"]
    with (out / pointer["file"]).open("rb") as file:
        file.seek(pointer["offset"])
        record = next(iter(ArchiveIterator(io.BytesIO(file.read(pointer["length"])))))
    return bool(record.rec_headers.get_header("WARC-Target-URI") == line["url"])


def reads_to_its_end(path: Path) -> bool:
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        try:
            for record in records:
                record.content_stream().read()
        except Exception:  # whatever it finds wrong
            return False
    return bool(records.err_count == 0)


def has_asked(web: Web, count: int) -> bool:
    return len(web.asked) > count


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not condition() and process.poll() is None:
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="a sixth of the articles, and three kills")
    parser.add_argument("--seed", type=int, default=0, help="of the moments of the kills (%(default)s)")
    arguments = parser.parse_args()
    articles, kills = (100, 3) if arguments.short else (600, 30)
    runs: list[Callable[[], Outcome]] = [
        lambda: killed(articles, kills, random.Random(arguments.seed)),  # noqa: S311 - moments, no secrets
        lambda: stopped(articles, signal.SIGINT),
        lambda: stopped(articles, signal.SIGTERM),
        lambda: full_disk(articles),
        lambda: folder_removed(articles),
        lambda: half_busy(articles),
        lambda: one_site_twice(articles),
        lambda: two_sites(articles),
    ]
    tell(f"{'fault':26}{'articles':>9}{'records':>9}{'requests':>10}{'seconds':>9}  outcome")
    failed = 0
    for run in runs:
        one = run()
        failed += bool(one.troubles)
        told = ", ".join(one.troubles) or "nothing lost, nothing doubled"
        figures = f"{one.articles:>9}{one.records:>9}{one.requests:>10.2f}{one.seconds:>9.1f}"
        tell(f"{one.fault:26}{figures}  {told} ({one.notes})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
