import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.bodies import beginning_of, decoded_body, gunzipped
from crawler.bodies.stream import zstd
from crawler.errors import RetryLater, TooLarge, Undecodable
from crawler.items import Page

TEXT = "<p>Der Hafen öffnet wieder, sagte die Hafenmeisterin am Dienstag.</p>".encode() * 300
LIMIT = 1_000_000


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw deflate": raw_deflate,
    "br": lambda data: bytes(brotli.compress(data, quality=1)),
    "zstd": zstd.compress,
}


def page(body: bytes, *encodings: str) -> Page:
    headers = tuple(("content-encoding", encoding.removeprefix("raw ")) for encoding in encodings)
    return Page(
        "https://daily.example/a", "https://daily.example/a", 200, headers, body, datetime(2025, 3, 4, tzinfo=UTC)
    )


@pytest.mark.parametrize("name", ENCODERS)
def test_every_encoding_gives_the_bytes_back(name: str) -> None:
    assert decoded_body(page(ENCODERS[name](TEXT), name), LIMIT) == TEXT


@pytest.mark.parametrize("name", ENCODERS)
def test_a_stream_cut_off_anywhere_never_passes_as_whole(name: str) -> None:
    whole = ENCODERS[name](TEXT)

    for length in range(1, len(whole)):
        with pytest.raises(RetryLater):
            decoded_body(page(whole[:length], name), LIMIT)


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_a_body_labelled_compressed_that_plainly_is_not_is_taken_as_it_is(name: str) -> None:
    assert decoded_body(page(TEXT, name), LIMIT) == TEXT


def test_encodings_are_undone_from_the_last_to_the_first() -> None:
    body = zstd.compress(brotli.compress(gzip.compress(TEXT)))

    assert decoded_body(page(body, "gzip, br", "zstd"), LIMIT) == TEXT


def test_a_label_given_twice_for_one_compression_does_no_harm() -> None:
    assert decoded_body(page(gzip.compress(TEXT), "gzip", "gzip"), LIMIT) == TEXT


def test_more_than_three_encodings_are_not_undone() -> None:
    with pytest.raises(Undecodable, match="4 content encodings"):
        decoded_body(page(TEXT, "gzip, gzip, gzip, gzip"), LIMIT)


@pytest.mark.parametrize("name", ["", "identity", "none", "identity, ", "UTF-8"])
def test_a_label_that_means_nothing_leaves_the_body(name: str) -> None:
    assert decoded_body(page(TEXT, name), LIMIT) == TEXT


def test_an_unknown_encoding_of_bytes_that_are_no_text_is_undecodable() -> None:
    with pytest.raises(Undecodable, match="'compress'"):
        decoded_body(page(gzip.compress(TEXT), "compress"), LIMIT)


def test_what_follows_a_whole_gzip_stream_is_dropped_and_a_second_stream_is_not() -> None:
    body = gzip.compress(TEXT) + gzip.compress(b"more") + b"\0\0\0garbage"

    assert decoded_body(page(body, "gzip"), LIMIT) == TEXT + b"more"


def test_a_changed_byte_inside_is_noticed() -> None:
    body = bytearray(gzip.compress(TEXT))
    body[len(body) // 2] ^= 0xFF

    with pytest.raises(RetryLater, match=r"damaged|cut off"):
        decoded_body(page(bytes(body), "gzip"), LIMIT)


def test_an_empty_body_is_empty_whatever_its_label() -> None:
    assert decoded_body(page(b"", "gzip"), LIMIT) == b""


@pytest.mark.parametrize("name", ENCODERS)
def test_the_bound_is_on_the_decoded_bytes(name: str) -> None:
    body = page(ENCODERS[name](TEXT), name)

    assert decoded_body(body, len(TEXT)) == TEXT
    with pytest.raises(TooLarge):
        decoded_body(body, len(TEXT) - 1)


def test_the_bound_holds_without_an_encoding() -> None:
    with pytest.raises(TooLarge):
        decoded_body(page(TEXT), len(TEXT) - 1)


@pytest.mark.parametrize("name", ENCODERS)
def test_a_bomb_is_left_long_before_it_is_unpacked(name: str) -> None:
    body = ENCODERS[name](bytes(50_000_000))

    with pytest.raises(TooLarge):
        decoded_body(page(body, name), LIMIT)


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_a_body_of_empty_streams_without_end_is_left(name: str) -> None:
    with pytest.raises(TooLarge):
        decoded_body(page(ENCODERS[name](b"") * 20_000, name), LIMIT)


def test_a_window_beyond_what_servers_may_ask_for_is_refused() -> None:
    compressor = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log.value: 27})
    body = compressor.compress(bytes(1000)) + compressor.flush()

    with pytest.raises(RetryLater):
        decoded_body(page(body, "zstd"), LIMIT)


def test_a_gzip_file_is_unzipped_and_another_left() -> None:
    assert gunzipped(gzip.compress(TEXT), LIMIT, "here") == TEXT
    assert gunzipped(TEXT, LIMIT, "here") == TEXT


@given(st.binary(max_size=300), st.lists(st.sampled_from([*ENCODERS, "compress", "", "UTF-8"]), max_size=4))
def test_any_bytes_give_bytes_or_an_answer(body: bytes, names: list[str]) -> None:
    with suppress(RetryLater, TooLarge, Undecodable):
        decoded_body(page(body, *names), 1000)


@pytest.mark.parametrize("name", ENCODERS)
def test_of_a_bomb_the_beginning_can_be_had(name: str) -> None:
    bomb = ENCODERS[name](TEXT + bytes(20_000_000))

    assert beginning_of(bomb, name, len(TEXT)) == TEXT


def test_the_beginning_of_what_is_cut_off_or_damaged_is_what_came_before() -> None:
    assert beginning_of(gzip.compress(TEXT)[:-8], "gzip", 10_000_000) == TEXT
    assert beginning_of(gzip.compress(gzip.compress(TEXT)), "gzip, gzip", 10_000_000) == TEXT
    assert beginning_of(TEXT, "gzip", 4) == TEXT[:4]
