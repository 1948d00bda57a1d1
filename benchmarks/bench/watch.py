"""A command that was run and watched, as a value."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench.watcher import Sample

PROJECT = Path(__file__).parents[2]
HANGS_S = 7200
TOLD_CHARACTERS = 2000


class SideFailed(Exception):
    """A side crashed, or gave nothing: there is no figure to print."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command's process tree took. CPU is user and system, of every process that has been in it.

    `seen_s` is the same CPU as /proc showed it, without what processes of a moment took. `main_s` is of the command's
    own process alone. `peak` are the bytes of the processes (PSS) when they were most: itself, its children, and so on.
    """

    wall_s: float
    cpu_s: float
    seen_s: float
    main_s: float
    peak: tuple[tuple[int, ...], ...]
    samples: tuple[Sample, ...]

    @property
    def peak_bytes(self) -> int:
        return sum(map(sum, self.peak))


def watched(
    command: Sequence[str | Path],
    folder: Path,
    *,
    server: int | None = None,
    growing: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Watched:
    """Run `command` in `folder` and wait for all that it started. Raises SideFailed when it does not end with 0.

    Its samples tell the CPU of the process `server` with its children, and how the files in `growing` grew.
    """
    words: list[str] = [sys.executable, "-m", "benchmarks.bench.watcher"]
    words += ["--server", str(server)] if server else []
    words += ["--growing", str(growing)] if growing else []
    # The command runs where the caller says, the watcher is found where this project is.
    words += ["--", "/usr/bin/env", "-C", str(folder), *map(str, command)]
    ours = {name: value for name, value in os.environ.items() if name != "NEWSKEEP_OUTPUT"}
    ended = subprocess.run(  # noqa: S603 - ours
        words, check=False, capture_output=True, text=True, cwd=PROJECT, env=ours | dict(env or {}), timeout=HANGS_S
    )
    said = f"{' '.join(map(str, command))}\n{ended.stderr[-TOLD_CHARACTERS:]}"
    if ended.returncode != 0:
        raise SideFailed(said)
    found: dict[str, Any] = json.loads(ended.stdout)
    if found["code"] != 0:
        raise SideFailed(f"exit code {found['code']} of {said}")
    return Watched(
        found["wall_s"],
        found["cpu_s"],
        found["seen_s"],
        found["main_s"],
        tuple(map(tuple, found["peak"])),
        tuple(Sample(**sample) for sample in found["samples"]),
    )
