import subprocess
import sys

# What is loaded is told by a process of its own: here, other tests have loaded it.
WARM = """
from crawler.extract import identify, vote
from crawler.run import warm
loaded = (identify._rank.cache_info().currsize, vote._bare_extraction.cache_info().currsize)
print(type(warm.reading.outcome).__name__, *loaded)
"""


def test_what_workers_are_forked_from_has_read_an_article_and_holds_model_and_trafilatura() -> None:
    ended = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True)

    assert ended.stdout.split() == ["Article", "1", "1"]
