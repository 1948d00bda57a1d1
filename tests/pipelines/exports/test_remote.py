"""Data sets that go to places which fsspec knows; a real S3 server is in test_data_sets.py."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from crawler.errors import UsageError
from pipelines.exports.remote import is_remote, send


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    places = fsspec.filesystem("memory")
    yield places
    places.rm("/", recursive=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for name in ("_SUCCESS", "README.md", "data/a.parquet", "data/b.parquet"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_every_file_is_sent_and_the_mark_that_all_are_there_comes_last(
    folder: Path, memory: fsspec.AbstractFileSystem
) -> None:
    heard: list[tuple[int, int, bool]] = []

    send(
        folder,
        "memory://sets/first",
        lambda number, of: heard.append((number, of, memory.exists("/sets/first/_SUCCESS"))),
    )

    assert memory.cat("/sets/first/data/b.parquet") == b"data/b.parquet"
    assert heard == [(1, 4, False), (2, 4, False), (3, 4, False), (4, 4, True)]


def test_what_a_cut_off_copy_left_is_written_over(folder: Path, memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/sets/first/data/a.parquet", b"half")

    send(folder, "memory://sets/first/", lambda number, of: None)

    assert memory.cat("/sets/first/data/a.parquet") == b"data/a.parquet"


@pytest.mark.parametrize(("there", "said"), [("_SUCCESS", "a data set is there"), ("holiday.jpg", "holiday.jpg")])
def test_nothing_is_written_where_something_else_is(
    there: str, said: str, folder: Path, memory: fsspec.AbstractFileSystem
) -> None:
    memory.pipe(f"/sets/first/{there}", b"")

    with pytest.raises(UsageError, match=said):
        send(folder, "memory://sets/first", lambda number, of: None)

    assert memory.find("/sets/first") == [f"/sets/first/{there}"]


def test_a_place_that_nothing_can_open_is_said_so(folder: Path) -> None:
    with pytest.raises(UsageError, match="gopher://x/set: "):
        send(folder, "gopher://x/set", lambda number, of: None)


@pytest.mark.parametrize(
    ("target", "remote"),
    [
        ("s3://bucket/set", True),
        ("gs://bucket/set", True),
        ("sets/first", False),
        ("/srv/set", False),
        ("file:///s", False),
    ],
)
def test_a_path_on_this_machine_is_not_remote(target: str, remote: bool) -> None:
    assert is_remote(target) == remote
