"""What a run over a known site asks for: of a rig's web with lastmod in its sitemaps, by counting at the server.

    NEWSKEEP_RIG=DIR python benchmarks/second_run.py [--articles N] [--pages corpus|synthetic]

The first run takes all there is, the second comes at once and finds nothing new, then NEW articles are published and
the third must bring them all. The site is known by its URL alone.
"""

import argparse
import asyncio
import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEW = 5
PORT, FIRST = 8871, 71
HOST = f"127.0.0.{FIRST}"
GOAL_SHARE = 0.01  # of the first run's requests


@dataclass(frozen=True, slots=True)
class Row:
    """One run: requests that reached the server by kind, articles asked for, records written, wall-clock time."""

    name: str
    requests: Counter[str]
    asked: int
    records: int
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--pages", choices=("corpus", "synthetic"), default="synthetic")
    args = parser.parse_args()
    rig = os.environ.get("NEWSKEEP_RIG", "")
    if not (Path(rig) / "newsweb.py").is_file():
        parser.error("NEWSKEEP_RIG must name the folder of the load rig")
    sys.path.insert(0, rig)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_web(Path(rig), folder / "web", args.articles + NEW, args.pages)
        publish(folder / "web", args.articles + NEW, hidden=NEW)
        with serving(folder / "web") as requests:
            rows = [crawl(folder, requests, run) for run in ("first", "second, at once")]
            publish(folder / "web", args.articles + NEW, hidden=0)
            rows.append(crawl(folder, requests, f"third, {NEW} articles later"))
    sys.exit(0 if show(rows) else 1)


def make_web(rig: Path, web: Path, articles: int, pages: str) -> None:
    """Write the site with all of its articles."""
    words = ["--sites", "1", "--articles", str(articles), "--port", str(PORT), "--first", str(FIRST)]
    words += ["--html", "none"] if pages == "synthetic" else []
    subprocess.run([sys.executable, str(rig / "newsweb.py"), str(web), *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours


def publish(web: Path, articles: int, hidden: int) -> None:
    """Have home page, sitemaps, feeds and listings name all articles but the `hidden` newest."""
    newsweb: Any = importlib.import_module("newsweb")
    site = newsweb.Site(0, HOST, f"http://{HOST}:{PORT}", articles, [])
    for numbers in (site.titles, site.slugs, site.dates, site.cats):
        del numbers[:hidden]
    site.count -= hidden
    site.newest = site.dates[0]
    newsweb.write_fixed_pages(site, str(web / "www" / HOST), 1)


@contextmanager
def serving(web: Path) -> Iterator[Counter[str]]:
    """Serve the site; what is given counts the requests by kind."""
    serve: Any = importlib.import_module("serve")
    requests: Counter[str] = Counter()
    server = serve.Web(str(web), [], 0)
    answer = server.answer

    async def counted(writer: object, method: str, host: str, path: str, headers: object) -> bool:
        requests[kind_of(path)] += 1
        return bool(await answer(writer, method, host, path, headers))

    server.answer = counted
    loop = asyncio.new_event_loop()
    loop.run_until_complete(asyncio.start_server(server.handle, HOST, PORT, limit=1 << 20))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield requests
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def kind_of(path: str) -> str:
    """Articles begin with their day; all else leads to them."""
    if path[1:9].isdigit():
        return "articles"
    return "sitemaps" if "sitemap" in path else "feeds" if path.startswith(("/feed", "/atom")) else "other"


def crawl(folder: Path, requests: Counter[str], name: str) -> Row:
    """Run the command over the site; what the server and its report say."""
    requests.clear()
    began = time.monotonic()
    words = [f"http://{HOST}:{PORT}/", "--allow-network", "127.0.0.0/8", "--delay", "0", "--concurrency", "4"]
    command = [sys.executable, "-m", "crawler", "crawl", *words, "--output", str(folder / "store")]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)  # noqa: S603 - ours
    if ended.returncode != 0:
        sys.exit(f"the {name} run ended with {ended.returncode}: {ended.stderr}")
    report = json.loads(max((folder / "store" / "reports").iterdir()).read_text("utf-8"))
    return Row(name, Counter(requests), report["asked"], report["records"], time.monotonic() - began)


def show(rows: list[Row]) -> bool:
    """Print the table; whether every goal is met."""
    first, second, third = rows
    kinds = ("articles", "sitemaps", "feeds", "other")
    print(f"{'run':<26}{'requests':>9}" + "".join(f"{kind:>10}" for kind in kinds) + f"{'records':>9}{'seconds':>9}")  # noqa: T201 - what a benchmark is for
    for row in rows:
        counts = "".join(f"{row.requests[kind]:>10,}" for kind in kinds)
        print(f"{row.name:<26}{row.requests.total():>9,}{counts}{row.records:>9,}{row.seconds:>9.1f}")  # noqa: T201
    share = second.requests.total() / first.requests.total()
    goals = [
        (f"requests of the second run, of the first's: {share:.2%}", f"at most {GOAL_SHARE:.0%}", share <= GOAL_SHARE),
        (f"new articles in the third run: {third.records} of {NEW}", "all", third.records == NEW == third.asked),
    ]
    for line, goal, met in goals:
        print(f"{line}   goal {goal}: {'met' if met else 'MISSED'}")  # noqa: T201
    return all(met for *_, met in goals)


if __name__ == "__main__":
    main()
