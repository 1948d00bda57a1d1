"""DemoSite: the bundled newspaper, served on loopback."""

import gzip
import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from crawler.demo.newspaper import BASE, read_newspaper
from crawler.demo.site_pages import SitePages


class DemoSite:
    """The demo newspaper at `base` ("http://127.0.0.1:PORT") for as long as the `with` block lasts.

    `port` 0 takes a free one. Raises OSError when the address cannot be had.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = _Server((host, port), SitePages(read_newspaper()))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.base = self._server.base

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], pages: SitePages) -> None:
        super().__init__(address, _Handler)
        self.pages = pages
        self.base = f"http://{address[0]}:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    protocol_version = "HTTP/1.1"
    server_version = "newskeep-demo"

    def do_GET(self) -> None:
        self._respond(with_body=True)

    def do_HEAD(self) -> None:
        self._respond(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing: what was fetched is the crawl's to tell."""

    def _respond(self, *, with_body: bool) -> None:
        document = self.server.pages.answer(self.path)
        body = document.at(self.server.base)
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        if document.status == 200 and self._unchanged(etag, document.modified):
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        gzipped = "gzip" in self.headers.get("Accept-Encoding", "") and document.content_type != "image/gif"
        if gzipped:
            body = gzip.compress(body, mtime=0)
        self.send_response(document.status)
        self.send_header("Content-Type", document.content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        if gzipped:
            self.send_header("Content-Encoding", "gzip")
        if document.location:
            self.send_header("Location", document.location.replace(BASE, self.server.base))
        if document.status == 200:
            self.send_header("ETag", etag)
        if document.modified:
            self.send_header("Last-Modified", format_datetime(document.modified.astimezone(UTC), usegmt=True))
        for name, value in document.headers:
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _unchanged(self, etag: str, modified: datetime | None) -> bool:
        if known := self.headers.get("If-None-Match"):
            return etag in known
        since = self.headers.get("If-Modified-Since")
        if not since or not modified:
            return False
        try:
            return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):  # no date, or one without a zone
            return False
