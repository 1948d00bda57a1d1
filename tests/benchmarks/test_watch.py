import sys
from pathlib import Path

import pytest

from benchmarks.bench.watch import SideFailed, watched

BURN = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, *sys.argv[3:]]) if sys.argv[3:] else None
while time.process_time() < float(sys.argv[1]): pass
if child and sys.argv[2] == "waits": child.wait()
"""


def family(folder: Path) -> list[str]:
    """As a crawl's workers are: children of a child that nobody waits for, and that outlives the command."""
    burn = folder / "burn.py"
    burn.write_text(BURN)
    return [sys.executable, str(burn), "0.1", "leaves", str(burn), "0.2", "waits", str(burn), "0.3", ""]


def test_the_cpu_of_a_tree_holds_that_of_a_grandchild_that_nobody_waits_for(tmp_path: Path) -> None:
    command = family(tmp_path)

    found = watched(command, tmp_path)

    assert found.cpu_s >= 0.6  # 0.1 + 0.2 + 0.3, and what three starts of Python take
    # /proc counts in ticks of 10 ms and is read every so often, so that the last moments of a process may be missing.
    assert 0 < found.main_s < found.cpu_s - 0.4  # the others burn 0.5
    assert 0 < found.seen_s < found.cpu_s + 0.06
    assert found.peak_bytes > 1_000_000


def test_a_command_that_crashes_gives_no_figures(tmp_path: Path) -> None:
    with pytest.raises(SideFailed, match=r"(?s)exit code 3 of .*it broke"):
        watched([sys.executable, "-c", "import sys; print('it broke'); sys.exit(3)"], tmp_path)
