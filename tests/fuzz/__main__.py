"""`python -m tests.fuzz`: feed every parser of foreign input damaged samples, for a time, and tell what came of it.

Ends with 1 when a parser raised what it does not document, or took longer over one input than it may; the smallest
such input is shown. Inputs differ from run to run; --seed S repeats those of one.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from secrets import randbelow
from time import perf_counter, process_time

from hypothesis import HealthCheck, given, seed, settings

from tests.fuzz.targets import TARGETS, Target

ROUND = 200  # inputs between two looks at the clock
SHORT_S = 2.0
DEFAULT_S = 60.0


class TooSlow(Exception):
    """One input took longer than it may."""


def main(words: Sequence[str]) -> int:
    """Do what the command line says; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("--seconds", type=float, default=DEFAULT_S, metavar="S", help="for each parser; 60 by default")
    parser.add_argument("--short", action="store_true", help=f"{SHORT_S:g} seconds for each parser")
    parser.add_argument("--seed", type=int, default=randbelow(1 << 32), metavar="S")
    parser.add_argument("targets", nargs="*", metavar="PARSER", help=f"of {', '.join(TARGETS)}; all by default")
    args = parser.parse_args(words)
    if unknown := [name for name in args.targets if name not in TARGETS]:
        parser.error(f"no parser is named {unknown[0]}")
    seconds = SHORT_S if args.short else args.seconds
    failed = 0
    for name in args.targets or TARGETS:
        inputs, slowest_s, fault = fuzz(TARGETS[name], seconds, args.seed)
        failed += fault is not None
        sys.stdout.write(f"{name:<12}{inputs:>9} inputs  slowest {slowest_s * 1000:>6.0f} ms  {fault or 'ok'}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{failed} of {len(args.targets or TARGETS)} parsers failed, seed {args.seed}\n")
    return 1 if failed else 0


def fuzz(target: Target, seconds: float, start: int) -> tuple[int, float, str | None]:
    """How many inputs `target` was fed in some `seconds`, what the slowest took, and the smallest fault or None."""
    inputs, slowest_s = 0, 0.0

    def check(value: object) -> None:
        nonlocal inputs, slowest_s
        inputs += 1
        began_s = process_time()  # a busy machine is no parser's fault
        with suppress(*target.errors):
            target.run(value)
        took_s = process_time() - began_s
        slowest_s = max(slowest_s, took_s)
        if took_s > target.most_s:
            raise TooSlow(f"{took_s:.1f} s")

    bounds = settings(
        max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
    )
    ends_s = perf_counter() + seconds
    number = start
    while perf_counter() < ends_s:
        try:
            seed(number)(bounds(given(target.inputs)(check)))()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            notes = " ".join(getattr(error, "__notes__", ()))
            return inputs, slowest_s, f"{type(error).__name__}: {error} {notes}"[:3000]
        number += 1
    return inputs, slowest_s, None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
