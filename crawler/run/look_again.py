"""When an article is looked at again: soon after its publication, then ever less, then no more."""

from collections.abc import Sequence
from datetime import datetime, timedelta


def next_look(base: datetime, fetched_at: datetime, ladder_s: Sequence[float]) -> datetime | None:
    """The first moment after `fetched_at` that lies a step of the ladder after `base`; None when it is climbed.

    `base` is the publication; `ladder_s` counts seconds from there and rises.
    """
    for step_s in ladder_s:
        moment = base + timedelta(seconds=step_s)
        if moment > fetched_at:
            return moment
    return None
