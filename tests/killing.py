"""A process that is killed at a step of its own work with files: what a power button does, at every place in turn."""

import os
import signal
import sys


def kill_at(fatal: int) -> None:
    """Kill this process at its step of that number from now on: a file opened to write, renamed or removed, a state."""
    step = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal step
        is_written = event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
        if event in ("os.rename", "os.remove", "sqlite3.connect") or is_written:
            step += 1
            if step == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
