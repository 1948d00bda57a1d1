"""The folder of an export: hidden as NAME.part until it is whole, then in its place by one rename."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.errors import CannotWrite, SiteBusy, UsageError
from pipelines.exports.manifest import MANIFEST, SUCCESS

PART = ".part"
HIDDEN = ".work"  # in it, beside the parts: what goes when the export is whole
LOCK = "lock"


class Target:
    """Where an export to `to` is made. `replace` lets it take the place of a whole export, and of nothing else."""

    def __init__(self, to: Path, *, replace: bool) -> None:
        self.to = to.absolute()
        self.folder = self.to.with_name(self.to.name + PART)
        self.hidden = self.folder / HIDDEN
        self._replace = replace

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder, or take up what an export left there, for one process at a time.

        Raises UsageError when something else is in the place, SiteBusy when another export is at it, CannotWrite.
        """
        self._check()
        try:
            self.hidden.mkdir(parents=True, exist_ok=True)
            with (self.hidden / LOCK).open("w") as lock:
                _take(lock.fileno(), self.to)
                yield
        except FileExistsError as error:
            raise CannotWrite(f"cannot make {self.folder}: {error.strerror}") from error

    def keep_only(self, paths: set[str]) -> None:
        """Remove every file but the hidden ones and `paths`: what an export with other options left."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            name = path.relative_to(self.folder)
            if name.parts[0] == HIDDEN:
                continue
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif name.as_posix() not in paths:
                path.unlink()

    def discard(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.folder)

    def finish(self) -> None:
        """Put the folder in its place; `_SUCCESS` must be in it, and all of it synced."""
        old = self.to.with_name(self.to.name + ".old")
        shutil.rmtree(self.hidden)
        for folder in sorted(path for path in (self.folder, *self.folder.rglob("*")) if path.is_dir()):
            _sync(folder)
        if self._replace and self.to.exists():
            shutil.rmtree(old, ignore_errors=True)
            self.to.rename(old)
        self.folder.rename(self.to)
        _sync(self.to.parent)
        shutil.rmtree(old, ignore_errors=True)

    def _check(self) -> None:
        if self.to.is_dir():
            if is_whole(self.to):
                if not self._replace:
                    raise UsageError(f"{self.to} holds an export already; --replace puts the new one in its place")
            elif any(self.to.iterdir()):
                raise UsageError(f"{self.to} holds something else than a whole export; name another folder")
        elif self.to.exists() or self.to.is_symlink():
            raise UsageError(f"{self.to} is no folder")
        # Without the hidden folder, but whole: cut off between the last two steps.
        if self.folder.is_dir() and any(self.folder.iterdir()) and not (self.hidden.is_dir() or is_whole(self.folder)):
            raise UsageError(f"{self.folder} is not left by an export; remove it, or name another folder")


def is_whole(folder: Path) -> bool:
    """Whether an export ended in `folder`."""
    return (folder / SUCCESS).is_file() and (folder / MANIFEST).is_file()


def _take(number: int, to: Path) -> None:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SiteBusy(f"another export to {to} is going on") from None


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
