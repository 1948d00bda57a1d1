"""The real command, run as a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.zygote import zygote

# A command that takes longer hangs: the slowest crawl of a test ends well within a minute.
TIMEOUT_S = 180

# The state counts seconds: what a run did in the second in which the next begins, that would take for its own work.
RUNS = frozenset({"crawl", "fetch"})
_last_run_ended_s = [0]


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended; what it wrote, decoded as UTF-8."""

    code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Newskeep:
    """Runs `newskeep` in `folder`, without the NEWSKEEP_ and proxy variables of whoever runs the tests."""

    folder: Path

    def __call__(self, *words: str | Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
        """Run `newskeep WORDS...` to its end; it is forked from the zygote.

        With `env`, which is added to the environment, it starts from nothing, as its workers do.
        """
        ours = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("NEWSKEEP_") and not name.lower().endswith("_proxy")
        }
        is_run = words[:1] and words[0] in RUNS
        if is_run:
            while int(time.time()) <= _last_run_ended_s[0]:
                time.sleep(0.01)
        try:
            return self._ended(words, stdin, ours, env)
        finally:
            if is_run:
                _last_run_ended_s[0] = int(time.time())

    def _ended(
        self, words: Sequence[str | Path], stdin: bytes, ours: Mapping[str, str], env: Mapping[str, str] | None
    ) -> Ended:
        if env is None:
            code, out, err = zygote().run([*map(str, words)], self.folder, stdin, ours, TIMEOUT_S)
            return Ended(code, out.decode(), err.decode())
        ended = subprocess.run(
            [*self.words(), *map(str, words)],
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env={**ours, **env},
            timeout=TIMEOUT_S,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def words(self) -> list[str]:
        """The words that begin its command line, for tests that start the process themselves."""
        return [sys.executable, "-m", "crawler"]
