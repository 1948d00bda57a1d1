"""What an export of a million records costs, and whether its memory is flat: records a second, peak memory, bytes.

    python benchmarks/export_million.py [--records N] [--formats jsonl,parquet] [--folder DIR]

The records are of five sites and ten years, with texts of some 3,000 characters; one in ten has a second version, one
in twenty is a copy of another site's. Each export is a process of its own, of half the records and then of all.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from crawler.items import SCHEMA_VERSION, ArchivePointer, Article, Extraction
from crawler.record import record_line
from crawler.run.store import Store
from crawler.state import State
from crawler.state.rows import Segment

SITES = ("agency", "daily", "gazette", "herald", "weekly")
FIRST_DAY = date(2016, 1, 1)
DAYS = 3650
SEGMENT_RECORDS = 50_000
WORDS = [
    f"{start}{end}" for start in ("har", "brid", "min", "quay", "sto", "coun") for end in ("bour", "ge", "ister", "cil")
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--formats", default="jsonl,parquet")
    parser.add_argument("--folder", type=Path, help="make stores and exports there")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as temporary:
        for count in (args.records // 2, args.records):
            store = Path(temporary) / f"store-{count}"
            fill(store, count)
            for form in args.formats.split(","):
                measure(store, form, Path(temporary) / "set")


def measure(store: Path, form: str, to: Path) -> None:
    """Print what one export costs, and remove it."""
    words = ["-m", "crawler", "export", "--output", str(store), "--to", str(to), "--format", form]
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE)  # noqa: S603 - ourselves
    _, status, usage = os.wait4(process.pid, 0)
    took_s = time.monotonic() - began
    said = process.stdout.read().decode() if process.stdout else ""
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"the export ended with {os.waitstatus_to_exitcode(status)}")
    records = int(said.rpartition(": ")[2].split()[0]) if ": " in said else 0
    size_bytes = sum(path.stat().st_size for path in to.rglob("*") if path.is_file())
    print(  # noqa: T201 - what a benchmark is for
        f"{form:8} {records:>9,} records  {records / took_s:>7,.0f} records/s"
        f"  {(usage.ru_utime + usage.ru_stime) / records * 1e6:>4.0f} µs of CPU a record"
        f"  peak {usage.ru_maxrss / 1000:>4.0f} MB  {size_bytes / 1e6:>6,.0f} MB",
        flush=True,
    )
    shutil.rmtree(to)


def fill(folder: Path, count: int) -> None:
    """Make a store of `count` records."""
    store = Store(folder)
    segments: dict[str, list[Segment]] = {site: [] for site in SITES}
    for site in SITES:
        lines = made(site, count // len(SITES))
        for number in range(1 + count // len(SITES) // SEGMENT_RECORDS):
            path = f"records/{site}-20260301T{number:06}Z-001.jsonl"
            with (folder / path).open("wb") as file:
                for _, line in zip(range(SEGMENT_RECORDS), lines, strict=False):
                    file.write(line)
            segments[site].append(Segment(path, site, "records", (folder / path).stat().st_size, closed=True))
    with closing(State(store.state_path)) as state:
        for site in SITES:
            state.segments.replace(site, segments[site])


def made(site: str, count: int) -> Iterator[bytes]:
    """The record lines of a site."""
    chance = random.Random(site)  # noqa: S311 - nothing secret
    paragraphs = [" ".join(chance.choices(WORDS, k=60)) for _ in range(500)]
    for number in range(count):
        is_update = number % 10 == 9
        own = number - 5 if is_update else number
        text = "\n\n".join(chance.choices(paragraphs, k=8))
        is_copy = number % 20 == 0 and site != SITES[0]
        yield record_line(
            replace(
                article(site, own, text),
                version=2 if is_update else 1,
                changed=("text",) if is_update else (),
                duplicate_of=id_of(SITES[0], own) if is_copy else None,
            )
        )


def article(site: str, number: int, text: str) -> Article:
    url = f"https://{site}.example/{number}-the-quay-opens-again/"
    published = f"{FIRST_DAY + timedelta(days=number * 7 % DAYS)}T07:{number % 60:02}:00+02:00"
    pointer = ArchivePointer(
        f"urn:uuid:{number:032x}", f"archive/{site}.warc.gz", number * 9000, 9000, "sha256:" + "0" * 64
    )
    return Article(
        schema_version=SCHEMA_VERSION, id=id_of(site, number), version=1, url=url, requested_url=url, site=site,
        publisher=site.title(), title=f"The quay opens again, {number}", description=text[:120], text=text,
        word_count=480, authors=("Ann Lee", "Bo Ek"), section="City", tags=("Harbour", "Council"), language="en",
        images=(), related=(), date_published=published, date_modified=published, date_published_raw=published,
        date_modified_raw=published, license=None, is_accessible_for_free=True, robots=(), tdm_reservation=None,
        tdm_policy=None, content_hash="sha256:" + sha256(text.encode()).hexdigest(), duplicate_of=None, changed=(),
        fetched_at="2026-03-04T08:00:00Z", status=200, found_via="sitemap", archive=pointer,
        extraction=Extraction(
            "newskeep 0.1.0, trafilatura 2.3.1", site, None, ("share-box", "read-also"),
            readers={"title": "jsonld", "authors": "jsonld", "date_published": "jsonld", "text": "place"},
        ),
    )  # fmt: skip


def id_of(site: str, number: int) -> str:
    return sha256(f"{site} {number}".encode()).hexdigest()[:32]


if __name__ == "__main__":
    main()
