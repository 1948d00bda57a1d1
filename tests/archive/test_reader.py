"""Archives of others, and hostile ones."""

import gzip
import io
import resource
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive.captured import page_of, with_payload
from crawler.archive.reader import MAX_BLOCK_BYTES, Unreadable, captures, read_at
from crawler.archive.warc import digest_of, response
from tests.archive.exchanges import NOON, PAGE, Archive, exchange, packed, record_id

WGET = Path(__file__).with_name("wget.warc.gz")  # wget 1.21 of a redirect, a page in chunks, twice, and a 404


def plain_record(block: bytes, *fields: str) -> bytes:
    head = ["WARC/1.0", "WARC-Type: response", "WARC-Target-URI: https://daily.example/", *fields, "", ""]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def test_a_file_of_wget_is_read_with_its_chunks_undone() -> None:
    read = list(captures(WGET))

    assert [one.kind for one in read[:5]] == ["warcinfo", "request", "response", "request", "response"]
    redirect, story = read[2].exchange, read[4].exchange
    assert redirect is not None
    assert (redirect.status, redirect.url) == (301, "http://127.0.0.1:8081/old")
    assert story is not None
    assert story.body.startswith(b"<!doctype html><title>Quay</title>")
    assert story.body.endswith(b"The quay opens in the spring. ")
    page = page_of(read[4])
    assert (page.status, page.header("content-type")) == (200, "text/html; charset=utf-8")
    assert page.fetched_at.tzinfo is not None


def test_every_record_of_wget_can_be_read_by_itself() -> None:
    for one in captures(WGET):
        assert read_at(WGET, one.offset, one.length) == one


def test_a_file_in_the_manner_of_common_crawl_is_read(tmp_path: Path) -> None:
    path = tmp_path / "CC-NEWS-20260304120000-00001.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders(
            "200 OK",
            [("Content-Type", "text/html"), ("X-Crawler-Content-Encoding", "gzip"), ("Content-Length", str(len(PAGE)))],
            protocol="HTTP/1.1",
        )
        writer.write_record(
            writer.create_warc_record(
                "https://daily.example/quay/", "response", io.BytesIO(PAGE), http_headers=headers,
                warc_headers_dict={"WARC-Date": "2026-03-04T12:00:00Z"},
            )
        )  # fmt: skip
        writer.write_record(
            writer.create_warc_record(
                "https://daily.example/a.png", "resource", io.BytesIO(b"png"), warc_content_type="image/png"
            )
        )
        writer.write_record(
            writer.create_warc_record(
                "https://daily.example/quay/",
                "metadata",
                io.BytesIO(b"a: b\r\n"),
                warc_content_type="application/warc-fields",
            )
        )

    answer, file_, about = captures(path)

    assert page_of(answer).body == PAGE
    assert answer.at == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert page_of(file_).headers == (("content-type", "image/png"),)
    assert about.exchange is None
    with pytest.raises(ValueError, match="metadata"):
        page_of(about)


