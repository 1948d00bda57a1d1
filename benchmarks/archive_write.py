"""What it costs to keep a page: ms of CPU and bytes, ours beside warcio's and FastWARC's.

    python benchmarks/archive_write.py [FOLDER OF .html FILES]

Ours is all that a crawl does: the payload's digest, a response and a request record, and the index line. The others
write a response record with digests. Without a folder, a page of 50 KB of noise stands for a compressed one.
"""

import gzip
import io
import os
import sys
import time
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.cdxj import cdxj_line
from crawler.archive.exchange import Exchange
from crawler.archive.http_head import response_head
from crawler.archive.member import Compression
from crawler.archive.warc import digest_of, request, response

ROUNDS, TIMES = 5, 100
NOW = datetime(2026, 3, 4, tzinfo=UTC)
SERVED = (
    ("Date", "Wed, 04 Mar 2026 07:00:00 GMT"), ("Content-Type", "text/html; charset=UTF-8"), ("Server", "nginx"),
    ("Cache-Control", "max-age=60"), ("Vary", "Accept-Encoding"), ("Strict-Transport-Security", "max-age=31536000"),
    ("ETag", '"5f2c-61b3a9"'), ("X-Cache", "HIT"), ("Link", '<https://daily.example/wp-json/>; rel="https://api.w.org/"'),
)  # fmt: skip
ASKED = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), ("Accept-Language", "en"),
    ("User-Agent", "newskeep/0.1.0"), ("Accept-Encoding", "gzip, deflate, br, zstd"), ("Host", "daily.example"),
)  # fmt: skip


def page(body: bytes, *, is_packed: bool) -> Exchange:
    headers = (*SERVED, ("Content-Encoding", "gzip")) if is_packed else SERVED
    url = "https://daily.example/2026/03/04/the-quay-opens-again/?page=2"
    return Exchange(url, "GET", ASKED, "HTTP/1.1", 200, "OK", headers, body, NOW, ip="192.0.2.7")


def ours(one: Exchange, compression: Compression) -> int:
    digest, record_id = digest_of(one.body), uuid4().urn
    answer = response(one, record_id, digest, compression)
    asked = request(one, uuid4().urn, record_id, compression)
    cdxj_line(one, "response", "daily-20260304T000000Z-001.warc.gz", 0, len(answer), digest)
    return len(answer) + len(asked)


def by_warcio(one: Exchange) -> int:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders("200 OK", list(one.response_headers), protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(one.url, "response", payload=io.BytesIO(one.body), http_headers=headers)
    )
    return out.tell()


def by_fastwarc(one: Exchange) -> int:
    out = io.BytesIO()
    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.headers["WARC-Target-URI"] = one.url
    record.set_bytes_content(response_head(one, has_body=True) + one.body)
    writer = GzipWriter(out, compression_level=1)
    record.write(writer, checksum_data=True)
    writer.finish()
    return len(out.getvalue())


def ms_a_page(write: Callable[[Exchange], int], pages: list[Exchange]) -> tuple[float, float]:
    """The best of some rounds, in ms of CPU a page, and the bytes a page."""
    best, size = float("inf"), 0.0
    for _ in range(ROUNDS):
        begun, count, size = time.process_time(), 0, 0.0
        while count < TIMES:
            for one in pages:
                size += write(one)
                count += 1
        best = min(best, (time.process_time() - begun) / count * 1000)
    return best, size / count


def show(title: str, pages: list[Exchange]) -> None:
    ways: Iterable[tuple[str, Callable[[Exchange], int]]] = (
        ("ours, gzip", lambda one: ours(one, "gzip")),
        ("ours, zstd", lambda one: ours(one, "zstd")),
        ("warcio", by_warcio),
        ("FastWARC, level 1", by_fastwarc),
    )
    print(f"{title}: {len(pages)} pages, {sum(len(one.body) for one in pages) // len(pages)} bytes each")  # noqa: T201
    for name, write in ways:
        ms, size = ms_a_page(write, pages)
        print(f"  {name:18} {ms:7.3f} ms  {size:9.0f} bytes")  # noqa: T201


def main() -> None:
    if len(sys.argv) > 1:
        files = sorted(Path(sys.argv[1]).rglob("*.html*"))[:50]
        bodies = [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]
        show("compressed by the server", [page(zlib.compress(body, 6, 31), is_packed=True) for body in bodies])
        show("not compressed", [page(body, is_packed=False) for body in bodies])
    else:
        show("compressed by the server", [page(os.urandom(50_000), is_packed=True)])


if __name__ == "__main__":
    main()
