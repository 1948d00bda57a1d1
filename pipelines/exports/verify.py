"""Verifies an export: is every file as its manifest says, and no other there?"""

from collections.abc import Iterator
from pathlib import Path

from pipelines.exports.manifest import MANIFEST, SUCCESS, files_of, sha256_of


def faults(folder: Path) -> Iterator[str]:
    """A line for each file that is damaged, missing or surplus; none when the export is whole. Raises OSError."""
    if not (folder / MANIFEST).is_file():
        yield f"{MANIFEST}: is missing"
        return
    if not (folder / SUCCESS).is_file():
        yield f"{SUCCESS}: is missing: the export was not finished, or not copied whole"
    elif (folder / SUCCESS).read_text(errors="replace").strip() != sha256_of(folder / MANIFEST):
        yield f"{MANIFEST}: is not the one that was written: {SUCCESS} has another SHA-256"
    try:
        files = files_of((folder / MANIFEST).read_bytes())
    except ValueError as error:
        yield f"{MANIFEST}: {error}"
        return
    for path, file in files.items():
        place = folder / path
        if not place.is_file():
            yield f"{path}: is missing"
        elif (size_bytes := place.stat().st_size) != file.size_bytes:
            yield f"{path}: has {size_bytes} bytes, not {file.size_bytes}"
        elif sha256_of(place) != file.sha256:
            yield f"{path}: is damaged: its SHA-256 is another"
    known = {MANIFEST, SUCCESS, *files}
    for place in sorted(folder.rglob("*")):
        if not place.is_dir() and (name := place.relative_to(folder).as_posix()) not in known:
            yield f"{name}: is no part of the export"
