"""The benchmark's webs: made by the rig from pages of the corpus, and served on loopback."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench.watch import SideFailed

STARTS_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Web:
    """Sites of equal size, on addresses of their own."""

    folder: Path
    port: int
    first: int  # last number of the first site's address
    sites: int
    articles: int  # of a site

    @property
    def urls(self) -> list[str]:
        """The home pages."""
        return [f"http://127.0.0.{self.first + number}:{self.port}/" for number in range(self.sites)]

    @property
    def pages(self) -> int:
        """Articles of all sites."""
        return self.sites * self.articles

    def article_url(self) -> str:
        """An article's address."""
        host = f"127.0.0.{self.first}"
        page = next((self.folder / "www" / host).glob("[0-9]*.html.gz"))
        return f"{self.urls[0]}{page.name.removesuffix('.html.gz')}/"


@dataclass(frozen=True, slots=True)
class Server:
    """Who serves: nginx, or the rig's own in Python, which needs more of the cores that the crawl is measured on."""

    name: str
    pid: int


def make_pages(corpus: Path, folder: Path, count: int | None) -> int:
    """Put `count` pages of the corpus into `folder`, evenly chosen (None: all), with a manifest; how many it is."""
    lines = (corpus / "gold.jsonl").read_text("utf-8").splitlines()
    step = max(1, len(lines) // count) if count else 1
    chosen = lines[::step][:count]
    (folder / "html").mkdir(parents=True)
    with (folder / "manifest.jsonl").open("w", encoding="utf-8") as manifest:
        for line in chosen:
            page = json.loads(line)
            (folder / page["html"]).symlink_to((corpus / page["html"]).resolve())
            manifest.write(json.dumps({key: page[key] for key in ("id", "url", "html")}) + "\n")
    return len(chosen)


def make_web(rig: Path, web: Web, html: Path | None) -> Web:
    """Write the web's files, from the pages in `html` (None: pages made up, of few bytes)."""
    words = ["--sites", str(web.sites), "--articles", str(web.articles), "--port", str(web.port)]
    words += ["--first", str(web.first), "--html", str(html or "none")]
    command = [sys.executable, str(rig / "newsweb.py"), str(web.folder), *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    return web


@contextmanager
def serving(rig: Path, web: Web) -> Iterator[Server]:
    """Serve the web by nginx, if there is one, else by the rig's server. Raises SideFailed when it does not start."""
    name = "nginx" if shutil.which("nginx") else "the rig's Python server"
    log = web.folder / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, str(rig / "serve.py"), str(web.folder)], stdout=out, stderr=out)  # noqa: S603 - ours
    try:
        end = time.monotonic() + STARTS_WITHIN_S
        while not _answers(web):
            if process.poll() is not None or time.monotonic() > end:
                raise SideFailed(f"{name} does not serve: {log.read_text()}")
            time.sleep(0.05)
        yield Server(name, process.pid)
    finally:
        process.terminate()
        process.wait()


def _answers(web: Web) -> bool:
    try:
        socket.create_connection((f"127.0.0.{web.first + web.sites - 1}", web.port), timeout=1).close()
    except OSError:
        return False
    return True
