"""Content encodings: from the bytes as they were served to those of the page or file."""

import re

from crawler.bodies.stream import STREAMS, CutOff, Damaged, Stream, TooMuch, beginning, expand, may_begin
from crawler.bounds import TooLargeForNow
from crawler.errors import RetryLater, TooLarge, Undecodable
from crawler.items import Page

MAX_ENCODINGS = 3  # more layers than any server has a reason for
MIN_PLAIN_BYTES = 64
CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def decoded_body(page: Page, limit_bytes: int, large_bytes: int | None = None) -> bytes:
    """The body of `page` without its Content-Encoding (gzip, deflate, br, zstd, up to three of them).

    A body that is plainly not in the encoding it is labelled with is taken as it is; bytes after a whole gzip
    stream are dropped. Raises RetryLater when the stream is cut off or damaged, TooLarge beyond `limit_bytes`
    at any step, TooLargeForNow beyond `large_bytes`, Undecodable for an encoding that we do not know.
    """
    if large_bytes is not None and large_bytes < limit_bytes:
        try:
            return decoded_body(page, large_bytes)
        except TooLarge as error:
            raise TooLargeForNow from error
    names = _encodings(page.header("content-encoding"))
    if len(names) > MAX_ENCODINGS:
        raise Undecodable(f"{len(names)} content encodings at {page.url}")
    body = page.body
    for name in reversed(names):
        body = _without(name, body, limit_bytes, page.url)
    if len(body) > limit_bytes:
        raise TooLarge(f"body beyond {limit_bytes} bytes at {page.url}")
    return body


def beginning_of(body: bytes, content_encoding: str, limit_bytes: int) -> bytes:
    """The first `limit_bytes` of a body that was served so, or as much of them as can be read. Never fails."""
    for name in reversed(_encodings(content_encoding)[:MAX_ENCODINGS]):
        stream = _stream(name, body)
        if stream is not None and (not stream.magics or may_begin(body[:4], stream.magics)):
            body = beginning(body, stream, limit_bytes) or body  # not packed at all, whatever the label says
    return body[:limit_bytes]


def gunzipped(body: bytes, limit_bytes: int, where: str, large_bytes: int | None = None) -> bytes:
    """`body` unzipped when it is a gzip file (a .xml.gz), else as it is. Raises as `decoded_body` does."""
    if large_bytes is not None and large_bytes < limit_bytes:
        try:
            return gunzipped(body, large_bytes, where)
        except TooLarge as error:
            raise TooLargeForNow from error
    return _without("gzip", body, limit_bytes, where)


def _without(name: str, body: bytes, limit_bytes: int, where: str) -> bytes:
    if not body:
        return body
    stream = _stream(name, body)
    if stream is None:
        if _is_plain(body):  # "Content-Encoding: UTF-8", a known slip
            return body
        raise Undecodable(f"content encoding {name!r} at {where}")
    if stream.magics and not may_begin(body[:4], stream.magics):
        return body
    try:
        return expand(body, stream, limit_bytes)
    except (Damaged, CutOff) as error:
        if not stream.magics and _is_plain(body):
            return body
        raise RetryLater(f"{name} body {error} at {where}") from error
    except TooMuch as error:
        raise TooLarge(f"{name} body beyond {limit_bytes} bytes at {where}") from error


def _encodings(header: str) -> list[str]:
    names = [name.strip().lower() for name in header.split(",")]
    return [name for name in names if name not in ("", "identity", "none")]


def _stream(name: str, body: bytes) -> Stream | None:
    if name == "deflate":  # zlib by the standard (RFC 9110), without its wrapper from many a server
        name = "zlib" if _has_zlib_header(body) else "raw deflate"
    return STREAMS.get(name)


def _has_zlib_header(body: bytes) -> bool:
    return len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _is_plain(body: bytes) -> bool:
    # 256 compressed bytes hold no control byte once in 10^13 times; 64, the shortest that we look at, once in 2000.
    return len(body) >= MIN_PLAIN_BYTES and not CONTROL_BYTE.search(body[:256])
