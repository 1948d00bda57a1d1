"""One run as a process group of its own: what crashes, hangs or leaks in it costs that run alone."""

import asyncio
import os
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


class Child:
    """A running process. Make it with `start`."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, words: Sequence[str], log: Path) -> "Child":
        """Run `words`, no shell between, all that it writes appended to `log`. Raises OSError when it cannot begin."""
        with log.open("ab") as file:
            return cls(
                await asyncio.create_subprocess_exec(
                    *words, stdin=DEVNULL, stdout=file, stderr=STDOUT, start_new_session=True
                )
            )

    async def wait(self) -> int:
        """Its exit code once it has ended, 128 + N when signal N ended it. What it left behind is killed."""
        code = await self._process.wait()
        self.kill()
        return code if code >= 0 else 128 - code

    def terminate(self) -> None:
        """Ask the process to stop; it stops its own workers."""
        with suppress(ProcessLookupError):
            self._process.terminate()

    def kill(self) -> None:
        """End the whole group now."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
