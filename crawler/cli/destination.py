"""Where a command's records go: standard output, or a file that appears whole."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO, cast

from crawler.errors import CannotWrite, UsageError


@contextlib.contextmanager
def opened(to: Path | None) -> Iterator[TextIO]:
    """A text stream to `to`, or to standard output for None.

    A file is written beside its place as NAME.part and renamed when the block ends well; otherwise nothing is left
    and an older file stays as it was. A pipe or device is written to as it is.
    Raises UsageError for a folder, CannotWrite when the file cannot be made.
    """
    if to is None:
        yield sys.stdout
        return
    if to.is_dir():
        raise UsageError(f"--to {to} is a folder")
    if to.exists() and not to.is_file():
        with to.open("w", encoding="utf-8", errors="backslashreplace") as device:
            yield device
        return
    with _whole(to, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        yield cast("TextIO", stream)


@contextlib.contextmanager
def opened_bytes(to: Path) -> Iterator[BinaryIO]:
    """As `opened`, for bytes: a file that can be sought in, which appears whole."""
    if to.is_dir() or (to.exists() and not to.is_file()):
        raise UsageError(f"--to {to} is no file")
    with _whole(to, "wb") as stream:
        yield cast("BinaryIO", stream)


@contextlib.contextmanager
def _whole(to: Path, mode: str, **how: str) -> Iterator[IO[Any]]:
    place = to.resolve()  # a link stays a link
    part = place.with_name(place.name + ".part")
    try:
        stream = part.open(mode, **how)  # type: ignore[call-overload]  # the two callers' modes and words are valid
    except OSError as error:
        raise CannotWrite(f"cannot write {to}: {error.strerror}") from error
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
