"""What near copies cost a state of a million articles: bytes, memory, and time an article, as a crawl asks and commits.

    python -m benchmarks.near_million [--articles N] [--folder DIR]

Signatures are drawn, one in twenty near one before it. The state is made by the calls of a crawl, in large commits;
then in a process of its own LAST more come in, SETTLED at a time. With --folder it is kept there, and taken from there.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.state_million import NOW, memory, show, tables
from crawler.likeness import MOST_NUMBERS, NUMBER_BYTES, VALUES
from crawler.state import State
from crawler.state.rows import Finished, KnownRecord

FILLING = 5_000  # articles a commit while the state is made
SETTLED = 20  # articles a commit of a crawl: some 40 a second, a commit each half
LAST = 4_000
COPIES = 0.05
KEPT = 0.85  # of the values, in a copy
TABLES = ("packed_copies", "copies_first", "copy_bands")

GOAL_BYTES = 1_000_000_000
GOAL_MEMORY_BYTES = 300_000_000
GOAL_S = 0.002


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the state here, and take the one that is here")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measure(args.folder, args.articles)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        if not (folder / "state.sqlite").exists():
            began = time.monotonic()
            fill(folder / "state.sqlite", args.articles)
            show("made", f"{time.monotonic() - began:.0f} s")
        # In a process of its own: this one's memory has been used.
        words = ["--articles", str(args.articles), "--folder", str(folder), "--measure"]
        subprocess.run([sys.executable, "-m", "benchmarks.near_million", *words], check=True)  # noqa: S603 - ourselves


def fill(path: Path, count: int) -> None:
    """Make the state, by the calls of a crawl."""
    state, articles = State(path), drawn(1)
    for at in range(0, count, FILLING):
        batch = list(islice(articles, min(FILLING, count - at)))
        state.commit([finished(number, signature) for number, signature in batch], [])
    state.close()


def measure(folder: Path, count: int) -> None:
    """Print what copies cost in the state that is there."""
    path = folder / "state.sqlite"
    before = memory()
    state = State(path)
    articles = [finished(count + at, signature) for at, signature in islice(drawn(2), LAST)]
    asking, committing, without = Spent(), Spent(), Spent()
    copies = 0
    for batch in batches(articles):
        with asking:
            for one in batch:
                copies += state.first_copy(one.record_id or "", known(one).signature or b"", []) is not None
                state.note(one)
        with committing:
            state.commit(batch, [])
    took = memory() - before
    for batch in batches([finished(count + LAST + at, None) for at in range(LAST)]):
        with without:
            state.commit(batch, [])
    groups = sum(1 for _ in state.copies.groups())
    state.close()
    sizes = {name: size for name, size in tables(path) if name in TABLES}
    total = sum(sizes.values())
    print(f"{count + LAST:,} articles, {groups:,} in groups; of the last {LAST:,}, {copies} copies")  # noqa: T201
    show(
        "near copies on disk",
        f"{total / 1e6:.0f} MB, {total / (count + LAST):.0f} bytes each",
        total,
        GOAL_BYTES,
        "1 GB",
    )
    for name, size in sizes.items():
        show(f"  {name}", f"{size / 1e6:.1f} MB")
    show("memory that the state took", f"{took / 1e6:.0f} MB", took, GOAL_MEMORY_BYTES, "300 MB")
    show("ask, an article", str(asking))
    show("commit, an article", str(committing))
    show("commit, without a signature", str(without))
    added = (asking.wall_s + committing.wall_s - without.wall_s) / LAST
    show("near copies, an article", f"{added * 1e3:.2f} ms", added, GOAL_S, "2 ms")


@dataclass(slots=True)
class Spent:
    """Time in the blocks that it was entered for."""

    wall_s: float = 0.0
    cpu_s: float = 0.0

    def __enter__(self) -> None:
        self.wall_s -= time.perf_counter()
        self.cpu_s -= time.process_time()

    def __exit__(self, *_: object) -> None:
        self.wall_s += time.perf_counter()
        self.cpu_s += time.process_time()

    def __str__(self) -> str:
        return f"{self.wall_s / LAST * 1e3:.2f} ms, {self.cpu_s / LAST * 1e3:.2f} ms CPU"


def batches(articles: list[Finished]) -> Iterator[list[Finished]]:
    for at in range(0, len(articles), SETTLED):
        yield articles[at : at + SETTLED]


def drawn(seed: int) -> Iterator[tuple[int, bytes]]:
    """Numbered signatures without end."""
    chance, last = random.Random(seed), b""  # noqa: S311 - nothing secret
    number = 0
    while True:
        if last and chance.random() < COPIES:
            values = bytes(value if chance.random() < KEPT else chance.randrange(256) for value in last[:VALUES])
            signature = values + last[VALUES:]
        else:
            numbers = sorted(chance.randrange(1 << 8 * NUMBER_BYTES) for _ in range(MOST_NUMBERS))
            packed = b"".join(one.to_bytes(NUMBER_BYTES, "big") for one in numbers)
            last = signature = chance.randbytes(VALUES) + packed
        yield number, signature
        number += 1


def finished(number: int, signature: bytes | None) -> Finished:
    """An article as a crawl finishes it."""
    url = f"https://www.daily.example/2026/03/04/a-story-of-the-harbour-and-its-boats-{number:07}/"
    id_ = f"{number:032x}"
    record = KnownRecord(id_, "daily", url, 1, f"sha256:{number:064x}", bytes(40), "2026-03-04", signature=signature)
    return Finished("daily", url, url, "record", NOW, status=200, record_id=id_, record=record)


def known(one: Finished) -> KnownRecord:
    if one.record is None:
        raise RuntimeError("every article here has a record")
    return one.record


if __name__ == "__main__":
    main()
