"""That a worker can do no more than its work. Where the kernel offers no seccomp, it says so and works as before."""

import asyncio
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Callable
from struct import iter_unpack

import pytest

from crawler.run.sandbox import ALLOW, IF_EQUAL, LOAD, MACHINES, RETURN, Calls, _program
from crawler.run.workers import WorkerPool

SEALED = """
from crawler.run.sandbox import drop_privileges
print(drop_privileges())
"""


@pytest.fixture
def supported() -> None:
    """Skips where the system offers no such thing. Asked of a process of its own: this one is to stay free."""
    if subprocess.run([sys.executable, "-c", SEALED], capture_output=True, check=True).stdout.strip() != b"True":
        pytest.skip(f"no seccomp for {platform.machine()} here")


def connect() -> str:
    return error_of(lambda: socket.create_connection(("127.0.0.1", 9), timeout=1))


def resolve() -> str:
    return error_of(lambda: socket.getaddrinfo("daily.example", 80))


def ipv6_datagram() -> str:
    return error_of(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))


def raw_packet() -> str:
    return error_of(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))


def run_a_program() -> str:
    return error_of(lambda: os.execv("/bin/true", ["true"]))  # noqa: S606


def local_socket() -> str:
    return error_of(lambda: socket.socket(socket.AF_UNIX).close())


def error_of(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return type(error).__name__
    return ""


@pytest.mark.usefixtures("supported")
def test_a_worker_opens_no_socket_and_runs_no_program() -> None:
    async def scenario() -> list[str]:
        pool = WorkerPool(jobs=1, timeout_s=60, max_bytes=400_000_000)
        try:
            return [await pool.run(attempt) for attempt in (connect, ipv6_datagram, raw_packet, run_a_program)]
        finally:
            await pool.close()

    assert asyncio.run(scenario()) == ["PermissionError"] * 4


@pytest.mark.usefixtures("supported")
def test_a_worker_cannot_ask_for_a_name_and_may_talk_to_its_own_machine() -> None:
    async def scenario() -> list[str]:
        pool = WorkerPool(jobs=1, timeout_s=60, max_bytes=400_000_000)
        try:
            return [await pool.run(resolve), await pool.run(local_socket)]
        finally:
            await pool.close()

    assert asyncio.run(scenario()) == ["gaierror", ""]


def test_it_costs_milliseconds_and_where_it_is_not_to_be_had_nothing() -> None:
    timed = """
from time import perf_counter
from crawler.run import sandbox
began_s = perf_counter()
sandbox.drop_privileges()
print(perf_counter() - began_s)
sandbox.MACHINES.clear()
print(sandbox.drop_privileges())
"""
    ended = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)

    took_s, elsewhere = ended.stdout.split()
    assert float(took_s) < 0.05
    assert elsewhere == "False"


def verdict(calls: Calls, number: int, argument: int = 0, architecture: int | None = None) -> bool:
    """Whether the filter lets a call through, by running it as the kernel does."""
    seen = {0: number, 4: architecture or calls.architecture, 16: argument}
    lines, at, value = list(iter_unpack("HBBI", _program(calls))), 0, 0
    while True:
        what, if_so, if_not, operand = lines[at]
        at += 1
        if what == RETURN:
            return bool(operand == ALLOW)
        if what == LOAD:
            value = seen[operand]
        else:
            at += if_so if (value == operand if what == IF_EQUAL else value >= operand) else if_not


@pytest.mark.parametrize("calls", MACHINES.values(), ids=MACHINES)
def test_the_filter_lets_all_through_but_what_it_names(calls: Calls) -> None:
    assert verdict(calls, calls.socket, socket.AF_UNIX)
    assert not any(verdict(calls, calls.socket, family) for family in (0, socket.AF_INET, socket.AF_INET6, 17))
    assert not any(verdict(calls, number) for number in calls.never)
    assert all(verdict(calls, number) for number in range(400) if number not in (*calls.never, calls.socket))
    assert not verdict(calls, 0, architecture=1)
    assert not verdict(calls, 0x40000000 + calls.socket, socket.AF_UNIX)
