"""A host's tdmrep.json, as a run asks for it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from crawler.errors import CannotWrite, RetryLater
from crawler.items import Page
from crawler.run.workers import WorkerPool
from crawler.spiders.reservations import Reservations

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
RESERVES = b'[{"location": "/mine/", "tdm-reservation": 1}]'


def asked(answer: bytes | Exception, urls: Sequence[str], status: int = 200) -> tuple[list[str | None], list[str]]:
    """What is reserved of `urls`, asked for at once, when every origin answers so; and what was fetched for it."""
    fetched: list[str] = []

    async def fetch(url: str) -> Page:
        fetched.append(url)
        if isinstance(answer, Exception):
            raise answer
        return Page(url, url, status, (("content-type", "application/json"),), answer, NOW)

    async def scenario() -> list[str | None]:
        workers = WorkerPool(1, 10, 300_000_000)
        try:
            reservations = Reservations(fetch, workers)
            found = await asyncio.gather(*map(reservations.for_page, urls))
            return [one.reservation if one else None for one in found]
        finally:
            await workers.close()

    return asyncio.run(scenario()), fetched


def test_a_file_is_asked_for_once_an_origin() -> None:
    urls = ["https://daily.example/mine/a", "https://daily.example/free/b", "https://blog.daily.example/mine/"]

    found, fetched = asked(RESERVES, urls)

    assert found == ["1", None, "1"]
    assert fetched == [
        "https://daily.example/.well-known/tdmrep.json", "https://blog.daily.example/.well-known/tdmrep.json",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "status"), [(RESERVES, 404), (b"<html>", 200), (RetryLater("reset"), 200), (OSError("refused"), 200)]
)
def test_a_file_that_is_not_to_be_had_or_read_reserves_nothing(answer: bytes | Exception, status: int) -> None:
    assert asked(answer, ["https://daily.example/mine/a"], status)[0] == [None]


def test_what_cannot_be_kept_ends_the_run_and_no_page() -> None:
    with pytest.raises(CannotWrite):
        asked(CannotWrite("disk full"), ["https://daily.example/mine/a"])
