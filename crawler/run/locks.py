"""Site locks: one run a site and store. The kernel frees a lock when its process ends, however it ends."""

import fcntl
import os
import socket
from datetime import datetime
from pathlib import Path

from crawler.dates import utc_stamp
from crawler.errors import CannotWrite, SiteBusy


class SiteLock:
    """Holds `path` for this process from construction to `release`.

    Raises SiteBusy, saying who holds it, and CannotWrite when the file cannot be made. What the file says (pid,
    host, time) is for people; the lock itself is the kernel's (flock).
    """

    def __init__(self, path: Path, site: str, now: datetime) -> None:
        try:
            self._file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise CannotWrite(f"cannot write the lock {path}: {error.strerror}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "another run"
            self._file.close()
            raise SiteBusy(f"{site} is in use by {holder}") from error
        self._file.truncate(0)
        self._file.write(f"pid {os.getpid()} on {socket.gethostname()} since {utc_stamp(now)}\n")
        self._file.flush()

    def release(self) -> None:
        """Free the site for the next run."""
        self._file.truncate(0)
        self._file.close()
