"""Robots: what a host lets us fetch, by RFC 9309, and how slowly it wants us to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urljoin

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.bodies import beginning
from crawler.middlewares.unfetched import Failure, NotFetched, failure_of
from crawler.urls import origin_of

logger = logging.getLogger(__name__)

PRODUCT_TOKEN = "newskeep"  # noqa: S105 - the name we go by in robots.txt, no secret
MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: parse at least this much; what lies beyond may be ignored
MAX_HOPS = 5  # RFC 9309, 2.3.1.2


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt says to us. `unreachable` is why it could not be read."""

    parsed: Protego | None = None
    unreachable: Failure | None = None

    def allows(self, url: str) -> bool:
        return self.parsed is None or bool(self.parsed.can_fetch(url, PRODUCT_TOKEN))

    @property
    def crawl_delay_s(self) -> float:
        delay = self.parsed.crawl_delay(PRODUCT_TOKEN) if self.parsed else None
        return float(delay or 0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(self.parsed.sitemaps) if self.parsed else ()


class RobotsMiddleware:
    """Asks each origin's robots.txt once a run and holds every request to it.

    A host's delay becomes its Crawl-delay when that is longer, up to `max_delay_s`. Raises NotFetched
    `robots_denied`, `robots_unreachable` when the file answers 429 or 5xx, and what kept us from it when it does
    not answer at all: nothing is allowed then (RFC 9309, 2.3.1.4).
    """

    def __init__(
        self,
        fetch: Callable[[Request], Awaitable[Response]],
        slow_down: Callable[[Request, float], None],
        max_delay_s: float,
    ) -> None:
        self._fetch, self._slow_down, self._max_delay_s = fetch, slow_down, max_delay_s
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        def slow_down(request: Request, delay_s: float) -> None:
            downloader = crawler.engine.downloader
            key = downloader.get_slot_key(request)
            if key in downloader.slots:
                slot = downloader.slots[key]
                slot.delay = max(slot.delay, delay_s)
            else:
                delay_s = max(delay_s, crawler.settings.getfloat("DOWNLOAD_DELAY"))
                downloader.per_slot_settings.setdefault(key, {})["delay"] = delay_s

        return cls(
            lambda request: crawler.engine.download_async(request),
            slow_down,
            crawler.settings.getfloat("ROBOTS_MAX_CRAWL_DELAY_S"),
        )

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        rules = await self.rules_for(request.url)
        if rules.unreachable:
            raise NotFetched(rules.unreachable.reason, rules.unreachable.detail, retry=rules.unreachable.retry)
        if not rules.allows(request.url):
            raise NotFetched("robots_denied", "robots.txt does not allow it", retry=True)
        if rules.crawl_delay_s:
            self._slow_down(request, min(rules.crawl_delay_s, self._max_delay_s))

    async def rules_for(self, url: str) -> Rules:
        """The rules of `url`'s origin; those who ask while it is being fetched wait for the same answer."""
        origin = origin_of(url)
        if origin not in self._rules:
            self._rules[origin] = asyncio.create_task(self._ask(origin))
        return await asyncio.shield(self._rules[origin])

    async def _ask(self, origin: str) -> Rules:
        meta = {"is_robots": True, "is_source": True, "redirect_ttl": MAX_HOPS, "max_bytes": 10 * MAX_BYTES}
        request = Request(urljoin(origin, "/robots.txt"), meta=meta, dont_filter=True)
        try:
            response = await self._fetch(request)
        except Exception as error:
            failure = failure_of(error)
            logger.info("no robots.txt, so nothing is fetched origin=%s reason=%s", origin, failure.detail)
            return Rules(unreachable=replace(failure, detail=f"robots.txt of {origin}: {failure.detail}"))
        if response.status == 429 or response.status >= 500:
            logger.info("no robots.txt, so nothing is fetched origin=%s status=%s", origin, response.status)
            detail = f"robots.txt of {origin} answered {response.status}"
            return Rules(unreachable=Failure("robots_unreachable", detail, retry=True))
        if response.status >= 300:
            return Rules()
        encodings = b",".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
        text = beginning(response.body, encodings, MAX_BYTES).decode("utf-8-sig", "replace")
        return Rules(Protego.parse(text))
