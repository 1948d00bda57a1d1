import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure as TwistedFailure

from crawler.middlewares.pace import Pace
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


@pytest.mark.parametrize(
    "value",
    [
        "Wed, 04 Mar 2026 07:01:30 GMT",  # the three forms of RFC 9110, 5.6.7
        "Wednesday, 04-Mar-26 07:01:30 GMT",
        "Wed Mar  4 07:01:30 2026",
        "Wed, 04 Mar 2026 09:01:30 +0200",
    ],
)
def test_a_date_is_read_in_each_of_its_forms(value: str) -> None:
    assert retry_after_s(value, NOW) == 90.0


@given(st.from_regex(r"\w{3}, \d{1,3} (Jan|Mar|Foo) \d{1,12} \d{1,4}:\d{1,4}:\d{1,4} [+-]?\w{0,12}", fullmatch=True))
def test_any_odd_date_is_answered(value: str) -> None:
    seconds = retry_after_s(value, NOW)

    assert seconds is None or seconds >= 0


@dataclass
class Slot:
    """As much of Scrapy's downloader slot as Pace needs."""

    delay: float = 1.0
    queue: deque[tuple[Request, object]] = field(default_factory=deque)


class Downloader:
    """As much of Scrapy's downloader as Pace needs."""

    def __init__(self) -> None:
        self.slots = {"daily.example": Slot()}
        self.per_slot_settings: dict[str, dict[str, float]] = {}
        self.sent: list[Request] = []

    def _process_queue(self, slot: Slot) -> None:
        self.sent += [request for request, _ in slot.queue]
        slot.queue.clear()


REQUEST = Request("http://daily.example/a")
HOST = "daily.example"


def paced(downloader: Downloader | None = None, least_s: float = 1.0) -> Pace:
    downloader = downloader or Downloader()
    return Pace(lambda: downloader, least_s=least_s, most_s=60)  # type: ignore[arg-type, return-value]


def busy(after: str = "") -> Response:
    return Response(REQUEST.url, status=429, headers={"Retry-After": after} if after else {})


def test_a_host_is_asked_as_seldom_as_its_answers_take_and_never_faster_than_the_profile_or_its_crawl_delay() -> None:
    pace = paced()

    pace.note(HOST, 5.0, is_well=True)
    slow = pace.delay_s(HOST)
    pace.note(HOST, 0.1, is_well=False)
    of_an_error = pace.delay_s(HOST)
    for _ in range(20):
        pace.note(HOST, 0.1, is_well=True)
    quick = pace.delay_s(HOST)
    pace.keep(HOST, 7.0)
    pace.note(HOST, 0.1, is_well=True)

    assert (slow, of_an_error, quick, pace.delay_s(HOST)) == (5.0, 5.0, 1.0, 7.0)
    assert pace.delay_s("other.example") == 1.0


def test_a_delay_outlives_the_slot_that_scrapy_throws_away_after_a_minute() -> None:
    downloader = Downloader()
    pace = paced(downloader)

    pace.keep(HOST, 7.0)

    assert downloader.slots[HOST].delay == 7.0
    assert downloader.per_slot_settings[HOST]["delay"] == 7.0


def test_a_delay_of_0_stands_as_it_is() -> None:
    pace = paced(least_s=0.0)

    pace.note(HOST, 5.0, is_well=True)
    pace.slow_down(HOST)

    assert pace.delay_s(HOST) == 0.0


def test_a_busy_host_is_asked_half_as_often_from_then_on() -> None:
    async def scenario() -> None:
        pace = paced()
        politeness = PolitenessMiddleware(pace, asyncio.Event(), max_wait_s=600, first_wait_s=5)

        politeness.answered(REQUEST, busy("1"))

        assert pace.delay_s(HOST) == 2.0

    asyncio.run(scenario())


