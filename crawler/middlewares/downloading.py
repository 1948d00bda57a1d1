"""Downloading: Scrapy's handler for http and https, with a bound on the bytes of a response's head.

Twisted bounds a single line only: 20 MB of headers came through. It has no public place for more, so this builds on
private names of Scrapy and Twisted; tests/middlewares/test_downloading.py tells when they go.
"""

from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler


class HeadTooLarge(Exception):
    """The status line and headers are longer than they may be. Its text is for people."""


class _BoundedParser(_LenientHTTPClientParser):
    """Gives up, and with it the connection, when the head goes on beyond `head_bytes`."""

    head_bytes: int

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        self.head_bytes -= len(line) + 1
        if self.head_bytes < 0:
            raise HeadTooLarge("its headers are longer than they may be")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        raise HeadTooLarge("one of its headers is longer than all of them may be")


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's own, whose responses have at most HEAD_MAX_BYTES of status line and headers."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        head_bytes = crawler.settings.getint("HEAD_MAX_BYTES")

        class Protocol(_LenientHTTP11ClientProtocol):
            def request(self, request: Any) -> Any:  # noqa: ANN401 - Twisted's own are untyped
                deferred = super().request(request)
                parser: Any = self._parser
                # As Scrapy does it: there is no other way to have a parser of one's own.
                parser.__class__ = _BoundedParser
                parser.head_bytes = parser.MAX_LENGTH = head_bytes
                return deferred

        class Factory(_LenientHTTP11ClientFactory):
            def buildProtocol(self, addr: Any) -> Protocol:  # noqa: ANN401, N802
                return Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]

        self._pool._factory = Factory


def head_too_large(error: BaseException) -> HeadTooLarge | None:
    """The HeadTooLarge among what led to `error`, or None."""
    causes: list[Any] = [error]
    while causes:
        cause = causes.pop()
        if isinstance(cause, HeadTooLarge):
            return cause
        causes += [reason.value for reason in getattr(cause, "reasons", None) or ()]
        causes += [cause.__cause__] if cause.__cause__ is not None else []
    return None
