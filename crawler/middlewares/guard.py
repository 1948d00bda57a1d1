"""Guard: no request leaves for an address that the operator did not mean."""

from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError

from crawler.middlewares.unfetched import NotFetched
from crawler.run.addresses import BOOK, AddressBook
from crawler.urls import DEFAULT_PORTS


class GuardMiddleware:
    """Refuses other schemes than http(s), user-info, foreign ports and, for the pages of a crawl, foreign hosts.

    Stands before robots.txt is asked for: a refused host is not even asked for that. The address itself is checked
    by the resolver, at connect time.
    """

    def __init__(self, admits: Callable[[str], bool], book: AddressBook) -> None:
        self._admits = admits
        self._book = book

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.site.admits, BOOK)  # type: ignore[union-attr]  # the news spider has it

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise NotFetched("address_refused", "neither http nor https", retry=False)
        if parts.username is not None or parts.password is not None:
            raise NotFetched("address_refused", "a user name or password stands in the URL", retry=False)
        try:
            port = parts.port or DEFAULT_PORTS[parts.scheme]
        except ValueError:
            raise NotFetched("address_refused", "the port is no number up to 65535", retry=False) from None
        if reason := self._book.port_refusal(parts.hostname, port):
            raise NotFetched("address_refused", reason, retry=False)
        # A site may keep its sitemaps elsewhere; what they name is still held to its domains.
        if not request.meta.get("is_source") and not self._admits(request.url):
            raise NotFetched("offsite", f"{parts.hostname} is not of this site", retry=False)


class RefusalMiddleware:
    """Tells a refused address from a host that cannot be resolved, as which it comes back: it is not to be retried."""

    def __init__(self, book: AddressBook) -> None:
        self._book = book

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(BOOK)

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = (urlsplit(request.url).hostname or "").lower()
        if isinstance(exception, CannotResolveHostError) and (reason := self._book.refused(host)):
            raise NotFetched("address_refused", reason, retry=False) from exception
