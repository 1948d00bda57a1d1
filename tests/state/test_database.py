"""The database file, opened by several processes at once."""

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

from crawler.state import State

PROCESSES = 4
STORES = 25  # opened side by side often enough to meet every order


def open_together(folder: Path, barrier: Barrier) -> None:
    for number in range(STORES):
        barrier.wait(20)
        State(folder / f"{number}.sqlite").close()


def test_a_new_store_may_be_opened_by_several_processes_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    processes = [context.Process(target=open_together, args=(tmp_path, barrier)) for _ in range(PROCESSES)]

    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0] * PROCESSES
