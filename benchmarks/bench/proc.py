"""What /proc says of processes and of the machine. Text in, values out; only the last functions read files."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its own CPU, without that of children it has waited for. A pid comes again, with `started` not."""

    pid: int
    parent: int
    started: int
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Machine:
    """Seconds of CPU that all cores together have spent since the boot."""

    busy_s: float
    idle_s: float


def read_stat(text: str) -> Process:
    """A process from its /proc/PID/stat. Its name may hold spaces and brackets."""
    head, _, tail = text.rpartition(")")
    fields = tail.split()
    cpu_s = (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
    return Process(int(head.split(" ", 1)[0]), int(fields[1]), int(fields[19]), cpu_s)


def read_machine(text: str) -> Machine:
    """The machine from /proc/stat. Waiting for a disk is idle; what a hypervisor took is neither."""
    user, nice, system, idle, waiting, interrupts, soft = map(int, text.split("\n", 1)[0].split()[1:8])
    busy = user + nice + system + interrupts + soft
    return Machine(busy / TICKS_A_SECOND, (idle + waiting) / TICKS_A_SECOND)


def read_pss(text: str) -> int:
    """Bytes from /proc/PID/smaps_rollup: a page that n processes share counts a nth in each."""
    line = next((line for line in text.splitlines() if line.startswith("Pss:")), "Pss: 0 kB")
    return int(line.split()[1]) * 1024


def depths(processes: Iterable[Process], root: int) -> Mapping[int, int]:
    """How far below `root` its descendants stand, by pid; its children at 0. `root` itself is not among them."""
    children: dict[int, list[int]] = {}
    for process in processes:
        children.setdefault(process.parent, []).append(process.pid)
    found: dict[int, int] = {}
    level, depth = children.get(root, []), 0
    while level:
        found |= dict.fromkeys(level, depth)
        level, depth = [child for pid in level for child in children.get(pid, [])], depth + 1
    return found


def processes() -> list[Process]:
    """All that run now, and those that have ended and are not yet waited for."""
    folders = (folder for folder in Path("/proc").iterdir() if folder.name.isdecimal())
    return [read_stat(text) for folder in folders if (text := read(folder / "stat"))]


def read(path: Path) -> str:
    """The file's text; "" when its process is gone."""
    try:
        return path.read_text("latin-1")
    except (FileNotFoundError, ProcessLookupError):
        return ""
