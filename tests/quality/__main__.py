"""`python -m tests.quality`: how good extraction is, on the corpus in NEWSKEEP_CORPUS.

Prints each figure with its standard error by host, its floor and its goal, then the sets and both halves of the hosts:
of newskeep as shipped, of block trees learned from other hosts only ("other hosts"), and of plain trafilatura. Ends
with 1 when a figure is below its floor, or the corpus is another than the pinned one.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.quality.corpus import Gold, read_corpus
from tests.quality.crossed import cross_validated_texts
from tests.quality.extractors import run_newskeep, run_trafilatura
from tests.quality.figures import measure
from tests.quality.floors import Floors, below, other_corpus, read_floors
from tests.quality.prediction import Prediction, read_predictions
from tests.quality.scorer import PageScore, Scorer
from tests.quality.table import Side, figure_lines, set_lines
from tests.quality.worst import BODY_SCORES, SCORES, worst_lines

FOUND = Path("build/predictions.jsonl")


def main(words: Sequence[str]) -> int:
    """Do what the command line says; the exit code."""
    parser = _parser()
    args = parser.parse_args(words)
    if args.worst and (not args.worst[0].isdecimal() or args.worst[1] not in SCORES):
        parser.error(f"--worst wants a number and one of {', '.join(SCORES)}")
    if args.other_hosts and (not args.worst or args.worst[1] not in BODY_SCORES):
        parser.error(f"--other-hosts goes with --worst N and one of {', '.join(BODY_SCORES)}")
    folder = Path(os.environ.get("NEWSKEEP_CORPUS", ""))
    if not (folder / "gold.jsonl").is_file():
        sys.stderr.write("quality: NEWSKEEP_CORPUS must name the corpus's folder\n")
        return 2
    started_at_s = time.monotonic()
    floors = read_floors()
    faults = [line for line in [other_corpus(folder, floors)] if line]
    scorer, corpus = Scorer(folder), read_corpus(folder)
    if args.worst:
        count, figure = int(args.worst[0]), args.worst[1]
        found = cross_validated_texts(folder) if args.other_hosts else _newskeep(folder, args.found)
        _say(worst_lines(_scored(scorer, corpus, found), figure, count))
    else:
        sides = _sides(scorer, corpus, folder, args.found)
        _say([*figure_lines(sides, floors.shipped), "", *set_lines(scorer, sides), ""])
        faults += _below(sides, floors)
    _say([f"{len(corpus)} pages in {time.monotonic() - started_at_s:.0f} s"])
    for fault in faults:
        sys.stderr.write(f"quality: {fault}\n")
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument(
        "--other-hosts", action="store_true", help="with --worst: texts by block trees learned from other hosts only"
    )
    parser.add_argument(
        "--worst", nargs=2, metavar=("N", "FIGURE"),
        help=f"show the N worst pages and what differs there; FIGURE: {', '.join(SCORES)}",
    )  # fmt: skip
    parser.add_argument(
        "--found", type=Path, metavar="FILE", help="score these answers of `newskeep extract --manifest`, extract none"
    )
    return parser


def _sides(scorer: Scorer, corpus: Sequence[Gold], folder: Path, found: Path | None) -> list[Side]:
    # Learning runs on one core: in a process of its own it fills the gaps that the extractors leave.
    with ProcessPoolExecutor(max_workers=1) as beside:
        learned_elsewhere = beside.submit(cross_validated_texts, folder)
        ours = _scored(scorer, corpus, _newskeep(folder, found))
        theirs = _scored(scorer, corpus, run_trafilatura(corpus))
        crossed = _scored(scorer, corpus, learned_elsewhere.result())
    return [
        Side("newskeep", ours, measure(scorer, ours)),
        Side("other hosts", crossed, measure(scorer, crossed, is_body_only=True), is_body_only=True),
        Side("trafilatura", theirs, measure(scorer, theirs)),
    ]


def _newskeep(folder: Path, found: Path | None) -> Mapping[str, Prediction]:
    if found is None:
        run_newskeep(folder, FOUND)
    return read_predictions(found or FOUND)


def _scored(scorer: Scorer, corpus: Sequence[Gold], found: Mapping[str, Prediction]) -> list[PageScore]:
    return [scorer.page(gold, found.get(gold.id, Prediction(gold.id))) for gold in corpus]


def _below(sides: Sequence[Side], floors: Floors) -> list[str]:
    bounds = {"newskeep": floors.shipped, "other hosts": floors.other_hosts}
    return [
        f"{side.name}: {line}"
        for side in sides
        for line in below({name: found.value for name, found in side.figures.items()}, bounds.get(side.name, {}))
    ]


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
