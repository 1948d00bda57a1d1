"""Capture: next to the wire, every response goes to the archive as it came, before anybody unpacks or follows it."""

from collections.abc import Callable
from datetime import UTC, datetime
from http.client import responses as REASONS  # noqa: N812 - a table of constants
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Headers, Response

from crawler.archive.exchange import Exchange, Truncated
from crawler.middlewares.intake import LENGTH, ROOM
from crawler.middlewares.unfetched import NotFetched
from crawler.run.archiver import Archiver
from crawler.run.site import SiteRun

CUT_OFF = "dataloss"  # Scrapy's word, in a response's flags


class CaptureMiddleware:
    """Hands each exchange to the site's archiver and notes in the request's meta where it lies and when it was.

    Raises CannotWrite when it cannot be kept: the page then counts as not fetched. Of a body that was stopped, what
    came of it is kept and marked. A page of a site whose noarchive is to be obeyed is not kept here: in the request's
    meta stands the exchange, for who reads whether the page allows it.
    """

    def __init__(self, site: SiteRun, clock: Callable[[], datetime]) -> None:
        self._site, self._clock = site, clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        site: SiteRun = crawler.spider.site  # type: ignore[union-attr]  # the news spider has it
        return cls(site, lambda: datetime.now(UTC))

    def process_response(self, request: Request, response: Response) -> Response:
        request.meta["fetched_at"] = self._clock()
        request.meta["archive"] = None
        archiver: Archiver | None = self._site.archiver
        if archiver is not None and request.meta["stopped_for"] != ROOM:  # it will come anew, and whole
            exchange = exchange_of(request, response)
            may_forbid = request.meta.get("wants") == "page" and response.status == 200 and not exchange.truncated
            is_asked = may_forbid and self._site.profile.rights.noarchive == "no_capture"
            request.meta["archive"] = exchange if is_asked else archiver.keep(exchange)
        return response


class WholeMiddleware:
    """Lets only whole bodies through: a cut one is asked for again, a too long one is given up."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if request.meta["stopped_for"] == LENGTH and not request.meta.get("is_robots"):  # whose beginning is enough
            raise NotFetched("too_large", "the body is longer than it may be", retry=False)
        if CUT_OFF not in response.flags:
            return response
        spider = self._crawler.spider
        if spider and (again := get_retry_request(request, spider=spider, reason="cut off")):
            return again
        raise NotFetched("cut_off", "the connection ended before the body did", retry=True)


def exchange_of(request: Request, response: Response) -> Exchange:
    """What was asked and what came back.

    Scrapy has put the headers' names into its own spelling and order, and does not keep the reason phrase: the usual
    one stands for it.
    """
    return Exchange(
        url=response.url,
        method=request.method,
        request_headers=_pairs(request.headers),
        http_version=response.protocol or "HTTP/1.1",
        status=response.status,
        reason=REASONS.get(response.status, ""),
        response_headers=_pairs(response.headers),
        body=response.body,
        fetched_at=request.meta["fetched_at"],
        truncated=_truncated(response.flags, request.meta["stopped_for"]),
        ip=str(response.ip_address) if response.ip_address else None,
    )


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _truncated(flags: list[str], stopped_for: str | None) -> Truncated | None:
    if stopped_for:
        return "length" if stopped_for == LENGTH else "unspecified"
    return "disconnect" if CUT_OFF in flags else None
