"""Pages on disk, as the command line or a manifest names them."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from crawler.cli.messages import say
from crawler.errors import UsageError

SUFFIXES = (".html", ".htm", ".html.gz", ".htm.gz")
MAX_LINE_BYTES = 16_777_216  # of a manifest: gold texts may stand in it, a whole archive may not

# The address of a page that is given none and names none itself. ".invalid" never resolves (RFC 2606).
NOWHERE = "https://file.invalid/"


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page on disk. `id` is what its answer is called by."""

    id: str | int
    path: Path
    url: str | None  # None: the page's own word for it, else `fallback_url`
    fallback_url: str
    is_listed: bool  # in a manifest, whose ids the records carry


@dataclass(frozen=True, slots=True)
class Unusable:
    """A line of a manifest that names no page, and why."""

    id: str | int
    detail: str


def in_paths(paths: Sequence[Path], url: str | None) -> Iterator[PageFile]:
    """The pages that `paths` name, in order; of a folder those with a known suffix, sorted, at any depth.

    A folder without any is said. Links to folders are not followed. Raises UsageError for a folder that cannot be
    read.
    """
    for path in paths:
        if not path.is_dir():
            yield PageFile(str(path), path, url, NOWHERE + quote(path.name, errors="replace"), is_listed=False)
            continue
        is_empty = True
        for inner in _in_folder(path):
            is_empty = False
            name = quote(inner.relative_to(path).as_posix(), errors="replace")
            yield PageFile(str(inner), inner, None, NOWHERE + name, is_listed=False)
        if is_empty:
            say(f"no pages ({', '.join(SUFFIXES)}) in {path}")


def in_manifest(manifest: Path) -> Iterator[PageFile | Unusable]:
    """The pages of a manifest, in its order: JSONL with `id`, `url` and `html` (a path, relative to the manifest).

    A line that is none of this is Unusable. Raises UsageError when the manifest cannot be read, and when it is no
    JSONL: its first line with anything in it is no JSON object.
    """
    has_object = False
    try:
        with manifest.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE_BYTES):
                number += 1
                if not line.strip():
                    continue
                fields = _object(line)
                if fields is None and not has_object:
                    raise UsageError(f"{manifest} is no JSONL: line {number} is no JSON object")
                while len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                    line = lines.readline(MAX_LINE_BYTES)  # the rest of a line that is too long
                has_object = True
                yield _listed(fields, number, manifest)
    except OSError as error:
        raise UsageError(f"cannot read {manifest}: {error.strerror}") from error


def _in_folder(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder, onerror=_refuse):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES):
                yield Path(where, name)


def _refuse(error: OSError) -> None:
    raise UsageError(f"cannot read {error.filename}: {error.strerror}") from error


def _object(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None
    return value if isinstance(value, dict) else None


def _listed(fields: dict[str, object] | None, number: int, manifest: Path) -> PageFile | Unusable:
    where = f"line {number}"
    if fields is None:
        return Unusable(where, f"{where} of the manifest is no JSON object")
    page_id, url, html = fields.get("id"), fields.get("url"), fields.get("html")
    if not isinstance(page_id, str | int):
        return Unusable(where, f"{where} of the manifest has no `id`")
    if not isinstance(html, str) or not html or "\0" in html:
        return Unusable(page_id, f"{where} of the manifest has no path in `html`")
    if not isinstance(url, str | None):
        return Unusable(page_id, f"`url` in {where} of the manifest is no text")
    path = manifest.parent / html
    return PageFile(page_id, path, url or None, NOWHERE + quote(html.lstrip("/"), errors="replace"), is_listed=True)