def test_a_rest_beyond_the_bound_is_left_to_a_later_run_for_this_host_only() -> None:
    async def scenario() -> None:
        politeness = PolitenessMiddleware(paced(), asyncio.Event(), max_wait_s=600, first_wait_s=5)

        politeness.answered(REQUEST, busy("3600"))

        with pytest.raises(NotFetched, match="host_resting") as raised:
            await politeness.process_request(REQUEST)
        assert raised.value.retry
        await politeness.process_request(Request("http://other.example/a"))

    asyncio.run(scenario())


def test_many_short_rests_are_no_more_than_a_long_one() -> None:
    async def scenario() -> None:
        now_s = 0.0
        politeness = PolitenessMiddleware(paced(), asyncio.Event(), max_wait_s=600, first_wait_s=5, clock=lambda: now_s)
        for _ in range(2):
            politeness.answered(REQUEST, busy("250"))
            politeness.answered(REQUEST, busy("250"))  # of a second connection: the same wait
            now_s += 300
            await politeness.process_request(REQUEST)

        politeness.answered(REQUEST, busy("250"))

        with pytest.raises(NotFetched, match="host_resting"):
            await politeness.process_request(REQUEST)

    asyncio.run(scenario())


def test_without_a_retry_after_the_wait_doubles_and_varies_until_an_answer_comes() -> None:
    now_s = 0.0
    waits = []

    async def scenario() -> None:
        politeness = PolitenessMiddleware(paced(), asyncio.Event(), max_wait_s=1e9, first_wait_s=5, clock=lambda: now_s)
        for _ in range(4):
            politeness.answered(REQUEST, busy())
            waits.append(politeness._until[HOST])
            politeness._until.clear()
        politeness.answered(REQUEST, Response(REQUEST.url))
        politeness.answered(REQUEST, busy())
        waits.append(politeness._until[HOST])

    asyncio.run(scenario())

    for wait_s, expected_s in zip(waits, (5, 10, 20, 40, 5), strict=True):
        assert 0.5 * expected_s <= wait_s <= 1.5 * expected_s
    assert len(set(waits)) == 5


def test_requests_that_stand_in_line_already_wait_too_and_fail_where_the_host_is_left_alone() -> None:
    async def scenario() -> None:
        downloader = Downloader()
        politeness = PolitenessMiddleware(paced(downloader), asyncio.Event(), max_wait_s=600, first_wait_s=5)
        line = downloader.slots[HOST].queue
        first: Deferred[Response] = Deferred()
        line.append((REQUEST, first))

        politeness.answered(REQUEST, busy("0"))  # 0 seconds: at once, but in line again
        assert not line
        await asyncio.sleep(0)
        assert downloader.sent == [REQUEST]

        line.append((REQUEST, first))
        politeness.answered(REQUEST, busy("3600"))
        failures: list[TwistedFailure] = []
        first.addErrback(failures.append)
        await asyncio.sleep(0)
        assert isinstance(failures[0].value, NotFetched)
        assert failures[0].value.reason == "host_resting"

    asyncio.run(scenario())


def test_a_stop_ends_the_rest_of_those_who_wait() -> None:
    async def scenario() -> None:
        stopping = asyncio.Event()
        politeness = PolitenessMiddleware(paced(), stopping, max_wait_s=600, first_wait_s=5)
        politeness.answered(REQUEST, busy("500"))
        waiting = asyncio.create_task(politeness.process_request(REQUEST))
        await asyncio.sleep(0)

        stopping.set()

        with pytest.raises(NotFetched, match="stopped"):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(scenario())


def test_a_redirect_to_another_host_stands_in_that_hosts_line() -> None:
    async def scenario() -> None:
        politeness = PolitenessMiddleware(paced(), asyncio.Event(), max_wait_s=600, first_wait_s=5)
        redirected = Request("http://other.example/a", meta={"download_slot": HOST})

        await politeness.process_request(redirected)

        assert "download_slot" not in redirected.meta

    asyncio.run(scenario())
