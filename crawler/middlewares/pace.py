"""Pace: how fast each host of a crawler is asked, and what happens to requests that already stand in line."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.internet.defer import Deferred

if TYPE_CHECKING:
    from scrapy.core.downloader import Downloader

Line = list[tuple[Request, "Deferred[Response]"]]


class Pace:
    """The delay of each host: never less than `least_s` or its Crawl-delay, and more while it answers slowly.

    A host is asked as seldom as its answers take: on the average, one is in hand. A `least_s` of 0 is an operator's
    own machine, and stands as it is. Hosts are named as Scrapy names its downloader's slots.
    """

    def __init__(self, downloader: Callable[[], "Downloader"], least_s: float, most_s: float) -> None:
        self._downloader, self._least_s, self._most_s = downloader, least_s, most_s
        self._asked_for_s: dict[str, float] = {}  # Crawl-delay
        self._slowed_s: dict[str, float] = {}  # by what its answers took

    def delay_s(self, host: str) -> float:
        """Seconds from one request to `host` to the next."""
        return max(self._least_s, self._asked_for_s.get(host, 0.0), self._slowed_s.get(host, 0.0))

    def keep(self, host: str, crawl_delay_s: float) -> None:
        """Ask `host` no faster than it asks for."""
        self._asked_for_s[host] = max(self._asked_for_s.get(host, 0.0), crawl_delay_s)
        self._apply(host)

    def note(self, host: str, latency_s: float, *, is_well: bool) -> None:
        """Take in what an answer of `host` took. One that `is_well` not never makes us faster (as in AutoThrottle)."""
        if not self._least_s:
            return
        before_s = self._slowed_s.get(host, 0.0)
        slowed_s = max(latency_s, (before_s + latency_s) / 2)
        self._slowed_s[host] = min(slowed_s if is_well else max(slowed_s, before_s), self._most_s)
        self._apply(host)

    def slow_down(self, host: str) -> None:
        """Ask half as often: `host` says that it is busy."""
        if self._least_s:
            self._slowed_s[host] = min(2 * self.delay_s(host), self._most_s)
            self._apply(host)

    def call_back(self, host: str) -> Line:
        """Take the requests to `host` out of the line that have not been sent yet."""
        slot = self._downloader().slots.get(host)
        line = list(slot.queue) if slot else []
        if slot:
            slot.queue.clear()
        return line

    def line_up(self, host: str, request: Request, answer: "Deferred[Response]") -> None:
        """Put a request that was called back in line again."""
        downloader = self._downloader()
        slot = downloader.slots[host]  # it stays as long as one of its requests is unanswered
        slot.queue.append((request, answer))
        downloader._process_queue(slot)

    def _apply(self, host: str) -> None:
        downloader, delay_s = self._downloader(), self.delay_s(host)
        # A slot is thrown away when its host is not asked for a minute, and made anew from these.
        downloader.per_slot_settings.setdefault(host, {})["delay"] = delay_s
        if host in downloader.slots:
            downloader.slots[host].delay = delay_s
