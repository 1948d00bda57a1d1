"""Retries: when a page that failed is asked for again by a later run, and when it is given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEAST_S = 1.0  # the state counts seconds: no page that fails may be as due as what was due when its run began
GROWTH_MAX = 16  # doublings; far beyond every bound on the wait


@dataclass(frozen=True, slots=True)
class Retries:
    """The first wait, doubled with every failure in a row up to `most_s`; `times` retries in all."""

    first_s: float
    most_s: float
    times: int

    def due_at(self, failures_before: int, now: datetime) -> datetime | None:
        """When a page that fails `now`, after so many failures in a row, is due again; None: it is given up."""
        if failures_before >= self.times:
            return None
        wait_s = min(self.first_s * 2 ** min(failures_before, GROWTH_MAX), self.most_s)
        return now + timedelta(seconds=max(wait_s, LEAST_S))
