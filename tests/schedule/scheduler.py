"""A real scheduler in a process of its own, whose jobs run small programs instead of crawls."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from time import monotonic, sleep

from crawler.schedule.daemon import Daemon, Surroundings
from crawler.schedule.history import History, read_history
from crawler.schedule.job import Job
from crawler.schedule.reading import read_schedule

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 60.0  # what takes longer hangs


@dataclass(frozen=True)
class Scheduler:
    """The running process. Its folder holds schedule.toml, a program PROGRAM.py a site, and the store."""

    folder: Path
    process: subprocess.Popen[str]

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def history(self) -> History:
        return read_history(self.store)

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def until(self, holds: Callable[[], object]) -> None:
        """Return as soon as `holds`. Fails when it does not within a minute, or when the process has ended."""
        began = monotonic()
        while not holds():
            assert self.process.poll() is None, self.said()
            assert monotonic() - began < PATIENCE_S, self.said()
            sleep(0.02)

    def said(self) -> str:
        """What it has logged so far."""
        return (self.folder / "said.txt").read_text()

    def end(self) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(PATIENCE_S)


@contextmanager
def scheduler(folder: Path, schedule: str, **programs: str) -> Iterator[Scheduler]:
    """Run `schedule` with `programs`, by the name of the job that runs it, until the block ends.

    A program runs in the folder of the schedule.
    """
    (folder / "store").mkdir(exist_ok=True)
    (folder / "schedule.toml").write_text(schedule)
    for name, text in programs.items():
        (folder / f"{name}.py").write_text(text)
    with (folder / "said.txt").open("a") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.schedule.scheduler", folder], cwd=PROJECT, stdout=said, stderr=said, text=True
        )
    try:
        yield Scheduler(folder, process)
    finally:
        process.kill()
        process.wait()


def main(folder: Path) -> None:
    """Run the schedule of `folder`; the exit code is the number of the signal that ended it."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    os.chdir(folder)

    def tell(job: Job, run: object) -> None:
        logging.info("ended job=%s", job.name)

    around = Surroundings(
        output=folder / "store",
        command=lambda job, output: [sys.executable, "-I", "-S", str(folder / f"{job.name}.py"), *job.words],
        load=lambda: read_schedule(folder / "schedule.toml"),
        tell=tell,
        local=UTC,
        chance=lambda: 0.0,
        look_every_s=0.1,
    )
    sys.exit(asyncio.run(Daemon(read_schedule(folder / "schedule.toml"), around).run()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
