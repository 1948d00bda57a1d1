"""Retries: when a page that failed is asked for again by a later run, and when it is given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LATER = timedelta(seconds=1)  # the state counts seconds, and a run takes what was due when it began
GROWTH_MAX = 16  # doublings; far beyond every bound on the wait


@dataclass(frozen=True, slots=True)
class Retries:
    """The first wait, doubled with every failure in a row up to `most_s`; `times` retries in all."""

    first_s: float
    most_s: float
    times: int

    def due_at(self, failures_before: int, now: datetime, began: datetime) -> datetime | None:
        """When a page that fails `now`, after so many failures in a row, is due again; None: it is given up.

        It is never due in its own run, which `began` then.
        """
        if failures_before >= self.times:
            return None
        wait_s = min(self.first_s * 2 ** min(failures_before, GROWTH_MAX), self.most_s)
        return max(now + timedelta(seconds=wait_s), began + LATER)
