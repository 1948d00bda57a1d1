"""Politeness: a host that says "later" (429, 503, Retry-After) is left alone until then."""

import asyncio
import logging
import random
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

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
    except (TypeError, ValueError, IndexError):
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())


class PolitenessMiddleware:
    """Makes the whole host wait as its answer asks, else by exponential back-off with jitter.

    A wait of more than `max_wait_s` is not sat out: the host's requests fail with `host_resting`, to be tried by a
    later run. So do waiting requests when the run is stopped.
    """

    def __init__(self, stopping: asyncio.Event, max_wait_s: float, first_wait_s: float) -> None:
        self._stopping, self._max_wait_s, self._first_wait_s = stopping, max_wait_s, first_wait_s
        self._until: dict[str, float] = {}  # host to a moment of the monotonic clock
        self._in_a_row: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        stopping = crawler.spider.site.stopping  # type: ignore[union-attr]  # the news spider has it
        return cls(stopping, settings.getfloat("HOST_MAX_WAIT_S"), settings.getfloat("HOST_FIRST_WAIT_S"))

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        while (wait_s := self._until.get(host, 0.0) - monotonic()) > 0:
            if wait_s > self._max_wait_s:
                raise NotFetched("host_resting", f"{host} asks for {wait_s:.0f} s of rest", retry=True)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), wait_s)
                raise NotFetched("stopped", "the run was stopped while the host rested", retry=True)

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlsplit(request.url).hostname or ""
        if response.status not in BUSY:
            self._in_a_row.pop(host, None)
            return response
        times = self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
        header = (response.headers.get(b"Retry-After") or b"").decode("latin-1")
        wait_s = retry_after_s(header, datetime.now(UTC))
        if wait_s is None:
            wait_s = self._first_wait_s * 2 ** min(times - 1, 10) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
        self._until[host] = max(self._until.get(host, 0.0), monotonic() + wait_s)
        logger.info("host is busy host=%s status=%s wait_s=%.1f", host, response.status, wait_s)
        return response
