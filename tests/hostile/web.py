"""A web of hostile sites on loopback, an address each, all at one port."""

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

from tests.server import news_page

Send = Callable[[bytes], None]


@dataclass(frozen=True)
class Reply:
    """What a path answers with. `body` is sent piece by piece, with a Content-Length only when it is bytes.

    `pause_s` is waited before each piece. `head` is sent raw before the headers' end.
    """

    body: bytes | Callable[[], Iterator[bytes]] = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    head: Callable[[], Iterator[bytes]] | None = None
    pause_s: float = 0.0


Answer = Callable[[str], Reply | None]  # path with query to reply; None is a 404


@dataclass(frozen=True)
class Site:
    """A hostile site: its answers, what its profile says, the paths of its healthy articles."""

    name: str
    answer: Answer
    profile: str
    healthy: tuple[str, ...]


@dataclass
class Web:
    """The running web. `asked` is each request as (host, path)."""

    port: int
    hosts: dict[str, Site]  # by address
    asked: list[tuple[str, str]] = field(default_factory=list)

    def base(self, name: str) -> str:
        """The URL of the site `name`, without a slash at its end."""
        host = next(host for host, site in self.hosts.items() if site.name == name)
        return f"http://{host}:{self.port}"

    def profiles(self) -> Iterator[tuple[str, str]]:
        """Name and profile (TOML) of each site."""
        for host, site in self.hosts.items():
            base = f"http://{host}:{self.port}"
            yield site.name, f'name = "{site.name}"\ndomains = ["{host}"]\n' + site.profile.replace("{base}", base)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(sites: list[Site]) -> Iterator[Web]:
    """Serve `sites` until the block ends. "{base}" in the bytes of a page is its site's URL."""
    web = Web(0, {f"127.77.0.{number}": site for number, site in enumerate(sites, 1)})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.connection.getsockname()[0]
            web.asked.append((host, self.path))
            reply = web.hosts[host].answer(self.path) or Reply(b"<title>Not found</title><h1>Not found</h1>", 404)
            self.close_connection = True
            self.send_response(reply.status)
            base = f"http://{host}:{web.port}"
            for name, text in {"Content-Type": reply.kind, "Connection": "close", **reply.headers}.items():
                self.send_header(name, text.replace("{base}", base))
            for piece in reply.head() if reply.head else ():
                self.flush_headers()
                self.wfile.write(piece)
                sleep(reply.pause_s)
            if isinstance(reply.body, bytes):
                body = reply.body.replace(b"{base}", base.encode())
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
            self.end_headers()
            for piece in reply.body():
                self.wfile.write(piece)
                sleep(reply.pause_s)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            return

    with Server(("0.0.0.0", 0), Handler) as server:  # noqa: S104 - one port for all of 127.77.0.0/24
        web.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield web
        finally:
            with suppress(OSError):
                server.shutdown()


def article(path: str) -> Reply:
    """A sound article, like no other path's."""
    title = path.strip("/").replace("-", " ").capitalize()
    return Reply(news_page(title, f"The mayor of {title}", path=path).encode())


def urlset(paths: list[str]) -> Reply:
    """A sitemap of `paths`."""
    rows = "".join(f"<url><loc>{{base}}{path.replace('&', '&amp;')}</loc></url>" for path in paths)
    return Reply(
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode(),
        kind="application/xml",
    )


def links(paths: list[str], title: str = "Links") -> Reply:
    """A page that only links to `paths`."""
    rows = "".join(f'<li><a href="{path.replace("&", "&amp;")}">Page</a></li>' for path in paths)
    return Reply(f"<!doctype html><title>{title}</title><body><ul>{rows}</ul></body>".encode())
