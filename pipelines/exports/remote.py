"""Carries a folder that is whole to a place that fsspec knows, such as s3://bucket/set.

An object store has no rename, so nothing there appears at once: `_SUCCESS` comes last, and what has none is not whole.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any  # fsspec has no types

from crawler.errors import CannotWrite, UsageError
from pipelines.exports.manifest import SUCCESS


def is_remote(target: str) -> bool:
    """Whether `target` is a URL that fsspec must open, and no path on this machine."""
    return "://" in target and not target.startswith("file://")


def check_free(target: str) -> None:
    """Raise UsageError when a data set is at `target`, or nothing can open it; CannotWrite when it cannot be asked."""
    places, root = _opened(target)
    try:
        if places.exists(f"{root}/{SUCCESS}"):
            raise UsageError(f"{target}: a data set is there already; name another place")
    except _faults() as error:
        raise CannotWrite(f"{target}: {error}") from error


def send(folder: Path, target: str, told: Callable[[int, int], None]) -> None:
    """Copies every file of `folder` to below `target`, `_SUCCESS` last; `told` hears how many of how many are there.

    What a copy that was cut off has left is written over. Raises UsageError when fsspec or its part for this kind of
    place is not installed, or when something else is there; CannotWrite when the place answers with an error.
    """
    check_free(target)
    places, root = _opened(target)
    files = sorted(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: (path.name == SUCCESS, path)
    )
    names = [path.relative_to(folder).as_posix() for path in files]
    try:
        held = {path.removeprefix(root).lstrip("/") for path in places.find(root)}
        if others := sorted(held.difference(names)):
            raise UsageError(f"{target}: other files are there ({others[0]}); name an empty place")
        for number, (path, name) in enumerate(zip(files, names, strict=True), 1):
            places.put_file(str(path), f"{root}/{name}")
            told(number, len(files))
    except _faults() as error:
        raise CannotWrite(f"{target}: {error}") from error


def _opened(target: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        places, root = url_to_fs(target)
    except ImportError as error:
        raise UsageError(f"{target}: {error}; for S3: pip install 'newskeep[export]'") from error
    except ValueError as error:
        raise UsageError(f"{target}: {error}") from error
    return places, str(root).rstrip("/")


def _faults() -> tuple[type[Exception], ...]:
    # s3fs makes an OSError of what the server says, but not of missing credentials or a server that is not there.
    try:
        from botocore.exceptions import BotoCoreError
    except ImportError:
        return (OSError,)
    return (OSError, BotoCoreError)
