"""What a store knows of exports made from it, so that a later removal can name them: a line each in reports/."""

import os
from datetime import datetime

from crawler.dates import utc_stamp
from crawler.export.job import Outcome
from crawler.export.request import Request
from crawler.record import json_line
from crawler.run.exports_made import EXPORTS


def note_export(request: Request, place: str, outcome: Outcome, now: datetime) -> None:
    """Add a line: when, where to (`place`), how many records, the manifest's SHA-256 and the options. Raises OSError.

    In one write to the end of the file: several exports may do so at once.
    """
    line = json_line(
        {
            "at": utc_stamp(now),
            "to": place,
            "records": outcome.records,
            "manifest_sha256": outcome.manifest_sha256,
            **request.described(),
        }
    )
    number = os.open(request.store / EXPORTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(number, line.encode() + b"\n")
        os.fsync(number)
    finally:
        os.close(number)
