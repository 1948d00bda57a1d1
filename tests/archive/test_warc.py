"""What is written is read back the same, by us and by others."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast, get_args

import pytest
from fastwarc import ArchiveIterator as FastIterator
from fastwarc import WarcRecordType
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from crawler.archive.exchange import Exchange, Truncated
from crawler.archive.http_head import kept_headers
from crawler.archive.member import Compression
from crawler.archive.reader import captures, read_at
from crawler.archive.warc import digest_of, request, response, revisit, warcinfo
from tests.archive.exchanges import HTML, NOON, PACKED, Archive, exchange, packed, record_id

LATIN = st.text(st.characters(max_codepoint=0xFF), max_size=40)
NAMES = st.text("abcXYZ-09!#_ :\r\n\té", min_size=1, max_size=12)
HEADERS = st.lists(st.tuples(NAMES, LATIN) | st.just(("Content-Length", "7")), max_size=5).map(tuple)
EXCHANGES = st.builds(
    Exchange,
    url=st.sampled_from(
        ["https://daily.example/a?b=c", "http://daily.example/\r\nX: 1", "https://é.example/ü v\ud800"]
    ),
    method=st.sampled_from(["GET", "HEAD", "G\r\nET"]),
    request_headers=HEADERS,
    http_version=st.sampled_from(["HTTP/1.1", "HTTP/1.0", "HTTP/2", "h2\r\n"]),
    status=st.integers(100, 599),
    reason=LATIN,
    response_headers=HEADERS,
    body=st.binary(max_size=2000) | st.just(b"\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n"),
    fetched_at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    truncated=st.sampled_from([None, *get_args(Truncated)]),
    ip=st.sampled_from([None, "192.0.2.7", "2001:db8::1"]),
)


def by_warcio(data: bytes) -> tuple[Any, bytes]:
    """The one record in `data` as warcio sees it, and its unpacked body."""
    for record in WarcioIterator(io.BytesIO(data)):
        return record, record.content_stream().read()
    raise AssertionError("no record")


COMPRESSIONS = cast("tuple[Compression, ...]", get_args(Compression))


@pytest.mark.parametrize("compression", COMPRESSIONS)
@given(one=EXCHANGES)
def test_any_exchange_is_read_back_as_it_was_kept(
    compression: Compression, one: Exchange, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a.warc.{'gz' if compression == 'gzip' else 'zst'}"
    record = response(one, record_id(1), digest_of(one.body), compression)
    path.write_bytes(record + request(one, record_id(2), record_id(1), compression))

    answer, asked = captures(path)

    assert answer.kind == "response"
    assert (answer.record_id, answer.digest, answer.at) == (record_id(1), digest_of(one.body), one.fetched_at)
    assert (answer.offset, answer.length) == (0, len(record))
    assert answer.exchange is not None
    assert answer.exchange.body == one.body
    assert answer.exchange.response_headers == kept_headers(one.response_headers, len(one.body))
    assert (answer.exchange.status, answer.exchange.truncated) == (one.status, one.truncated)
    assert answer.exchange.ip == one.ip
    assert "\n" not in answer.url
    assert (asked.kind, asked.concurrent_to) == ("request", record_id(1))
    assert asked.exchange is not None
    assert asked.exchange.request_headers == kept_headers(one.request_headers, None)
    assert read_at(path, answer.offset, answer.length) == answer


def test_warcio_check_and_fastwarc_verify_every_digest(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    page, plain = packed("https://daily.example/a/", b"<p>" + b"words " * 30_000), exchange()
    first, _ = archive.add(page, plain)
    archive.add(exchange(body=b""), exchange(truncated="length"), exchange(body=b"x" * 70_000, headers=PACKED))
    archive.add_revisit(replace(page, fetched_at=NOON + timedelta(days=1)), first, page)

    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", archive.path], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") == 11
    with archive.path.open("rb") as file:
        blocks = [record.verify_block_digest(consume=True) for record in FastIterator(file, parse_http=False)]
    assert blocks == [True] * 12
    with archive.path.open("rb") as file:
        answers = FastIterator(file, record_types=WarcRecordType.response)
        payloads = [record.verify_payload_digest(consume=True) for record in answers]
    assert payloads == [True] * 5


def test_warcio_reads_the_body_as_it_was_served_and_unpacks_it() -> None:
    page = packed("https://daily.example/a/", b"<p>quay")

    record, body = by_warcio(response(page, record_id(1), digest_of(page.body), "gzip"))

    assert record.rec_headers.get_header("WARC-Target-URI") == page.url
    assert record.http_headers.get_header("Content-Encoding") == "gzip"
    assert body == b"<p>quay"


def test_no_header_of_a_server_begins_another_line() -> None:
    hostile = exchange(headers=(("X-A\r\nX-B: 1\r\n", "v\r\n\r\nHTTP/1.1 200 OK\r\nX-C: 2\0"),))

    record, body = by_warcio(response(hostile, record_id(1), digest_of(hostile.body), "gzip"))

    assert record.http_headers.headers == [("X-AX-B1", "v    HTTP/1.1 200 OK  X-C: 2")]
    assert body == hostile.body


def test_headers_that_do_not_fit_the_stored_body_are_renamed() -> None:
    headers = (("Transfer-Encoding", "chunked"), ("content-length", "99"), ("Content-Length", "5"))

    assert kept_headers(headers, 5) == (
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("X-Archive-Orig-content-length", "99"),
        ("Content-Length", "5"),
    )


def test_a_revisit_keeps_the_head_and_names_its_original(tmp_path: Path) -> None:
    page = packed("https://daily.example/a/", b"<p>quay")
    later = replace(page, fetched_at=NOON + timedelta(days=1))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        revisit(later, record_id(2), record_id(1), page.url, NOON, "identical-payload-digest", "sha256:0", "gzip")
    )

    (read,) = captures(path)

    assert read.kind == "revisit"
    assert read.refers_to is not None
    assert (read.refers_to.record_id, read.refers_to.url) == (record_id(1), page.url)
    assert read.refers_to.at == NOON.replace(microsecond=0)
    assert read.exchange is not None
    assert (read.exchange.body, read.exchange.response_headers) == (b"", PACKED)


def test_the_warcinfo_tells_what_made_the_file() -> None:
    fields = {"software": "newskeep 1", "robots": "obeyed\r\nformat: x"}

    record, body = by_warcio(warcinfo("a.warc.gz", record_id(1), NOON, fields, "gzip"))

    assert record.rec_headers.protocol == "WARC/1.1"
    assert record.rec_headers.get_header("WARC-Filename") == "a.warc.gz"
    assert body == b"software: newskeep 1\r\nrobots: obeyed  format: x\r\n"


def test_a_body_that_is_compressed_is_stored_and_another_compressed() -> None:
    text = b"<p>the same words " * 5000
    as_text = response(exchange(body=text, headers=HTML), record_id(1), digest_of(text), "gzip")
    as_packed = response(exchange(body=text, headers=PACKED), record_id(1), digest_of(text), "gzip")

    assert len(as_text) < len(text) / 10
    assert len(text) < len(as_packed) < len(text) + 1000
