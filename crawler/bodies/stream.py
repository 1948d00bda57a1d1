"""Streams: one interface to zlib, brotli and zstd, whose output comes in pieces of bounded size."""

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

STEP_BYTES = 65_536  # fed at once; also what is copied when a member ends inside a step
SLACK_BYTES = 32 * STEP_BYTES  # what a piece may be longer than a step: brotli takes its bound as advice
MAX_MEMBERS = 10_000  # gzip members or zstd frames: 20 bytes each would cost a copy of a step each
ZSTD_WINDOW_LOG_MAX = 23  # 8 MB, the most that RFC 9659 lets a server ask of us
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGICS = (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + low,)) + b"\x2a\x4d\x18" for low in range(16)))  # and skippable


class Damaged(Exception):
    """The bytes are not what the decoder expects."""


class CutOff(Exception):
    """The input ended before the stream did."""


class TooMuch(Exception):
    """More output, or more streams one after the other, than allowed."""


class Decompressor(Protocol):
    """What zlib, brotli and zstd come down to here."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The next pieces of output, each of bounded size."""

    @property
    def is_whole(self) -> bool:
        """Whether the stream's own end was seen."""

    @property
    def rest(self) -> bytes:
        """What was fed beyond the end."""


@dataclass(frozen=True, slots=True)
class Stream:
    """How to begin a stream, and the bytes that it begins with: another may follow the first."""

    begin: Callable[[], Decompressor]
    magics: tuple[bytes, ...] = ()


def expand(body: bytes, stream: Stream, limit_bytes: int) -> bytes:
    """What `body` holds: all of its streams, one after the other, without what follows the last.

    Raises Damaged, CutOff, or TooMuch beyond `limit_bytes`.
    """
    try:
        return b"".join(_pieces(body, stream, limit_bytes))
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        raise Damaged("is damaged") from error


def beginning(body: bytes, stream: Stream, limit_bytes: int) -> bytes:
    """The first `limit_bytes` of what `body` holds, or as much as can be had where it is damaged or cut off."""
    found = bytearray()
    with suppress(zlib.error, brotli.error, zstd.ZstdError, EOFError, CutOff, TooMuch):
        for piece in _pieces(body, stream, limit_bytes + SLACK_BYTES):
            found += piece
    return bytes(found[:limit_bytes])


def may_begin(head: bytes, magics: tuple[bytes, ...]) -> bool:
    """Whether a stream begins with `head`, which may be cut off inside its magic number; False for no bytes."""
    return bool(head) and any(head[: len(magic)] == magic[: len(head)] for magic in magics)


def _pieces(body: bytes, stream: Stream, limit_bytes: int) -> Iterator[bytes]:
    decompressor, size, members, at = stream.begin(), 0, 1, 0
    while at < len(body):
        data = body[at : at + STEP_BYTES]
        at += len(data)
        for piece in decompressor.feed(data):
            size += len(piece)
            if size > limit_bytes:
                raise TooMuch
            yield piece
        if decompressor.is_whole:
            at -= len(decompressor.rest)
            if not may_begin(body[at : at + 4], stream.magics):
                return
            decompressor, members = stream.begin(), members + 1
            if members > MAX_MEMBERS:
                raise TooMuch
    if not decompressor.is_whole:
        raise CutOff("is cut off")


class _Zlib:
    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while True:
            piece = self._inner.decompress(data, STEP_BYTES)
            data = self._inner.unconsumed_tail
            yield piece
            # A full piece may leave output inside zlib although all input is consumed.
            if self._inner.eof or (not data and len(piece) < STEP_BYTES):
                return

    @property
    def is_whole(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data


class _Brotli:
    rest = b""  # brotli itself refuses bytes beyond its end

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield self._inner.process(data, output_buffer_limit=STEP_BYTES)
        while not self._inner.can_accept_more_data() and not self._inner.is_finished():
            yield self._inner.process(b"", output_buffer_limit=STEP_BYTES)

    @property
    def is_whole(self) -> bool:
        return bool(self._inner.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self._inner = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG_MAX})

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield self._inner.decompress(data, STEP_BYTES)
        while not self._inner.eof and not self._inner.needs_input:
            yield self._inner.decompress(b"", STEP_BYTES)

    @property
    def is_whole(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data


STREAMS = {
    "gzip": Stream(lambda: _Zlib(31), (GZIP_MAGIC,)),
    "x-gzip": Stream(lambda: _Zlib(31), (GZIP_MAGIC,)),
    "zlib": Stream(lambda: _Zlib(15)),
    "raw deflate": Stream(lambda: _Zlib(-15)),
    "br": Stream(_Brotli),
    "zstd": Stream(_Zstd, ZSTD_MAGICS),
}
