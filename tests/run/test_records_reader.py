from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.record import record_line
from crawler.run.records_reader import BLOCK_BYTES, StoredLine, field_of, lines
from crawler.state.rows import Segment
from tests.articles import article

SEGMENT = "records/daily-1.jsonl"


def stored(folder: Path, content: bytes, name: str = SEGMENT) -> None:
    (folder / "records").mkdir()
    (folder / name).write_bytes(content)


@pytest.mark.parametrize("name", [SEGMENT, f"{SEGMENT}.part"])
def test_only_committed_lines_are_read_whether_the_file_is_closed_or_open(tmp_path: Path, name: str) -> None:
    stored(tmp_path, b"one\ntwo\nthree\nhal", name)

    found = list(lines(tmp_path, Segment(SEGMENT, "daily", "records", 8)))

    assert found == [StoredLine(SEGMENT, 1, 4, b"one\n"), StoredLine(SEGMENT, 2, 8, b"two\n")]


def test_lines_that_hold_none_of_the_needles_are_passed_over(tmp_path: Path) -> None:
    stored(tmp_path, b"one\ntwo\nthree\n")

    found = list(lines(tmp_path, Segment(SEGMENT, "daily", "records", 14), (b"wo", b"hre")))

    assert [(line.number, line.raw) for line in found] == [(2, b"two\n"), (3, b"three\n")]


def test_lines_are_counted_over_blocks_and_a_line_longer_than_a_block_is_one(tmp_path: Path) -> None:
    short, long = b"short\n", b"l" * (2 * BLOCK_BYTES) + b"\n"
    content = short * 300_000 + long + b"needle\n" + short * 300_000 + b"needle\n"
    stored(tmp_path, content)

    found = list(lines(tmp_path, Segment(SEGMENT, "daily", "records", len(content)), (b"needle", b"lll")))

    assert [line.number for line in found] == [300_001, 300_002, 600_003]
    assert (found[0].raw, found[-1].end) == (long, len(content))


def test_a_segment_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(lines(tmp_path, Segment(SEGMENT, "daily", "records", 8)))


def test_a_field_is_told_by_its_bytes_whatever_its_text() -> None:
    url = 'https://daily.example/straße?q="1"&p=\\'

    line = record_line(article(url=url))

    assert field_of("url", url) in line
    assert field_of("url", url + "x") not in line


@given(st.binary(max_size=200))
def test_a_line_is_an_object_or_a_value_error(raw: bytes) -> None:
    line = StoredLine(SEGMENT, 1, len(raw), raw)

    try:
        value = line.value()
    except ValueError:
        return

    assert isinstance(value, dict)


def test_a_line_nested_beyond_measure_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="nested"):
        StoredLine(SEGMENT, 1, 0, b"[" * 1_000_000).value()
