"""A folder in the store for what a reprocess keeps while it works."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from crawler.errors import CannotWrite

PREFIX = "reprocess-"


@contextmanager
def scratch_folder(store: Path) -> Iterator[Path]:
    """An empty folder until the block ends; those that were left by a process that was killed are removed.

    Whose process is gone is told by the lock on it, which the kernel frees. Raises CannotWrite.
    """
    try:
        for left in store.glob(f"{PREFIX}*"):
            if (number := _locked(left)) is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(number)
        folder = Path(mkdtemp(prefix=PREFIX, dir=store))
    except OSError as error:
        raise CannotWrite(f"cannot write to {store}: {error.strerror}") from error
    lock = _locked(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _locked(folder: Path) -> int | None:
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        return None
    return number
