"""manifest.json: what an export holds and what it was made from, so that it can be cited, checked and made again.

It names no clock and no place: the same records and options give the same manifest. `_SUCCESS` beside it holds its
SHA-256 and is written last: an export without it is not whole.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.exports.layout import WrittenFile

MANIFEST = "manifest.json"
SUCCESS = "_SUCCESS"
BLOCK_BYTES = 1_000_000  # hashed at once


@dataclass(frozen=True, slots=True)
class Source:
    """A record segment of the store, and how much of it was read."""

    path: str
    site: str
    committed_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`request` holds the options that made the export, `newest_record_at` when its last record was fetched.

    `split` says how the records were parted, with what came of the options: null when they were not.
    """

    newskeep: str
    schema_version: int
    records: int
    newest_record_at: str
    request: Mapping[str, object]
    split: Mapping[str, object] | None
    files: Sequence[WrittenFile]
    sources: Sequence[Source]


def manifest_text(manifest: Manifest) -> str:
    """The file's text."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"


def files_of(manifest: bytes) -> dict[str, WrittenFile]:
    """The files that a manifest names, by path. Raises ValueError when it is none."""
    try:
        read = json.loads(manifest)
        files = [
            WrittenFile(str(one["path"]), int(one["size_bytes"]), str(one["sha256"]), one["records"])
            for one in read["files"]
        ]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("no manifest of an export") from error
    return {file.path: file for file in files}


def sha256_of(path: Path) -> str:
    """The hex SHA-256 of a file. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