@pytest.mark.parametrize("ending", ["warc", "warc.gz"])
def test_plain_files_and_files_compressed_in_one_piece_are_read(ending: str, tmp_path: Path) -> None:
    raw = gzip.decompress(WGET.read_bytes())
    path = tmp_path / f"wget.{ending}"
    path.write_bytes(raw if ending == "warc" else gzip.compress(raw))

    read = list(captures(path))

    assert [one.record_id for one in read] == [one.record_id for one in captures(WGET)]
    if ending == "warc":
        assert all(read_at(path, one.offset, one.length).record_id == one.record_id for one in read)


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_a_torn_record_at_the_end_is_an_error_unless_tolerated(compression: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, compression="zstd" if compression == "zstd" else "gzip")
    archive.add(packed("https://daily.example/a/", bytes(range(256)) * 200), packed("https://daily.example/b/", PAGE))
    whole = archive.path.read_bytes()
    records = list(captures(archive.path))
    last = records[-1]

    for size in (last.offset + 30, last.offset + last.length // 2, records[1].offset + records[1].length // 2):
        archive.path.write_bytes(whole[:size])
        kept = [one.record_id for one in records if one.offset + one.length <= size]

        assert [one.record_id for one in captures(archive.path, tolerate_torn=True)] == kept
        with pytest.raises(Unreadable):
            list(captures(archive.path))


def test_damage_ends_the_reading_after_what_is_whole(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.add(packed("https://daily.example/a/", PAGE), packed("https://daily.example/b/", PAGE))
    records = list(captures(archive.path))
    data = bytearray(archive.path.read_bytes())
    data[records[3].offset + 100] ^= 0xFF
    archive.path.write_bytes(data)

    read: list[str] = []
    with pytest.raises(Unreadable) as error:
        read.extend(one.record_id for one in captures(archive.path, tolerate_torn=True))

    assert read == [one.record_id for one in records[:3]]
    assert error.value.offset == records[3].offset


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    start, zeros = b"HTTP/1.1 200 OK\r\n\r\n", 400_000_000
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    path = tmp_path / "bomb.warc.gz"
    with path.open("wb") as file:
        fields = ("Content-Type: application/http", f"Content-Length: {len(start) + zeros}")
        file.write(packer.compress(plain_record(b"", *fields)[:-4] + start))
        for _ in range(zeros // 10_000_000):
            file.write(packer.compress(bytes(10_000_000)))
        file.write(packer.compress(b"\r\n\r\n") + packer.flush())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    (one,) = captures(path, tolerate_torn=True)

    assert one.exchange is not None
    assert one.exchange.truncated == "length"
    assert len(one.exchange.body) <= MAX_BLOCK_BYTES
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4 * MAX_BLOCK_BYTES / 1024


FIELDS = st.sampled_from(
    [
        "Content-Length: 5", "Content-Length: 99999999999999", "Content-Length: -1", "Content-Length: x", "X", ": y",
        "Content-Type: application/http;msgtype=response", "WARC-Date: 2026-03-04T12:00:00Z", "WARC-Date: 9999-99-99",
        "WARC-Type: revisit", "WARC-Type: request", "WARC-Truncated: unspecified", "WARC-Refers-To-Date: x",
        "WARC-Profile: server-not-modified", "WARC-Record-ID: \xff", " folded",
    ]
)  # fmt: skip
BLOCKS = st.binary(max_size=60) | st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n\r\nbody",
        b"HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nquay",
        b"GET / HTTP/1.1\r\n",
    ]
)


@given(
    parts=st.lists(st.tuples(BLOCKS, st.lists(FIELDS, max_size=6)) | st.binary(max_size=80), max_size=4),
    is_packed=st.booleans(),
)
def test_whatever_a_file_holds_it_is_read_or_unreadable(
    parts: list[tuple[bytes, list[str]] | bytes], is_packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = [part if isinstance(part, bytes) else plain_record(part[0], *part[1]) for part in parts]
    path = tmp_path_factory.mktemp("any") / ("a.warc.gz" if is_packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(one) if is_packed else one for one in raw))

    with suppress(Unreadable):
        for one in captures(path):
            with suppress(ValueError):
                page_of(one)


def test_a_revisit_becomes_the_response_that_it_stands_for(tmp_path: Path) -> None:
    page = packed("https://daily.example/a/", PAGE)
    archive = Archive(tmp_path)
    (first,) = archive.add(page)
    later = replace(page, fetched_at=NOON + timedelta(days=1), response_headers=(*page.response_headers, ("ETag", "2")))
    unmodified = exchange(page.url, b"", (("ETag", "2"),), 304, NOON + timedelta(days=2))
    archive.add_revisit(later, first, page)
    archive.add_revisit(unmodified, first, page, "server-not-modified")

    original, *_, again, still = [one for one in captures(archive.path) if one.kind in ("response", "revisit")]

    assert page_of(with_payload(again, original)) == page_of(replace(original, exchange=later, at=later.fetched_at))
    seen = page_of(with_payload(still, original))
    assert (seen.status, seen.body, seen.fetched_at) == (200, page.body, unmodified.fetched_at)
    with pytest.raises(ValueError, match="revisit"):
        with_payload(original, again)


def test_no_record_lies_where_none_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    one = response(exchange(), record_id(1), digest_of(PAGE), "gzip")
    path.write_bytes(one)

    for offset, length in ((3, 100), (len(one), 10), (0, 40), (10**9, 10)):
        with pytest.raises(Unreadable):
            read_at(path, offset, length)
