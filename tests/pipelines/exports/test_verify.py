"""Whether an export is as it was written."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.exports.layout import WrittenFile
from pipelines.exports.manifest import MANIFEST, SUCCESS, Manifest, manifest_text
from pipelines.exports.verify import faults

CONTENT = b'{"id":"1"}\n'
PATH = "data/records-00001.jsonl"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole export."""
    (tmp_path / "data").mkdir()
    (tmp_path / PATH).write_bytes(CONTENT)
    file = WrittenFile(PATH, len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), 1)
    text = manifest_text(Manifest("0.1.0", 1, 1, "2026-03-04T08:00:00Z", {"format": "jsonl"}, None, [file], []))
    (tmp_path / MANIFEST).write_text(text)
    (tmp_path / SUCCESS).write_text(hashlib.sha256(text.encode()).hexdigest() + "\n")
    return tmp_path


def test_a_whole_export_has_no_faults(folder: Path) -> None:
    found = list(faults(folder))

    assert found == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda folder: (folder / PATH).write_bytes(CONTENT[::-1]), f"{PATH}: is damaged: its SHA-256 is another"),
        (lambda folder: (folder / PATH).write_bytes(b""), f"{PATH}: has 0 bytes, not 11"),
        (lambda folder: (folder / PATH).unlink(), f"{PATH}: is missing"),
        (lambda folder: (folder / "data" / "more.jsonl").touch(), "data/more.jsonl: is no part of the export"),
        (lambda folder: (folder / MANIFEST).unlink(), "manifest.json: is missing"),
        (
            lambda folder: (folder / SUCCESS).unlink(),
            "_SUCCESS: is missing: the export was not finished, or not copied whole",
        ),
        (
            lambda folder: (folder / SUCCESS).write_text("0" * 64),
            "manifest.json: is not the one that was written: _SUCCESS has another SHA-256",
        ),
    ],
)
def test_each_fault_is_named(folder: Path, harm: Callable[[Path], object], said: str) -> None:
    harm(folder)

    assert list(faults(folder)) == [said]
