"""Spans of time as people write them ("15m"), and jobs that come back after one."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

SPAN = re.compile(r"(?P<number>[1-9][0-9]{0,6})(?P<unit>[smhd])", re.ASCII)  # "90s", "15m", "6h", "1d"
UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LONGEST_S = 366 * 86400

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def span_s(text: str) -> int:
    """The seconds of a span of at least a second and at most a year. Raises ValueError, saying how one is written."""
    match = SPAN.fullmatch(text)
    seconds = int(match["number"]) * UNITS_S[match["unit"]] if match else 0
    if not 0 < seconds <= LONGEST_S:
        raise ValueError(f'{text!r} is no span of time, such as "90s", "15m", "6h" or "1d" (at most 366d)')
    return seconds


@dataclass(frozen=True, slots=True)
class Every:
    """Due each time that so many seconds have passed, counted from the beginning of 1970 in UTC.

    Counted from one fixed moment, for then neither a restart nor a late run moves what comes after.
    """

    seconds: int

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first due time after `moment`, in UTC; `zone` does not matter."""
        steps = (moment - EPOCH) // timedelta(seconds=self.seconds)
        return EPOCH + (steps + 1) * timedelta(seconds=self.seconds)
