"""Runs one command, and prints as JSON what its whole process tree took: `watch.watched` reads it.

    python -m benchmarks.bench.watcher [--server PID] [--growing FOLDER] -- COMMAND...

Workers are children of a fork server that nobody waits for, so a parent's own account lacks most of the work. This
process adopts whatever is orphaned below it (PR_SET_CHILD_SUBREAPER), and waits for all of it: the kernel's account of
each is exact, however short it lived. Beside it stands what /proc showed while it ran; the two must agree.
"""

import argparse
import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from signal import SIGKILL

from benchmarks.bench.proc import Process, depths, processes, read, read_machine, read_pss, read_stat

PR_SET_CHILD_SUBREAPER = 36
EVERY_S = 0.25  # between two looks; each costs a few ms of this process, and none of the command's
LINGERS_S = 20.0  # after the command's end; what is then still there hangs


@dataclass(frozen=True, slots=True)
class Sample:
    """One look. Sums since the command's start: CPU of its tree and of the server; since the boot: of the machine."""

    at_s: float
    tree_s: float
    server_s: float
    busy_s: float
    idle_s: float
    pss_bytes: int
    grown_bytes: int


class Watcher:
    """What is seen of the command `main` and of all below it."""

    def __init__(self, main: int, server: int | None, growing: Path | None) -> None:
        self.main, self._server, self._growing = main, server, growing
        self._began = time.monotonic()
        self._tree_s: dict[tuple[int, int], float] = {}
        self._server_s: dict[tuple[int, int], float] = {}
        self._server_before_s = 0.0
        self.samples: list[Sample] = []
        self.peak: dict[int, list[int]] = {}  # bytes of each process at the peak, by its depth
        if server:
            self._look_at_server(processes())
            self._server_before_s = sum(self._server_s.values())

    def look(self) -> None:
        """Take a sample."""
        running = processes()
        below = depths(running, os.getpid())
        pss: dict[int, list[int]] = {}
        for process in running:
            if process.pid in below:
                self._tree_s[process.pid, process.started] = process.cpu_s
                taken = read_pss(read(Path(f"/proc/{process.pid}/smaps_rollup")))
                pss.setdefault(below[process.pid], []).append(taken)
        self._look_at_server(running)
        machine = read_machine(Path("/proc/stat").read_text())
        sample = Sample(
            time.monotonic() - self._began,
            self.tree_s,
            sum(self._server_s.values()) - self._server_before_s,
            machine.busy_s,
            machine.idle_s,
            sum(map(sum, pss.values())),
            _size(self._growing) if self._growing else 0,
        )
        if all(sample.pss_bytes > one.pss_bytes for one in self.samples):
            self.peak = pss
        self.samples.append(sample)

    @property
    def tree_s(self) -> float:
        """CPU of the tree as far as /proc has shown it."""
        return sum(self._tree_s.values())

    def saw_end(self, process: Process) -> None:
        """Take note of the last that `process` shows, before it is waited for."""
        self._tree_s[process.pid, process.started] = process.cpu_s

    def _look_at_server(self, running: Sequence[Process]) -> None:
        if self._server:
            pids = {self._server, *depths(running, self._server)}
            self._server_s |= {(one.pid, one.started): one.cpu_s for one in running if one.pid in pids}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", type=int, metavar="PID")
    parser.add_argument("--growing", type=Path, metavar="FOLDER")
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_CHILD_SUBREAPER")
    began = time.monotonic()
    # Its output is this process's standard error: what it says is for people, what is said here is JSON.
    child = subprocess.Popen(args.command, stdout=2, stdin=subprocess.DEVNULL)  # noqa: S603 - what was asked for
    watcher = Watcher(child.pid, args.server, args.growing)
    cpu_s = main_s = wall_s = 0.0
    code, ended_at = 0, None
    next_look = began
    while True:
        if time.monotonic() >= next_look:
            watcher.look()
            next_look = time.monotonic() + EVERY_S
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            break
        if ended is None:
            if ended_at and time.monotonic() - ended_at > LINGERS_S:
                sys.exit(f"{LINGERS_S:g} s after its end the command still has processes: {_kill_all()}")
            time.sleep(0.01)
            continue
        last = read_stat(read(Path(f"/proc/{ended.si_pid}/stat")))
        watcher.saw_end(last)
        _, status, use = os.wait4(ended.si_pid, 0)
        cpu_s += use.ru_utime + use.ru_stime
        if ended.si_pid == child.pid:
            ended_at = time.monotonic()
            code, main_s, wall_s = os.waitstatus_to_exitcode(status), last.cpu_s, ended_at - began
    json.dump(
        {
            "code": code,
            "wall_s": wall_s,
            "cpu_s": cpu_s,
            "seen_s": watcher.tree_s,
            "main_s": main_s,
            "peak": [watcher.peak.get(depth, []) for depth in range(1 + max(watcher.peak, default=0))],
            "samples": [asdict(sample) for sample in watcher.samples],
        },
        sys.stdout,
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*")) if folder.is_dir() else 0


def _kill_all() -> list[int]:
    pids = sorted(depths(processes(), os.getpid()))
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, SIGKILL)
    return pids


if __name__ == "__main__":
    main()
