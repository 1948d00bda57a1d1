import asyncio
import os
import signal
from itertools import pairwise
from time import monotonic

import pytest

from crawler.bounds import TooLargeForNow
from crawler.run.workers import WorkerDied, WorkerOutOfMemory, WorkerPool, WorkerTimeout

MOST_BYTES = 400_000_000


def double(number: int) -> int:
    return 2 * number


def refuse(text: str) -> None:
    raise ValueError(text)


def never_end() -> None:
    while True:
        signal.pause()


def fill_memory() -> int:
    return len(bytes(MOST_BYTES))


def read_alone(large: bool) -> tuple[float, float]:
    if not large:
        raise TooLargeForNow
    began = monotonic()
    while monotonic() < began + 0.05:
        pass
    return began, monotonic()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_answers_and_its_errors_come_back() -> None:
    async def scenario() -> None:
        pool = WorkerPool(jobs=1, timeout_s=30, max_bytes=MOST_BYTES)
        try:
            assert await pool.run(double, 21) == 42
            with pytest.raises(ValueError, match="no"):
                await pool.run(refuse, "no")
        finally:
            await pool.close()

    asyncio.run(scenario())


def test_a_task_that_never_ends_costs_itself_alone() -> None:
    async def scenario() -> None:
        pool = WorkerPool(jobs=2, timeout_s=2, max_bytes=MOST_BYTES)
        try:
            hung, *good = await asyncio.gather(
                pool.run(never_end), *(pool.run(double, number) for number in range(5)), return_exceptions=True
            )
            after = await pool.run(double, 4)
        finally:
            await pool.close()
        assert isinstance(hung, WorkerTimeout)
        assert good == [0, 2, 4, 6, 8]
        assert after == 8

    asyncio.run(scenario())


def test_a_worker_that_dies_costs_its_task_alone() -> None:
    async def scenario() -> None:
        pool = WorkerPool(jobs=1, timeout_s=30, max_bytes=MOST_BYTES)
        try:
            with pytest.raises(WorkerDied):
                await pool.run(die)
            assert await pool.run(double, 1) == 2
        finally:
            await pool.close()

    asyncio.run(scenario())


def test_a_task_that_needs_more_memory_than_a_worker_may_have_costs_itself_alone() -> None:
    async def scenario() -> None:
        pool = WorkerPool(jobs=1, timeout_s=30, max_bytes=MOST_BYTES)
        try:
            with pytest.raises(WorkerOutOfMemory):
                await pool.run(fill_memory)
            assert await pool.run(double, 1) == 2
        finally:
            await pool.close()

    asyncio.run(scenario())


def test_large_pages_are_read_one_at_a_time() -> None:
    async def scenario() -> list[tuple[float, float]]:
        pool = WorkerPool(jobs=2, timeout_s=30, max_bytes=MOST_BYTES)
        try:
            return sorted(await asyncio.gather(*(pool.read(read_alone) for _ in range(4))))
        finally:
            await pool.close()

    assert all(end <= begin for (_, end), (begin, _) in pairwise(asyncio.run(scenario())))
