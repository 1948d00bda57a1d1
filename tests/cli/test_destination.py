from pathlib import Path

import pytest

from crawler.cli.destination import opened
from crawler.errors import CannotWrite, UsageError


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def write_half(place: Path) -> None:
    with opened(place) as out:
        out.write("half")
        raise KeyboardInterrupt


def test_a_file_appears_whole_when_the_block_ends(tmp_path: Path) -> None:
    place = tmp_path / "records.jsonl"

    with opened(place) as out:
        out.write("one\n")
        assert not place.exists()

    assert place.read_text() == "one\n"
    assert names_in(tmp_path) == ["records.jsonl"]


def test_an_error_in_the_block_leaves_nothing_new(tmp_path: Path) -> None:
    place = tmp_path / "records.jsonl"
    place.write_text("older\n")

    with pytest.raises(KeyboardInterrupt):
        write_half(place)

    assert place.read_text() == "older\n"
    assert names_in(tmp_path) == ["records.jsonl"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")

    with opened(tmp_path / "link") as out:
        out.write("one\n")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "one\n"


def test_a_device_is_written_to_as_it_is() -> None:
    with opened(Path("/dev/null")) as out:
        out.write("one\n")

    assert not Path("/dev/null").is_file()


def test_nothing_is_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with opened(None) as out:
        out.write("one\n")

    assert capsys.readouterr().out == "one\n"


def test_a_place_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"), opened(tmp_path):
        pass
    with pytest.raises(CannotWrite, match="No such file or directory"), opened(tmp_path / "none" / "records.jsonl"):
        pass
