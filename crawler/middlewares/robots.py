"""Robots: holds every request to what its host's robots.txt says (RFC 9309)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.bodies import beginning_of
from crawler.middlewares.unfetched import Failure, NotFetched, failure_of
from crawler.robots import MAX_BYTES, PRODUCT_TOKEN, Robots, read_robots
from crawler.urls import origin_of

logger = logging.getLogger(__name__)

MAX_HOPS = 5  # RFC 9309, 2.3.1.2
NOTHING = Robots()  # forbids nothing


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt says to us. `unreachable` is why it could not be read."""

    robots: Robots = NOTHING
    unreachable: Failure | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answer on its way, or come. `at_s` is when it was asked for, by the monotonic clock."""

    answer: asyncio.Task[Rules]
    at_s: float

    def is_fresh(self, now_s: float, max_age_s: float, ask_again_s: float) -> bool:
        if not self.answer.done():
            return True
        return now_s - self.at_s < (ask_again_s if self.answer.result().unreachable else max_age_s)


class RobotsMiddleware:
    """Asks for each origin's robots.txt and holds every request to it.

    It is asked for again when it is older than `max_age_s`, or `ask_again_s` after it could not be had. Until then
    nothing is allowed (RFC 9309, 2.3.1.4) but by a file that was read before: NotFetched `robots_unreachable` when
    it answers 429 or 5xx, and what kept us from it when it does not answer at all. `robots_denied` is its own word.
    A Crawl-delay, up to `max_delay_s`, goes to the politeness middleware in the request's meta.
    """

    def __init__(
        self,
        fetch: Callable[[Request], Awaitable[Response]],
        max_delay_s: float,
        max_age_s: float,
        ask_again_s: float,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._fetch, self._max_delay_s, self._clock = fetch, max_delay_s, clock
        self._max_age_s, self._ask_again_s = max_age_s, ask_again_s
        self._asked: dict[str, _Asked] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(
            lambda request: crawler.engine.download_async(request),
            crawler.settings.getfloat("ROBOTS_MAX_CRAWL_DELAY_S"),
            crawler.settings.getfloat("ROBOTS_MAX_AGE_S"),
            crawler.settings.getfloat("ROBOTS_ASK_AGAIN_S"),
        )

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots"):
            return
        rules = await self.rules_for(request.url)
        if rules.unreachable:
            raise NotFetched(rules.unreachable.reason, rules.unreachable.detail, retry=rules.unreachable.retry)
        if not rules.robots.allows(request.url):
            raise NotFetched("robots_denied", "robots.txt does not allow it", retry=True)
        request.meta["crawl_delay_s"] = min(rules.robots.crawl_delay_s, self._max_delay_s)

    async def rules_for(self, url: str) -> Rules:
        """The rules of `url`'s origin; those who ask while it is being fetched wait for the same answer."""
        origin = origin_of(url)
        asked = self._asked.get(origin)
        now_s = self._clock()
        if asked is None or not asked.is_fresh(now_s, self._max_age_s, self._ask_again_s):
            known = asked.answer.result() if asked else None
            asked = self._asked[origin] = _Asked(asyncio.create_task(self._ask(origin, known)), now_s)
        return await asyncio.shield(asked.answer)

    async def _ask(self, origin: str, known: Rules | None) -> Rules:
        """What `origin` says now; what it said before, where that is `known` and nothing can be had (RFC 9309, 2.4)."""
        rules = await self._answer(origin)
        return known if rules.unreachable and known and not known.unreachable else rules

    async def _answer(self, origin: str) -> Rules:
        meta = {
            "is_robots": True, "is_source": True, "as_served": True,
            "redirect_ttl": MAX_HOPS, "max_bytes": 10 * MAX_BYTES,
        }  # fmt: skip
        request = Request(urljoin(origin, "/robots.txt"), meta=meta, dont_filter=True)
        try:
            response = await self._fetch(request)
        except Exception as error:
            failure = failure_of(error)
            if failure.reason == "redirects":
                return Rules()  # RFC 9309, 2.3.1.2: after five hops it counts as a file that is not there
            logger.info("no robots.txt, so nothing is fetched origin=%s reason=%s", origin, failure.detail)
            return Rules(unreachable=replace(failure, detail=f"robots.txt of {origin}: {failure.detail}"))
        if response.status == 429 or response.status >= 500:
            logger.info("no robots.txt, so nothing is fetched origin=%s status=%s", origin, response.status)
            detail = f"robots.txt of {origin} answered {response.status}"
            return Rules(unreachable=Failure("robots_unreachable", detail, retry=True))
        if response.status >= 300:
            return Rules()
        encodings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        body = beginning_of(response.body, encodings, MAX_BYTES)
        # Half a second of a hostile one, which the network need not wait for.
        return Rules(await asyncio.to_thread(read_robots, body, PRODUCT_TOKEN))
