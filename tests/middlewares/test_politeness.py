import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.politeness import PolitenessMiddleware, retry_after_s
from crawler.middlewares.unfetched import NotFetched

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 04 Mar 2026 07:01:30 GMT", 90.0),
        ("Wed, 04 Mar 2026 06:00:00 GMT", 0.0),  # past: now
        ("soon", None),
        ("", None),
        ("-5", None),
        ("٣", None),  # a digit of another script is no delay
    ],
)
def test_a_retry_after_header_gives_seconds_or_nothing(value: str, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


@given(st.text())
def test_any_retry_after_header_is_answered(value: str) -> None:
    seconds = retry_after_s(value, NOW)

    assert seconds is None or seconds >= 0


def busy(after: str) -> Response:
    return Response("http://daily.example/a", status=429, headers={"Retry-After": after})


def test_a_rest_beyond_the_bound_is_left_to_a_later_run_for_this_host_only() -> None:
    async def scenario() -> None:
        politeness = PolitenessMiddleware(asyncio.Event(), max_wait_s=600, first_wait_s=5)
        request = Request("http://daily.example/a")

        politeness.process_response(request, busy("3600"))

        with pytest.raises(NotFetched, match="host_resting") as raised:
            await politeness.process_request(request)
        assert raised.value.retry
        await politeness.process_request(Request("http://other.example/a"))

    asyncio.run(scenario())


def test_a_stop_ends_the_rest_of_those_who_wait() -> None:
    async def scenario() -> None:
        stopping = asyncio.Event()
        politeness = PolitenessMiddleware(stopping, max_wait_s=600, first_wait_s=5)
        request = Request("http://daily.example/a")
        politeness.process_response(request, busy("500"))
        waiting = asyncio.create_task(politeness.process_request(request))
        await asyncio.sleep(0)

        stopping.set()

        with pytest.raises(NotFetched, match="stopped"):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(scenario())
