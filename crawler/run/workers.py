"""Workers: the processes that parse foreign bytes. Each can be killed without harm to the others' work.

They give up the network before they read the first of them: crawler/run/sandbox.py.
"""

import asyncio
import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.bounds import TooLargeForNow
from crawler.errors import CannotWrite, NewskeepError
from crawler.run.sandbox import drop_privileges

P = ParamSpec("P")
T = TypeVar("T")

# What a worker needs is imported once, in the server that forks them: a replaced worker starts at once, and they
# share its memory. The parent has threads, so workers are never forked from the parent itself.
PRELOAD = ["crawler.run.warm"]

# Then another takes its place, forked in some milliseconds: what libraries keep of each page grows by 0.3 MB a page.
TASKS_A_WORKER = 250


class WorkerTimeout(NewskeepError):
    """The task took longer than it may; its worker was killed and replaced."""


class WorkerDied(NewskeepError):
    """The worker ended in the middle of the task (a crash in C, a signal)."""


class WorkerOutOfMemory(WorkerDied):
    """The task needs more memory than a worker may have; the worker lives on."""


class NoWorkers(NewskeepError):
    """No worker can be started at all: nothing can be read any more."""


class WorkerPool:
    """At most `jobs` processes, started by the first task, each task given `timeout_s` seconds of wall time.

    Each process may have `max_bytes` of memory beyond what it was started with. A task that raises
    TooLargeForNow is done over by `read`, one at a time.
    """

    def __init__(self, jobs: int, timeout_s: float, max_bytes: int) -> None:
        self.jobs = jobs
        self._timeout_s, self._max_bytes = timeout_s, max_bytes
        self._pool: ProcessPool | None = None
        self._alone = asyncio.Lock()

    def prepare(self) -> None:
        """Have the server that workers are forked from load while something else is waited for.

        It takes a second of CPU, so only for a run that is sure to need a worker.
        """
        _context()
        forkserver.ensure_running()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` returns, or raises, in a worker. All of it must be picklable.

        Raises WorkerTimeout, WorkerOutOfMemory, WorkerDied, NoWorkers, and CannotWrite when the system refuses a worker
        what it needs. Cancelling the waiting task kills the work.
        """
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self.jobs,
                max_tasks=TASKS_A_WORKER,
                context=_context(),
                initializer=_bind,
                initargs=(self._max_bytes,),
            )
        try:
            future = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self._timeout_s)
            return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise WorkerTimeout(f"took longer than {self._timeout_s:g} s") from error
        except MemoryError as error:
            raise WorkerOutOfMemory(f"needs more than {self._max_bytes} bytes of memory") from error
        except BrokenProcessPool as error:
            raise NoWorkers("no worker process can be started") from error
        except ProcessExpired as error:
            raise WorkerDied(f"worker ended with exit code {error.exitcode}") from error
        except OSError as error:  # after ProcessExpired, which is one. No room for its temporary files, say
            raise CannotWrite(f"a worker cannot work: {error}") from error

    async def read(self, function: Callable[..., T], *args: object) -> T:
        """As `run`, for a `function` whose last argument is whether it may read what is large.

        A page that is large raises TooLargeForNow at first, and is read when no other large one is: all at once, they
        would take several times the memory that a run may have.
        """
        try:
            return await self.run(function, *args, False)
        except TooLargeForNow:
            async with self._alone:
                return await self.run(function, *args, True)

    async def close(self) -> None:
        """End the workers at once, whatever they are at."""
        if self._pool is not None:
            pool, self._pool = self._pool, None
            pool.stop()  # type: ignore[no-untyped-call]
            await asyncio.to_thread(pool.join)


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


def _bind(max_bytes: int) -> None:
    """Leave this process at most `max_bytes` of memory beyond what it has (Linux: RLIMIT_DATA), and no network."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])
    except OSError:  # elsewhere the limit does not count what is mapped
        pages = 0
    most = pages * resource.getpagesize() + max_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    drop_privileges()
