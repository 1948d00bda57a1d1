"""Where the time of a page goes: the mean ms of CPU of each stage of its extraction, over the corpus.

    NEWSKEEP_CORPUS=DIR python -m benchmarks.profile_page [--every N] [--functions N]

A stage's time is its own: what another stage takes within it is the other's. With --functions, the N functions that
take most of their own time, by cProfile, which makes small functions look dearer than they are.
"""

import argparse
import cProfile
import os
import pickle
import pstats
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from time import process_time

from benchmarks.bench.corpus import read_pages
from crawler.items import Page
from crawler.profiles import profile_for_site

REST, ACROSS = "all else", "to a worker and back (pickle)"

# Where each stage begins: the name by which its caller calls it, and what it is called here.
STAGES = {
    "crawler.extract.document:decoded_body": "decompress",
    "crawler.extract.document:text_of": "decode",
    "crawler.extract.document:_with_few_tags": "count tags",
    "crawler.extract.document:_parsed": "parse",
    "crawler.extract.article:read_metadata": "metadata",
    "crawler.extract.article:refresh_target": "further pages",
    "crawler.extract.article:further_pages": "further pages",
    "crawler.extract.article:read_blocks": "blocks",
    "crawler.extract.article:read_signals": "kind of page",
    "crawler.extract.article:kind_before_text": "kind of page",
    "crawler.extract.article:kind_by_text": "kind of page",
    "crawler.extract.body:what_is_known": "first choice",
    "crawler.extract.body:choice_by_place": "first choice",
    "crawler.extract.body:choice_by_vote": "first choice",
    "crawler.extract.choice:trafilatura_text": "trafilatura",
    "crawler.extract.features:Measures.__init__": "features",
    "crawler.extract.features:Measures.rows": "features",
    "crawler.extract.trees:Trees.probabilities": "trees",
    "crawler.extract.trees:Trees.against": "trees",
    "crawler.extract.article:trim": "trim",
    "crawler.extract.article:without_furniture": "furniture",
    "crawler.extract.article:as_text": "text and Markdown",
    "crawler.extract.article:as_markdown": "text and Markdown",
    "crawler.extract.article:language_of": "language",
    "crawler.extract.article:_article": "record",
}


@dataclass(slots=True)
class Clock:
    """Sums up what each stage takes. `now` gives seconds."""

    now: Callable[[], float] = process_time
    spent_s: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    _stack: list[str] = field(default_factory=list)
    _since_s: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens within is the stage's, and not of that around it."""
        self._pass()
        self._stack.append(name)
        self.calls[name] += 1
        try:
            yield
        finally:
            self._pass()
            self._stack.pop()

    def _pass(self) -> None:
        now = self.now()
        if self._stack:
            self.spent_s[self._stack[-1]] += now - self._since_s  # type: ignore[assignment]  # a Counter of floats
        self._since_s = now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth page of the corpus")
    parser.add_argument("--functions", type=int, metavar="N", help="the N dearest functions instead of the stages")
    args = parser.parse_args()
    manifest = Path(os.environ.get("NEWSKEEP_CORPUS", "")) / "gold.jsonl"
    if not manifest.is_file():
        parser.error("NEWSKEEP_CORPUS must name the corpus's folder")
    import_module("crawler.run.warm")  # what a worker has read before its first page
    pages = read_pages(manifest, args.every)
    if args.functions:
        show_functions(pages, args.functions)
        return
    clock = Clock()
    time_stages(clock)
    for page in pages:
        read(page, clock)
    sys.stdout.writelines(f"{line}\n" for line in stage_lines(clock, len(pages)))


def time_stages(clock: Clock) -> None:
    """Have `clock` time every stage from now on. Raises AttributeError when one is no longer where STAGES says."""
    for place, name in STAGES.items():
        module, _, path = place.partition(":")
        *owners, attribute = path.split(".")
        owner: object = import_module(module)
        for one in owners:
            owner = getattr(owner, one)
        setattr(owner, attribute, _timed(getattr(owner, attribute), name, clock))


def read(page: Page, clock: Clock) -> None:
    """Read the page as a crawl does, with its way into the worker and back."""
    # Here, so that its name is looked up after the stages are timed.
    from crawler.run.reading import read_page

    profile = profile_for_site(page.url)
    from crawler.extract.memory import NO_MEMORY

    with clock.stage(ACROSS):
        page, profile = pickle.loads(pickle.dumps((page, profile)))  # noqa: S301 - our own
    with clock.stage(REST):
        reading = read_page(page, profile, NO_MEMORY)
    with clock.stage(ACROSS):
        pickle.loads(pickle.dumps(reading))  # noqa: S301 - our own


def stage_lines(clock: Clock, pages: int) -> Iterator[str]:
    """The table, the dearest stage first."""
    whole_s = sum(clock.spent_s.values())
    yield f"{'stage':<32}{'ms a page':>10}{'share':>8}{'calls a page':>14}"
    for name, spent_s in clock.spent_s.most_common():
        yield f"{name:<32}{spent_s / pages * 1000:>10.3f}{spent_s / whole_s:>8.1%}{clock.calls[name] / pages:>14.1f}"
    yield f"{'whole':<32}{whole_s / pages * 1000:>10.3f}{'':>8}{pages:>8,} pages"


def show_functions(pages: Sequence[Page], count: int) -> None:
    """Print the functions that take most, by cProfile."""
    clock = Clock()
    profile = cProfile.Profile()
    profile.enable()
    for page in pages:
        read(page, clock)
    profile.disable()
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(count)


def _timed(function: Callable[..., object], name: str, clock: Clock) -> Callable[..., object]:
    @wraps(function)
    def timed(*args: object, **kwargs: object) -> object:
        with clock.stage(name):
            return function(*args, **kwargs)

    return timed


if __name__ == "__main__":
    main()
