"""Politeness: a host is asked at its own pace, and one that says "later" (429, 503, Retry-After) is left alone."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure as TwistedFailure

from crawler.middlewares.pace import Pace
from crawler.middlewares.unfetched import NotFetched

logger = logging.getLogger(__name__)

BUSY = frozenset({429, 503})


def retry_after_s(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: seconds or a date); None when it says nothing."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())


class PolitenessMiddleware:
    """Makes the whole host wait as its answer asks, else by exponential back-off with jitter; requests in line, too.

    A host is waited for `max_wait_s` in a run, all its waits together. What goes beyond is left to a later run: from
    then on its requests fail with `host_resting`. So do waiting ones, as `stopped`, when the run is stopped.
    """

    def __init__(
        self,
        pace: Pace,
        stopping: asyncio.Event,
        max_wait_s: float,
        first_wait_s: float,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._pace, self._stopping, self._clock = pace, stopping, clock
        self._max_wait_s, self._first_wait_s = max_wait_s, first_wait_s
        self._until: dict[str, float] = {}  # host to a moment of the clock
        self._in_a_row: Counter[str] = Counter()
        self._waited_s: dict[str, float] = {}
        self._left_alone: dict[str, float] = {}  # host to the seconds that it asked for
        self._called_back: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        stopping = crawler.spider.site.stopping  # type: ignore[union-attr]  # the news spider has it
        pace = Pace(
            lambda: crawler.engine.downloader,
            settings.getfloat("DOWNLOAD_DELAY"),
            settings.getfloat("HOST_MAX_DELAY_S"),
        )
        politeness = cls(pace, stopping, settings.getfloat("HOST_MAX_WAIT_S"), settings.getfloat("HOST_FIRST_WAIT_S"))
        # Before the next request of the line is sent; process_response would come after it.
        crawler.signals.connect(politeness.answered, signals.response_downloaded)
        return politeness

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        # Scrapy notes there which line a request stood in, and hands it on to a redirect's request to another host.
        request.meta.pop("download_slot", None)
        self._pace.keep(host, request.meta.get("crawl_delay_s", 0.0))
        await self._rest(host)

    def answered(self, request: Request, response: Response) -> None:
        """Take in what a host says of itself, and what the answer took."""
        host = urlsplit(request.url).hostname or ""
        if (latency_s := request.meta.get("download_latency")) is not None:
            self._pace.note(host, latency_s, is_well=response.status < 400)
        if response.status not in BUSY:
            self._in_a_row.pop(host, None)
            return
        self._in_a_row[host] += 1
        header = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
        wait_s = retry_after_s(header, datetime.now(UTC))
        if wait_s is None:
            doublings = min(self._in_a_row[host] - 1, 10)
            wait_s = self._first_wait_s * 2**doublings * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
        logger.info("host is busy host=%s status=%s wait_s=%.1f", host, response.status, wait_s)
        self._let_rest(host, wait_s)

    def _let_rest(self, host: str, wait_s: float) -> None:
        now = self._clock()
        left_s = max(0.0, self._until.get(host, 0.0) - now)
        self._waited_s[host] = self._waited_s.get(host, 0.0) + max(0.0, wait_s - left_s)
        if self._waited_s[host] > self._max_wait_s:
            self._left_alone.setdefault(host, wait_s)
        self._until[host] = now + max(left_s, wait_s)
        self._pace.slow_down(host)
        for waiting in self._pace.call_back(host):
            task = asyncio.create_task(self._line_up_again(host, *waiting))
            self._called_back.add(task)
            task.add_done_callback(self._called_back.discard)

    async def _line_up_again(self, host: str, request: Request, answer: "Deferred[Response]") -> None:
        try:
            await self._rest(host)
        except NotFetched as error:
            answer.errback(TwistedFailure(error))  # type: ignore[no-untyped-call]
        else:
            self._pace.line_up(host, request, answer)

    async def _rest(self, host: str) -> None:
        while (wait_s := self._until.get(host, 0.0) - self._clock()) > 0 or host in self._left_alone:
            if host in self._left_alone:
                detail = f"{host} asks for {self._left_alone[host]:.0f} s of rest, more than this run has left for it"
                raise NotFetched("host_resting", detail, retry=True)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait_s)
                raise NotFetched("stopped", "the run was stopped while the host rested", retry=True)
