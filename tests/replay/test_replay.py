"""A WACZ of ours in a real browser, through pywb and through ReplayWeb.page.

Runs against what setup.sh has left in the folder NEWSKEEP_REPLAY; `make replay` does both.
"""

import base64
import functools
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import brotli
import pytest

from tests.archive.exchanges import HTML, NOON, Archive, exchange, packed
from tests.command import Newskeep

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGM4oKAAQQxwFgA/1AYBaS2LaQAAAABJRU5ErkJggg=="
)
PICTURE_WIDTH = 3
LATER = NOON + timedelta(days=7)
SITE = "https://daily.example"

# What each page is to show: URL, time asked for, heading, width of its picture.
WANTED = (
    (f"{SITE}/2026/03/quay/", "20260304120000", "The quay opens", PICTURE_WIDTH),
    (f"{SITE}/plain", "20260304120000", "Sent as it is", None),
    (f"{SITE}/brotli?b=2&a=1", "20260304120000", "Sent in brotli", None),
    (f"{SITE}/2026/03/quay/", "20260311120000", "The quay opens", PICTURE_WIDTH),  # a revisit
)


@pytest.fixture(scope="module")
def tools() -> Path:
    """The folder that setup.sh has filled."""
    given = os.environ.get("NEWSKEEP_REPLAY")
    if not given:
        pytest.skip("NEWSKEEP_REPLAY names no folder filled by tests/replay/setup.sh")
    return Path(given)


@pytest.fixture
def wacz(newskeep: Newskeep) -> Path:
    def page(heading: str, more: str = "") -> bytes:
        return f'<!doctype html><title>Daily</title><h1 class="story">{heading}</h1>{more}'.encode()

    archive = Archive(newskeep.folder / "output" / "archive")
    quay = packed(WANTED[0][0], page("The quay opens", '<img src="/quay.png">'))
    first, *_ = archive.add(
        quay,
        exchange(WANTED[1][0], page("Sent as it is")),
        exchange(WANTED[2][0], brotli.compress(page("Sent in brotli")), (*HTML, ("Content-Encoding", "br"))),
        exchange(f"{SITE}/quay.png", PNG, (("Content-Type", "image/png"),)),
        exchange(f"{SITE}/gone", b"gone", HTML, 404),
    )
    archive.add_revisit(replace(quay, fetched_at=LATER), first, quay)
    archive.add_revisit(exchange(quay.url, b"", (), 304, LATER + timedelta(days=1)), first, quay, "server-not-modified")
    assert newskeep("archive", "wacz", "--to", "daily.wacz").code == 0
    return newskeep.folder / "daily.wacz"


def shown(tools: Path, urls: list[str]) -> list[object]:
    browse = Path(__file__).with_name("browse.py")
    ended = subprocess.run(
        [tools / "venv/bin/python", browse, *urls], capture_output=True, text=True, timeout=400, check=True
    )
    seen = json.loads(ended.stdout)
    assert isinstance(seen, list)
    return seen


@contextmanager
def pywb(tools: Path, wacz: Path, folder: Path) -> Iterator[str]:
    """pywb with the WACZ as its collection; the URL of that."""
    folder.mkdir()
    (folder / "config.yaml").write_text("framed_replay: false\n")
    for words in (("init", "daily"), ("add", "--unpack-wacz", "daily", wacz)):
        subprocess.run([tools / "venv/bin/wb-manager", *words], cwd=folder, capture_output=True, check=True)
    log = (folder / "log").open("wb")
    server = subprocess.Popen(
        [tools / "venv/bin/wayback", "--port", "8934", "--bind", "127.0.0.34"], cwd=folder, stdout=log, stderr=log
    )
    try:
        _wait_for("http://127.0.0.34:8934/", server)
        yield "http://127.0.0.34:8934/daily"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        assert server.poll() is None
        try:
            with urlopen(url):  # noqa: S310 - loopback
                return
        except OSError:
            threading.Event().wait(0.2)
    raise AssertionError("pywb does not answer")


@contextmanager
def files_of(folder: Path) -> Iterator[str]:
    """A server of `folder`; its URL."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def test_the_wacz_is_valid_by_its_own_tool(tools: Path, wacz: Path) -> None:
    ended = subprocess.run(
        [tools / "venv/bin/wacz", "validate", "-f", wacz], capture_output=True, text=True, check=False
    )

    assert ended.stdout.strip().endswith("Validation succeeded, the passed WACZ is valid"), ended.stdout


def test_pywb_shows_every_page_in_a_browser(tools: Path, wacz: Path, tmp_path: Path) -> None:
    with pywb(tools, wacz, tmp_path / "pywb") as collection:
        seen = shown(tools, [f"{collection}/{stamp}/{url}" for url, stamp, _, _ in WANTED])

    assert seen == [[heading, width] for _, _, heading, width in WANTED]


def test_replayweb_page_shows_every_page_in_a_browser(tools: Path, wacz: Path, tmp_path: Path) -> None:
    (tmp_path / "replay").mkdir()
    shutil.copy(tools / "package/ui.js", tmp_path)
    shutil.copy(tools / "package/sw.js", tmp_path / "replay")
    shutil.copy(wacz, tmp_path)
    for number, (url, stamp, _, _) in enumerate(WANTED):
        page = f'<replay-web-page source="/daily.wacz" url="{url}" ts="{stamp}" embed="replayonly"></replay-web-page>'
        (tmp_path / f"{number}.html").write_text(f'<!doctype html><script src="/ui.js"></script>{page}')

    with files_of(tmp_path) as base:
        seen = shown(tools, [f"{base}/{number}.html" for number in range(len(WANTED))])

    assert seen == [[heading, width] for _, _, heading, width in WANTED]
