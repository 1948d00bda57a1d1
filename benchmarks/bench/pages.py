"""ms of CPU that single pages take in one process, as JSON: extraction, plain trafilatura, the archive.

    python -m benchmarks.bench.pages MANIFEST

The two extractors take turns, page by page. Memory of sites is off, as it is for `newskeep extract`.
"""

import gzip
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from time import process_time

import trafilatura

import crawler.run.warm  # noqa: F401 - what a worker has read before its first page
from benchmarks.archive_write import ms_a_page, ours, page
from benchmarks.bench.corpus import read_pages
from benchmarks.bench.page_costs import PageCosts
from crawler.extract.article import read_article
from crawler.profiles import profile_for_site

ARCHIVED = 50  # pages: what they cost to store differs by their size only


def main() -> None:
    json.dump(asdict(measure(Path(sys.argv[1]))), sys.stdout)


def measure(manifest: Path) -> PageCosts:
    """What the pages of the manifest cost."""
    pages = read_pages(manifest)
    own: list[float] = []
    others: list[float] = []
    for number, one in enumerate(pages):
        html = gzip.decompress(one.body).decode()
        profile = profile_for_site(one.url)
        turns: list[tuple[list[float], Callable[[], object]]] = [
            (own, lambda: read_article(one, profile)),  # noqa: B023 - called before the next turn
            (others, lambda: trafilatura.extract(html)),  # noqa: B023
        ]
        for times, work in turns if number % 2 else reversed(turns):
            began = process_time()
            work()
            times.append((process_time() - began) * 1000)
    exchanges = [page(one.body, is_packed=True) for one in pages[:: max(1, len(pages) // ARCHIVED)]]
    archive_ms, _ = ms_a_page(lambda one: ours(one, "gzip"), exchanges)
    return PageCosts(own, others, archive_ms)


if __name__ == "__main__":
    main()
