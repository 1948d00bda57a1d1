import json
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import cdxj
from crawler.archive.cdxj import cdxj_line, entry_of, lines_of, merged, mime_of, read_line
from tests.archive.exchanges import NOON, PACKED, exchange


def test_a_line_has_the_form_that_pywb_reads() -> None:
    one = exchange("https://www.daily.example/Quay/?b=2&a=1", headers=PACKED)

    line = cdxj_line(one, "response", "daily.warc.gz", 272, 1000, "sha256:00")

    key, stamp, fields = line.decode().rstrip("\n").split(" ", 2)
    assert (key, stamp) == ("example,daily)/quay?a=1&b=2", "20260304120000")
    assert json.loads(fields) == {
        "url": "https://www.daily.example/Quay/?b=2&a=1",
        "mime": "text/html",
        "status": "200",
        "digest": "sha256:00",
        "length": "1000",
        "offset": "272",
        "filename": "daily.warc.gz",
    }


def test_a_line_is_read_back_as_its_entry() -> None:
    one = exchange("https://daily.example/ü?q=\u2028 \ud800", headers=(("Content-Type", "TEXT/HTML;a b"),))

    line = cdxj_line(one, "response", "daily.warc.gz", 272, 1000, "sha256:00")

    assert line.count(b"\n") == 1
    assert read_line(line) == entry_of(one, "response", "daily.warc.gz", 272, 1000, "sha256:00")
    assert read_line(line).at == NOON.replace(microsecond=0)


def test_a_revisit_is_listed_as_one() -> None:
    assert read_line(cdxj_line(exchange(), "revisit", "a.warc.gz", 0, 1, "")).mime == "warc/revisit"


def test_lines_of_other_tools_are_read() -> None:
    line = b'com,example)/ 20260304120000 {"url": "http://example.com/", "status": "-", "length": 7, "offset": 0}\n'

    entry = read_line(line)

    assert (entry.status, entry.length, entry.mime, entry.filename) == (0, 7, "", "")


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"com,example)/ 20260304120000 " + tail))
def test_any_line_is_an_entry_or_a_value_error(line: bytes) -> None:
    try:
        read_line(line)
    except ValueError:
        return


@pytest.mark.parametrize("block", ["[]", '{"url": 1}', '{"url": ""}', '{"length": true, "offset": 0}', "[" * 100_000])
def test_a_line_without_its_place_is_no_entry(block: str) -> None:
    with pytest.raises(ValueError, match=r"no|JSON"):
        read_line(f"com,example)/ 20260304120000 {block}\n".encode())


def test_several_indexes_come_out_sorted_by_key_and_date(tmp_path: Path) -> None:
    urls = [f"https://daily.example/{number * 37 % 50}" for number in range(200)]
    lines = [
        cdxj_line(exchange(url, at=NOON + timedelta(days=number)), "response", "a.warc.gz", number, 1, "")
        for number, url in enumerate(urls)
    ]
    files = [tmp_path / f"{number}.cdxj" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(b"".join(lines[number::3]))

    assert list(merged(files)) == sorted(lines)


def test_merging_takes_memory_for_one_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdxj, "SORT_CHUNK_BYTES", 200_000)
    file = tmp_path / "a.cdxj"
    with file.open("wb") as out:
        for number in range(30_000):
            out.write(b"%032x 20260304120000 {}" % (number * 7919 % 30_000) + b" " * 50 + b"\n")
    tracemalloc.start()

    previous, count = b"", 0
    for line in merged([file]):
        assert previous <= line
        previous, count = line, count + 1

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_000
    assert peak < 2_000_000 < file.stat().st_size


def test_a_line_that_is_still_being_written_and_one_without_end_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.cdxj"
    file.write_bytes(b"a\n" + b"x" * (cdxj.MAX_LINE_BYTES + 5) + b"\nb\nhalf")

    assert list(lines_of([file])) == [b"a\n", b"b\n"]


@pytest.mark.parametrize(
    ("content_type", "mime"),
    [
        ("Text/HTML; charset=x", "text/html"),
        ("", ""),
        ("text", ""),
        ("a b/c", ""),
        (" image/svg+xml ", "image/svg+xml"),
    ],
)
def test_the_media_type_is_one_plain_word(content_type: str, mime: str) -> None:
    assert mime_of(content_type) == mime
