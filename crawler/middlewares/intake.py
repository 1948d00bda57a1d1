"""Intake: how much of a response is taken in: of what type, how long, and beside how many others."""

import weakref
from collections.abc import Mapping, Sequence
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers, Response

from crawler.run.flight import Flight, Hold

# Why a download was stopped, in the request's meta as "stopped_for".
TYPE, LENGTH, ROOM = "type", "length", "room"


class IntakeMiddleware:
    """Stops a response after its headers when it is of no type that was asked for, and when it becomes too long.

    What a request wants is its meta's "wants" (a key of `types`; anything without it), and "max_bytes". All of a
    process's responses share one budget of bytes: what finds no room is asked for again when there is enough.
    """

    def __init__(self, flight: Flight, types: Mapping[str, Sequence[str]], max_bytes: int, first_bytes: int) -> None:
        self._flight, self._types = flight, {kind: frozenset(names) for kind, names in types.items()}
        self._max_bytes, self._first_bytes = max_bytes, first_bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        intake = cls(
            crawler.spider.run.flight,  # type: ignore[union-attr]  # the news spider has it
            settings.getdict("CONTENT_TYPES"),
            settings.getint("BODY_MAX_BYTES"),
            settings.getint("FLIGHT_FIRST_BYTES"),
        )
        crawler.signals.connect(intake.headers_received, signals.headers_received)
        crawler.signals.connect(intake.bytes_received, signals.bytes_received)
        return intake

    async def process_request(self, request: Request) -> None:
        meta = request.meta
        meta["received_bytes"], meta["stopped_for"] = 0, None  # a retry or redirect begins anew
        wanted = meta.pop("room_bytes", self._first_bytes)
        # What belongs to a page in hand must not wait for it: that page holds room until it has all its parts.
        meta["hold"] = Hold(0) if meta.get("is_part") else await self._flight.admit(wanted)

    def headers_received(self, headers: Headers, body_length: int | None, request: Request) -> None:
        kind = (headers.get(b"Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
        wanted = self._types.get(request.meta.get("wants", ""))
        if wanted is not None and kind and kind not in wanted:
            self._stop(request, TYPE)
        if isinstance(body_length, int):  # Twisted has a text for "unknown"
            self._require_room(request, min(body_length, self._most(request)))

    def bytes_received(self, data: bytes, request: Request) -> None:
        request.meta["received_bytes"] += len(data)
        if request.meta["received_bytes"] > self._most(request):
            self._stop(request, LENGTH)
        self._require_room(request, request.meta["received_bytes"])

    def process_response(self, request: Request, response: Response) -> Request | Response:
        hold: Hold = request.meta.pop("hold")
        if request.meta["stopped_for"] == ROOM:
            self._flight.release(hold)
            return request.replace(meta={**request.meta, "room_bytes": self._most(request)}, dont_filter=True)
        self._flight.shrink(hold, request.meta["received_bytes"])
        # The spider, a worker and the archive may all still be at it: it is done with when nobody knows it any more.
        weakref.finalize(response, self._flight.release, hold)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if hold := request.meta.pop("hold", None):
            self._flight.release(hold)

    def _most(self, request: Request) -> int:
        return int(request.meta.get("max_bytes", self._max_bytes))

    def _require_room(self, request: Request, size_bytes: int) -> None:
        if not request.meta.get("is_part") and not self._flight.grow(request.meta["hold"], size_bytes):
            self._stop(request, ROOM)

    def _stop(self, request: Request, reason: str) -> None:
        request.meta["stopped_for"] = reason
        raise StopDownload(fail=False)
