"""A web of a few pages on loopback, and a note of every request it was sent."""

import hashlib
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic


@dataclass(frozen=True)
class Answer:
    """What a path answers with. `cut` closes the connection after so many bytes of the body."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"
    cut: int | None = None


@dataclass(frozen=True)
class Asked:
    """One request: when (seconds of a monotonic clock), what for, and its headers in lower case."""

    at: float
    path: str
    headers: Mapping[str, str]


Route = Answer | str | Callable[[int], Answer]  # a function is given how often it has been asked before


@dataclass
class Web:
    """The running server. `routes` may be changed while it runs; a path without one is a 404."""

    url: str
    routes: dict[str, Route]
    asked: list[Asked] = field(default_factory=list)

    def count(self, path: str) -> int:
        return sum(one.path == path for one in self.asked)


class Server(ThreadingHTTPServer):
    """Says nothing of a client that was killed while it was served."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Server6(Server):
    """The same at an IPv6 address."""

    address_family = socket.AF_INET6


@contextmanager
def serving(
    routes: Mapping[str, Route], host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Web]:
    """Serve `routes` (path with query to answer) until the block ends. "{base}" in a body is the server's URL."""
    web = Web("", dict(routes))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            before = web.count(self.path)
            web.asked.append(Asked(monotonic(), self.path, {name.lower(): text for name, text in self.headers.items()}))
            route = web.routes.get(self.path, Answer("<title>Not found</title><h1>Not found</h1>", 404))
            answer = route(before) if callable(route) else Answer(route) if isinstance(route, str) else route
            body = answer.body.replace("{base}", web.url).encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, text in {"Content-Type": answer.kind, "Content-Length": str(len(body)), **answer.headers}.items():
                self.send_header(name, text.replace("{base}", web.url))
            self.end_headers()
            self.wfile.write(body[: answer.cut])
            if answer.cut is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            return

    with (Server6 if ":" in host else Server)((host, port), Handler) as server:
        named = f"[{host}]" if ":" in host else host
        web.url = f"{'https' if tls else 'http'}://{named}:{server.server_address[1]}"
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()


THINGS = (
    "bridge", "harbour", "market", "school", "library", "station", "museum", "garden", "theatre", "hospital", "bakery",
    "lighthouse", "stadium", "mill", "chapel", "tower", "orchard", "quarry", "ferry", "tunnel", "depot", "gallery",
    "kiosk", "pier", "square", "meadow", "brewery", "archive", "fountain", "cinema",
)  # fmt: skip


def _things(path: str, number: int) -> list[str]:
    # Of each page its own, or all that a test crawls would be near copies of each other.
    drawn = hashlib.sha256(f"{path} {number}".encode()).digest()
    return [THINGS[byte % len(THINGS)] for byte in drawn[:4]]


def news_page(title: str, words: str, *, path: str, date: str = "2026-03-04T07:00:00+00:00") -> str:
    """A plain article page: headline, author, date, and paragraphs made of `words`."""
    paragraphs = "".join(
        f"<p>{words} said on day {number} that the {a} and the {b} by the {c} would open again with the {d}.</p>"
        for number in range(1, 6)
        for a, b, c, d in [_things(path, number)]
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - Daily</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="og:site_name" content="Daily"><meta property="article:published_time" content="{date}">'
        f'<meta name="author" content="Ann Lee"><link rel="canonical" href="{{base}}{path}"></head>'
        f'<body class="single single-post"><header><nav><a href="/">Home</a></nav></header>'
        f'<article><h1>{title}</h1><div class="entry-content">{paragraphs}</div></article></body></html>'
    )


def sitemap(paths: list[str]) -> Answer:
    """A sitemap of `paths`."""
    rows = "".join(f"<url><loc>{{base}}{path}</loc></url>" for path in paths)
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return Answer(body, kind="application/xml")
