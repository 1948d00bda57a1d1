"""How well near copies are told, on texts that bounds were chosen by and on others; and what a signature costs.

    python -m benchmarks.near

Real texts come from the corpus in NEWSKEEP_CORPUS; edits and templates are this folder's.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
from rensa import RMinHash

from benchmarks.near.judged import Judged, judged, score
from benchmarks.near.pairs import pairs_of
from benchmarks.near.templates import CHOSEN, UNSEEN
from benchmarks.near.texts import gold_texts, read_texts
from crawler.extract.signature import RUN_WORDS, signature, signature_of_words
from crawler.extract.words import folded
from crawler.likeness import LEAST_LIKENESS, LEAST_SHARED_NUMBERS, VALUES, are_copies

BOUNDS = (0.35, 0.45, 0.5, LEAST_LIKENESS, 0.6, 0.65, 0.75)
ROUNDS = 7  # the best counts: others use the machine, too


def main() -> int:
    corpus = Path(os.environ.get("NEWSKEEP_CORPUS", ""))
    if not (corpus / "gold.jsonl").exists():
        sys.stderr.write("NEWSKEEP_CORPUS has to name the folder of the corpus\n")
        return 2
    gold, others = gold_texts(corpus), read_texts(corpus)
    show("Chosen on", gold, judged(pairs_of(gold, CHOSEN, Random(1))))  # noqa: S311 - nothing secret
    show("Shown on", others, judged(pairs_of(others, UNSEEN, Random(2))))  # noqa: S311
    show_costs([folded(text) for text in gold])
    return 0


def show(name: str, texts: Sequence[str], pairs: Sequence[Judged]) -> None:
    say(f"{name} {len(texts)} texts, {sum(pair.is_copy for pair in pairs)} copies, {len(pairs)} pairs\n")
    say("likeness  precision  recall  precision without the numbers")
    for bound in BOUNDS:
        with_numbers, without = score(pairs, bound), score(pairs, bound, 0)
        mark = "  <- used" if bound == LEAST_LIKENESS else ""
        say(f"{bound:8}  {with_numbers.precision:9.4f}  {with_numbers.recall:6.4f}  {without.precision:.4f}{mark}")
    say(f"\nby kind, at {LEAST_LIKENESS} and {LEAST_SHARED_NUMBERS} of the numbers: taken for copies")
    told, of = score(pairs, LEAST_LIKENESS).told, Counter(pair.kind for pair in pairs)
    copies = {pair.kind for pair in pairs if pair.is_copy}
    for kind in of:
        say(f"  {'copy' if kind in copies else 'none'}  {kind:26}{told[kind]:6} of {of[kind]}")
    signatures = [signature(text) for text in texts]
    same = sum(are_copies(a, b) for a, b in combinations(signatures, 2))
    say(f"  none  the texts themselves      {same:6} of {len(texts) * (len(texts) - 1) // 2}\n")


def show_costs(texts: Iterable[str]) -> None:
    """CPU a text of some 600 words, folded already, as content_hash needs that, too."""
    some = [text for text in texts if 500 < text.count(" ") < 700]
    words = sum(text.count(" ") for text in some) // len(some)
    say(f"CPU a text, {len(some)} texts of some {words} words, {VALUES} values")
    say(f"  {cost(signature_of_words, some)}  ours: runs hashed in numpy, MinHash by rensa, numbers")
    say(f"  {cost(by_rensa, some)}  rensa, with the runs as texts")
    say(f"  {cost(by_numpy, some)}  numpy alone, from the runs' hashes on")
    try:
        sketch = import_module("datasketch").MinHash
    except ImportError:
        say("  datasketch is not installed (pip install datasketch shows it, too)")
        return
    by_datasketch = cost(lambda text: sketch(VALUES).update_batch([one.encode() for one in runs(text)]), some)
    say(f"  {by_datasketch}  datasketch")


def cost(work: Callable[[str], object], texts: Sequence[str]) -> str:
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            work(text)
        best = min(best, time.process_time() - began)
    return f"{best / len(texts) * 1e6:6.0f} µs"


def runs(text: str) -> list[str]:
    words = text.split(" ")
    return [" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1)]


def by_rensa(text: str) -> object:
    made = RMinHash(num_perm=VALUES, seed=1)
    made.update(runs(text))
    return made.digest()


FACTORS = np.random.default_rng(1).integers(1, 1 << 63, size=(VALUES, 1), dtype=np.uint64)


def by_numpy(text: str) -> object:
    return (np.arange(text.count(" "), dtype=np.uint64) * FACTORS).min(axis=1)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    sys.exit(main())
