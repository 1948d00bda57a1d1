"""The log files of runs: a file a run in the store's logs/, the last few of each job kept."""

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path

FOLDER = "logs"


def log_name(job: str, started_at: datetime) -> str:
    """Where the log of a run that begins at `started_at` (UTC) goes, relative to the store."""
    return f"{FOLDER}/{job}-{started_at:%Y%m%dT%H%M%SZ}.log"


def remove_old_logs(output: Path, job: str, keep: int) -> None:
    """Leave the newest `keep` logs of `job`. What cannot be removed stays."""
    # Whole names: the logs of "daily-sport" are none of "daily".
    own = re.compile(re.escape(job) + r"-[0-9]{8}T[0-9]{6}Z\.log")
    with suppress(OSError):
        logs = sorted(path for path in (output / FOLDER).iterdir() if own.fullmatch(path.name))
        for path in logs[:-keep]:
            with suppress(OSError):
                path.unlink()
