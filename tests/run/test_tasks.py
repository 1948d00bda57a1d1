"""What the process of a crawl loads."""

import subprocess
import sys

LOADED = """
import sys
import crawler.cli.crawling, crawler.cli.fetch, crawler.cli.crawl
print(*{name for name in ("numpy", "trafilatura", "feedparser", "crawler.extract.article") if name in sys.modules})
"""


def test_the_process_of_a_crawl_loads_nothing_of_extraction() -> None:
    ended = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)

    assert ended.stdout.split() == []
