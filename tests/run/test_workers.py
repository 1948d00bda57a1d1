import asyncio
import os
import signal

import pytest

from crawler.run.workers import WorkerDied, WorkerPool, WorkerTimeout

MOST_BYTES = 400_000_000


def double(number: int) -> int:
    return 2 * number


def refuse(text: str) -> None:
    raise ValueError(text)


def never_end() -> None:
    while True:
        signal.pause()


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
