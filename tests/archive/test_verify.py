from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.archive.holdings import Holdings
from crawler.archive.member import Compression
from crawler.archive.verify import Checked, Problem, verify
from crawler.archive.warc import digest_of, response
from tests.archive.exchanges import NOON, PAGE, Archive, exchange, packed

WGET = Path(__file__).with_name("wget.warc.gz")


def problems(place: Path) -> list[Problem]:
    return [problem for file in Holdings(place).files() for problem in verify(file, Checked())]


def archive_of(folder: Path, compression: Compression = "gzip") -> Archive:
    archive = Archive(folder, compression=compression)
    page = packed("https://daily.example/a/", PAGE * 50)
    first, _ = archive.add(page, exchange("https://daily.example/b/"))
    archive.add_revisit(replace(page, fetched_at=NOON + timedelta(days=1)), first, page)
    return archive


@pytest.mark.parametrize("compression", ["gzip", "zstd"])
def test_what_was_written_is_whole(compression: Compression, tmp_path: Path) -> None:
    archive_of(tmp_path, compression)
    checked = Checked()
    (file,) = Holdings(tmp_path).files()

    assert list(verify(file, checked)) == []
    assert checked == Checked(files=1, records=6, digests=8, entries=3)


def test_a_file_of_wget_is_whole_with_digests_over_what_its_chunks_hold() -> None:
    checked = Checked()
    (file,) = Holdings(WGET).files()

    assert list(verify(file, checked)) == []
    assert checked.digests > checked.records


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (lambda data: data[:-1], "cut off"),
        (lambda data: data[: len(data) // 2], "cut off"),
        (lambda data: data[:800] + bytes([data[800] ^ 1]) + data[801:], "damaged"),
        (lambda data: data + b"\0\0\0\0", "other bytes"),
        (lambda data: b"", "no record begins"),
    ],
)
def test_damage_of_a_file_is_found(harm: Callable[[bytes], bytes], what: str, tmp_path: Path) -> None:
    archive = archive_of(tmp_path)
    archive.path.write_bytes(harm(archive.path.read_bytes()))

    assert any(what in problem.what for problem in problems(tmp_path))


def test_a_payload_that_is_not_what_its_digest_says_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(response(exchange(), "urn:uuid:1", digest_of(b"else"), "gzip"))

    assert [problem.what for problem in problems(tmp_path)] == ["the payload's digest is another"]


def test_a_block_that_is_not_what_its_digest_says_is_found(tmp_path: Path) -> None:
    import gzip

    record = gzip.decompress(response(exchange(), "urn:uuid:1", digest_of(PAGE), "gzip"))
    (tmp_path / "a.warc").write_bytes(record.replace(b"200 OK", b"200 KO"))

    assert [problem.what for problem in problems(tmp_path)] == ["the block's digest is another"]


def test_an_index_that_does_not_fit_its_file_is_found(tmp_path: Path) -> None:
    archive = archive_of(tmp_path)
    a, b, again = archive.index.read_bytes().splitlines(keepends=True)
    archive.index.write_bytes(a.replace(b"/a/", b"/c/") + b.replace(b'"length": "', b'"length": "1') + b"nonsense\n")

    found = [problem.what for problem in problems(tmp_path)]

    assert [what.rpartition(" ")[2] for what in found[:2]] == ["capture", "length"]
    assert "line 3 is no entry" in found[2]
    assert "does not list this revisit" in found[3]
    assert len(found) == 4
    archive.index.write_bytes(a + b + again.replace(b'"offset": "', b'"offset": "9'))
    assert "no record begins there" in problems(tmp_path)[0].what


def test_an_open_file_may_end_anywhere(tmp_path: Path) -> None:
    archive = archive_of(tmp_path)
    data = archive.path.read_bytes()
    archive.path.with_name(archive.path.name + ".part").write_bytes(data[:-50])
    archive.path.unlink()
    archive.index.rename(archive.index.with_name(archive.index.name + ".part"))

    assert problems(tmp_path) == []
