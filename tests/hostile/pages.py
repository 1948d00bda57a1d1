"""Pages that are made to hurt whoever reads them."""

import gzip
import json
import zlib
from collections.abc import Iterator

import brotli

from crawler.bodies.stream import zstd
from tests.server import news_page

TITLE, PATH = "A killer of a story", "/killer-of-a-long-story/"


def with_story(inside: str = "", head: str = "") -> bytes:
    """A sound article with `inside` after its text, and `head` in its head."""
    page = news_page(TITLE, "The mayor", path=PATH)
    return page.replace("</head>", f"{head}</head>").replace("</article>", f"</article>{inside}").encode()


def killers() -> dict[str, bytes]:
    """Pages by name, each of at most 10 MB, that cost a careless reader a minute or a gigabyte."""
    script = '<script type="application/ld+json">{}</script>'
    many = [{"@type": "NewsArticle", "headline": f"Story {number}", "author": "x" * 80} for number in range(80_000)]
    return {
        "attributes": with_story(f"<div {' '.join(f'a{number}=1' for number in range(100_000))}>x</div>"),
        "line": with_story(f"<p>{'word ' * 1_990_000}</p>"),
        "nested": with_story("<div>" * 100_000 + "deep"),
        "links": with_story("".join(f'<a href="/story-number-{n}-of-the-week/">Page</a>' for n in range(100_000))),
        "deep-json": with_story(head=script.format('{"a":' * 100_000 + "1" + "}" * 100_000)),
        "long-json": with_story(head=script.format(json.dumps(many)[:9_500_000])),
        "broken-json": with_story(head=script.format('{"a":"b" "c' * 900_000)),
        "comments": with_story("<!--" * 500_000),
        "tags": with_story("<p>" * 1_000_000),
        "entities": b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
        + b"]><body>&k;</body>",
    }


def gzip_bomb(size_bytes: int, layers: int = 1) -> bytes:
    """`size_bytes` of zeros, gzipped `layers` times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1_000_000)
    bomb = b"".join(packer.compress(zeros) for _ in range(size_bytes // 1_000_000)) + packer.flush()
    for _ in range(layers - 1):
        bomb = gzip.compress(bomb)
    return bomb


def brotli_bomb(size_bytes: int) -> bytes:
    """`size_bytes` of zeros in brotli."""
    packer = brotli.Compressor(quality=5)
    zeros = bytes(1_000_000)
    return b"".join(bytes(packer.process(zeros)) for _ in range(size_bytes // 1_000_000)) + bytes(packer.finish())


def zstd_bomb(size_bytes: int) -> bytes:
    """`size_bytes` of zeros in zstd."""
    return bytes(zstd.compress(bytes(1_000_000))) * (size_bytes // 1_000_000)


def endless(piece: bytes = b"x" * 65_536) -> Iterator[bytes]:
    """`piece` for ever."""
    while True:
        yield piece


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a "http://127.0.0.1/">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10))
    + b'<!ENTITY file SYSTEM "file:///etc/passwd">]><urlset><url><loc>&k;&file;</loc></url>'
    + b"<url><loc>{base}/harbour-opens-after-long-storm/</loc></url></urlset>"
)
