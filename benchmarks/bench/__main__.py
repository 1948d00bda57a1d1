"""`make bench`: what a page costs, each figure beside its goal, as a table and as JSON. Never a test of time.

    NEWSKEEP_RIG=DIR NEWSKEEP_CORPUS=DIR python -m benchmarks.bench [--short] [--long] [--runs N] [--json FILE]

The sides take turns, so that what else the machine does meets all of them; a figure is the median of its runs. CPU is
that of whole process trees. Ends with 1 when a side crashed or gave no records, whatever the figures.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic, process_time

from benchmarks.bench import sides
from benchmarks.bench.costs import costs_of
from benchmarks.bench.page_costs import PageCosts
from benchmarks.bench.report import Measured, figures
from benchmarks.bench.sums import middle
from benchmarks.bench.table import as_json, table_lines
from benchmarks.bench.watch import PROJECT, SideFailed
from benchmarks.bench.web import Server, Web, make_pages, make_web, serving

PORT, FIRST, FEW_FIRST, LONG_FIRST = 8872, 11, 71, 91
FEW_ARTICLES = 10
STARTS = 5  # of `--help` and `fetch`, a run; they are short
SHORT_PAGES = 60


@dataclass(frozen=True, slots=True)
class Size:
    """How much is crawled, and how often. `pages` of the corpus are used, None: all."""

    sites: int
    articles: int
    runs: int
    starts: int
    pages: int | None


def main() -> None:
    args = _arguments()
    size = (
        Size(args.sites or 2, args.articles or 60, args.runs or 1, 2, args.pages or SHORT_PAGES)
        if args.short
        else Size(args.sites or 10, args.articles or 500, args.runs or 3, STARTS, args.pages)
    )
    rig, corpus = _folder("NEWSKEEP_RIG", "newsweb.py"), _folder("NEWSKEEP_CORPUS", "gold.jsonl")
    began = monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="newskeep-bench-") as name:
            folder = Path(name)
            folder.chmod(0o755)  # nginx, when root starts it, reads as nobody
            measured, server = _measure(folder, rig, corpus, size, args.jobs, is_long=args.long)
    except SideFailed as error:
        sys.exit(f"bench: {error}")
    lines = list(figures(measured, size.sites * size.articles))
    machine = _machine(server)
    _say(f"{size.sites} sites of {size.articles} articles, {args.jobs} workers, runs of each side: {size.runs}")
    _say(", ".join(f"{key}: {value}" for key, value in machine.items()), "")
    _say(*table_lines(lines), "")
    if args.short:
        _say("The short form shows that all sides run: over so few pages, starts weigh more than pages.")
    args.json.parent.mkdir(parents=True, exist_ok=True)
    found = {
        "machine": machine, "size": asdict(size), "jobs": args.jobs, "figures": [as_json(line) for line in lines],
        "costs": asdict(costs_of(measured.ours[-1], measured.few[-1], size.sites)),
    }  # fmt: skip
    args.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    _say(f"{monotonic() - began:.0f} s; written to {args.json}")


def _measure(folder: Path, rig: Path, corpus: Path, size: Size, jobs: int, *, is_long: bool) -> tuple[Measured, Server]:
    pages = folder / "pages"
    make_pages(corpus, pages, size.pages)
    html = pages / "html"
    _tell("making the webs")
    web = make_web(rig, Web(folder / "web", PORT, FIRST, size.sites, size.articles), html)
    few = make_web(rig, Web(folder / "few", PORT, FEW_FIRST, 1, FEW_ARTICLES), None)
    found = Measured()
    with serving(rig, web) as server, serving(rig, few) as few_server:
        for run in range(size.runs):
            _tell(f"run {run + 1} of {size.runs}: newskeep crawl")
            found.ours.append(sides.newskeep(folder, web, server, jobs))
            found.few.append(sides.newskeep(folder, few, few_server, jobs))
            _tell(f"run {run + 1} of {size.runs}: the spider of twenty lines")
            found.naive.append(sides.naive(folder, web, server, rig))
            _tell(f"run {run + 1} of {size.runs}: extraction")
            found.pages.append(_page_costs(pages / "manifest.jsonl"))
            found.extract.append(sides.extract(folder, pages / "manifest.jsonl"))
            for _ in range(size.starts):
                found.help.append(sides.show_help(folder))
                found.fetch.append(sides.fetch(folder, few.article_url()))
    if is_long:
        _tell("ten times the pages")
        long = make_web(rig, Web(folder / "long", PORT, LONG_FIRST, size.sites, 10 * size.articles), html)
        with serving(rig, long) as long_server:
            found.long = sides.newskeep(folder, long, long_server, jobs, again=False).first
    return found, server


def _page_costs(manifest: Path) -> PageCosts:
    command = [sys.executable, "-m", "benchmarks.bench.pages", str(manifest)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=PROJECT)  # noqa: S603 - ours
    if ended.returncode != 0:
        raise SideFailed(f"extraction of single pages: {ended.stderr}")
    return PageCosts(**json.loads(ended.stdout))


def _machine(server: Server) -> dict[str, str]:
    model = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "?")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": f"{len(os.sched_getaffinity(0))} of {model.partition(':')[2].strip()}",
        "served by": server.name,
        "a million steps of Python": f"{_steps_ms():.0f} ms",
        "python": platform.python_version(),
        **{name: version(name) for name in ("newskeep", "scrapy", "trafilatura", "lxml")},
    }


def _steps_ms() -> float:
    """What other machines' figures can be held against: ms of CPU of a loop, the median of some."""
    times = []
    for _ in range(9):
        began = process_time()
        for _ in range(1_000_000):
            pass
        times.append((process_time() - began) * 1000)
    return middle(times)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="2 sites of 60 articles, one run: that all of it runs")
    parser.add_argument(
        "--long", action="store_true", help="one more crawl, of ten times the articles: is memory flat?"
    )
    parser.add_argument("--sites", type=int)
    parser.add_argument("--articles", type=int, help="of a site")
    parser.add_argument("--pages", type=int, help="of the corpus, from which the web is made (default: all)")
    parser.add_argument("--runs", type=int, help="of each side")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes of newskeep (default: 2)")
    parser.add_argument("--json", type=Path, default=Path("build/bench.json"), metavar="FILE")
    return parser.parse_args()


def _folder(variable: str, holds: str) -> Path:
    folder = Path(os.environ.get(variable, ""))
    if not (folder / holds).is_file():
        sys.stderr.write(f"bench: {variable} must name the folder that holds {holds}\n")
        sys.exit(2)
    return folder.resolve()


def _tell(what: str) -> None:
    sys.stderr.write(f"bench: {what}\n")


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
