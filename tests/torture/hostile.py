"""`make torture`, second part: one crawl over all hostile sites at once, at the bounds as they ship.

python -m tests.torture.hostile [--short]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.hostile.crawling import crawl
from tests.hostile.sites import sites

MOST_BYTES = 700_000_000
HANGS_S = 1800


def main() -> int:
    """0 when the crawl ended by itself, within memory, with every healthy article on record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="responses time out after 10 s instead of 60")
    words = ("--set", "DOWNLOAD_TIMEOUT=10") if parser.parse_args().short else ()
    with tempfile.TemporaryDirectory() as folder:
        crawled = crawl(sites(), Path(folder), *words, wait_s=HANGS_S)
    for name, report in sorted(crawled.reports.items()):
        counts = {**report["rejects"], **report["errors"]}
        told = "; ".join(report["traps"]) or ", ".join(report["source_failures"])
        sys.stdout.write(
            f"{name:20}{report['asked']:5} asked{report['records']:4} records  {counts or ''}  {told[:90]}\n"
        )
    lost = crawled.lost()
    sys.stdout.write(
        f"{len(crawled.reports)} hostile sites at once: exit {crawled.code}, {crawled.seconds:.0f} s,"
        f" at most {crawled.peak_bytes / 1e6:.0f} MB in all processes, {len(lost)} healthy articles lost\n"
    )
    sys.stdout.writelines(f"lost: {url}\n" for url in lost)
    return 1 if lost or crawled.peak_bytes > MOST_BYTES or len(crawled.reports) < len(sites()) else 0


if __name__ == "__main__":
    sys.exit(main())
