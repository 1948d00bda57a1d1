"""WARC 1.1 records (ISO 28500:2017) as bytes, each a compressed member of its own.

The values that go in are what a server said: nothing in them can add a line or another record.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from crawler.archive.exchange import Exchange
from crawler.archive.fields import FIELDS_TYPE
from crawler.archive.http_head import one_line, request_head, response_head
from crawler.archive.member import Compression, member

RevisitProfile = Literal["identical-payload-digest", "server-not-modified"]

PROFILE_BASE = "http://netpreserve.org/warc/1.1/revisit/"
PLAIN_ENCODINGS = frozenset({"", "identity", "none"})
# Formats that are compressed in themselves; a body like this only costs time to compress once more.
PACKED_TYPES = ("image/", "video/", "audio/", "font/", "application/zip", "application/gzip", "application/pdf")
UNPACKED_TYPES = ("image/svg",)


def digest_of(data: bytes) -> str:
    """`data`'s digest as the records hold it: "sha256:" and 64 hex digits.

    SHA-256, since payloads are told apart by it and SHA-1 collisions can be bought; `warcio check` and FastWARC
    verify either.
    """
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def warcinfo(
    filename: str, record_id: str, created: datetime, fields: Mapping[str, str], compression: Compression
) -> bytes:
    """The record that begins a file: its name and, as `fields`, what made it."""
    headers = {"WARC-Filename": filename, "Content-Type": FIELDS_TYPE}
    return _record("warcinfo", record_id, created, headers, _fields_block(fields.items()), compression)


def metadata(
    url: str,
    record_id: str,
    at: datetime,
    concurrent_to: str,
    fields: Iterable[tuple[str, str]],
    compression: Compression,
) -> bytes:
    """What is known beside a response of `url`. `concurrent_to` is the record id of that; names may come again."""
    headers = {
        "WARC-Target-URI": one_line(url),
        "WARC-Concurrent-To": _uri(concurrent_to),
        "Content-Type": FIELDS_TYPE,
    }
    return _record("metadata", record_id, at, headers, _fields_block(fields), compression)


def response(exchange: Exchange, record_id: str, payload_digest: str, compression: Compression) -> bytes:
    """What came back, its body as served. `payload_digest` is `digest_of` the body."""
    block = response_head(exchange, has_body=True) + exchange.body
    headers = _exchange_headers(exchange, "response") | {"WARC-Payload-Digest": payload_digest}
    if exchange.truncated:
        headers["WARC-Truncated"] = exchange.truncated
    return _record(
        "response", record_id, exchange.fetched_at, headers, block, compression, is_packed=is_packed(exchange)
    )


def request(exchange: Exchange, record_id: str, concurrent_to: str, compression: Compression) -> bytes:
    """What was asked. `concurrent_to` is the record id of the answer."""
    headers = _exchange_headers(exchange, "request") | {"WARC-Concurrent-To": _uri(concurrent_to)}
    block = request_head(exchange, _target(exchange.url))
    return _record("request", record_id, exchange.fetched_at, headers, block, compression)


def revisit(
    exchange: Exchange,
    record_id: str,
    refers_to_id: str,
    refers_to_uri: str,
    refers_to_date: datetime,
    profile: RevisitProfile,
    payload_digest: str,
    compression: Compression,
) -> bytes:
    """What came back when its payload is stored already, under the record that `refers_to_…` tells of.

    Only its head is stored; `payload_digest` is that of the payload stored. Not for a truncated body.
    """
    headers = _exchange_headers(exchange, "response") | {
        "WARC-Profile": PROFILE_BASE + profile,
        "WARC-Refers-To": _uri(refers_to_id),
        "WARC-Refers-To-Target-URI": one_line(refers_to_uri),
        "WARC-Refers-To-Date": warc_date(refers_to_date),
        "WARC-Payload-Digest": payload_digest,
    }
    block = response_head(exchange, has_body=False)
    return _record("revisit", record_id, exchange.fetched_at, headers, block, compression)


def is_packed(exchange: Exchange) -> bool:
    """Whether the body is compressed already."""
    if exchange.header("content-encoding").strip().lower() not in PLAIN_ENCODINGS:
        return True
    kind = exchange.header("content-type").strip().lower()
    return kind.startswith(PACKED_TYPES) and not kind.startswith(UNPACKED_TYPES)


def warc_date(value: datetime) -> str:
    """An aware `value` in UTC to the microsecond, which WARC 1.1 allows: two fetches of a second stay apart."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _record(
    kind: str,
    record_id: str,
    date: datetime,
    headers: Mapping[str, str],
    block: bytes,
    compression: Compression,
    *,
    is_packed: bool = False,
) -> bytes:
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": _uri(record_id),
        "WARC-Date": warc_date(date),
        **headers,
        "WARC-Block-Digest": digest_of(block),
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    return member(
        b"".join((head.encode("utf-8", "backslashreplace"), block, b"\r\n\r\n")), compression, is_packed=is_packed
    )


def _exchange_headers(exchange: Exchange, kind: Literal["request", "response"]) -> dict[str, str]:
    headers = {
        "WARC-Target-URI": one_line(exchange.url),
        "Content-Type": f"application/http;msgtype={kind}",
    }
    if exchange.ip:
        headers["WARC-IP-Address"] = exchange.ip
    return headers


def _fields_block(fields: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{one_line(name)}: {one_line(value)}\r\n" for name, value in fields).encode("utf-8", "replace")


def _uri(record_id: str) -> str:
    return f"<{record_id}>"


def _target(url: str) -> str:
    parts = urlsplit(one_line(url))
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
