"""Guard: no request leaves for an address that the operator did not mean."""

import re
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response

from crawler.middlewares.downloading import head_too_large
from crawler.middlewares.unfetched import NotFetched
from crawler.run.addresses import BOOK, AddressBook
from crawler.run.forgotten import REASON, Forgotten
from crawler.run.site import SiteRun
from crawler.urls import DEFAULT_PORTS

MAX_HOST_CHARS = 254  # with the dot at its end (RFC 1035, 2.3.4)
# No space, escape, control character, zone ("%eth0") or empty label: what one program takes for a part of the host,
# the next may take for its end.
HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.){0,126}[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?|[0-9a-f:.]+:[0-9a-f:.]*"
)


class GuardMiddleware:
    """Refuses what was forgotten, other schemes than http(s), user-info, foreign ports and, for pages, foreign hosts.

    Stands before robots.txt is asked for: a refused host is not even asked for that. The address itself is checked
    by the resolver, at connect time.
    """

    def __init__(self, site: SiteRun, book: AddressBook, forgotten: Forgotten) -> None:
        self._site = site
        self._book = book
        self._forgotten = forgotten

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider = crawler.spider
        return cls(spider.site, BOOK, spider.run.forgotten)  # type: ignore[union-attr]  # the news spider has them

    def process_request(self, request: Request) -> None:
        if tombstone := self._forgotten.of_url(request.url):
            raise NotFetched(REASON, tombstone.said, retry=False)
        parts = urlsplit(request.url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise NotFetched("address_refused", "neither http nor https", retry=False)
        if parts.username is not None or parts.password is not None:
            raise NotFetched("address_refused", "a user name or password stands in the URL", retry=False)
        if len(parts.hostname) > MAX_HOST_CHARS or not HOST.fullmatch(parts.hostname):
            raise NotFetched("address_refused", "its host is neither a name nor an address", retry=False)
        port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
        if reason := self._book.refusal_before(parts.hostname, port, self._site.profile.name):
            raise NotFetched("address_refused", reason, retry=False)
        # A site may keep its sitemaps elsewhere; what they name is still held to its domains.
        if not request.meta.get("is_source") and not self._site.admits(request.url):
            raise NotFetched("offsite", f"{parts.hostname} is not of this site", retry=False)


class RefusalMiddleware:
    """Tells a refused address, and headers beyond their bound, from a host that fails: they are not to be retried."""

    def __init__(self, book: AddressBook) -> None:
        self._book = book

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(BOOK)

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = (urlsplit(request.url).hostname or "").lower()
        if isinstance(exception, CannotResolveHostError) and (reason := self._book.refused(host)):
            raise NotFetched("address_refused", reason, retry=False) from exception
        if error := head_too_large(exception):
            raise NotFetched("too_large", str(error), retry=False) from exception


class DowngradeMiddleware:
    """Keeps to https once a host has answered by it: no redirect leads back to http, and a link to it is mended.

    Stands nearer to the wire than Scrapy's redirects, which it has to see.
    """

    def __init__(self, site: SiteRun) -> None:
        self._site = site
        self._secure: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.site)  # type: ignore[union-attr]  # the news spider has it

    def process_request(self, request: Request) -> Request | None:
        parts = urlsplit(request.url)
        if parts.scheme != "http" or parts.hostname not in self._secure or self._site.profile.network.allow_downgrade:
            return None
        if request.meta.get("redirect_urls") or request.meta.get("is_soft_redirect"):
            raise NotFetched("downgrade", f"{parts.hostname} leads from https back to http", retry=True)
        # Another port is another server, of which nothing is known.
        return request.replace(url=f"https{request.url[4:]}") if parts.port is None else None

    def process_response(self, request: Request, response: Response) -> Response:
        parts = urlsplit(request.url)
        if parts.scheme == "https":
            self._secure.add(parts.hostname or "")
        return response
