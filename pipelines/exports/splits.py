"""Which split of a data set a record belongs to: by time, by group of copies, or at random.

What decides is a unit, not a record: an article with all its copies (`time`, `group`), or an article with all its
versions (`random`). So near copies stay on one side, but with `random`. A site that is held out is `test`, with every
copy of its articles on other sites.

- `group`, `random`: the unit's salted hash, so a unit's split depends on no other and on no order.
- `time`: the unit's earliest day of publication, in UTC. A copy that came after a cut is with its original before it.
  An article without a date counts by the day it was fetched: it cannot be younger, so nothing that is from after a cut
  comes before it.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal

Kind = Literal["time", "group", "random"]

PART_NAMES: Mapping[int, tuple[str, ...]] = {2: ("train", "test"), 3: ("train", "validation", "test")}
HELD_OUT = "test"  # the last part in each of them
SHARES = (90, 5, 5)
SEED = "newskeep"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to split. `shares` are weights of the parts in their order, oldest first for `time`; `cuts` are then the days
    with which the second part and those behind it begin, or () where `shares` say how much each gets.

    Raises ValueError, in words for a person, for shares or cuts that make no two or three parts.
    """

    kind: Kind
    shares: tuple[int, ...] = SHARES
    cuts: tuple[date, ...] = ()
    seed: str = SEED
    held_out: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.shares) not in PART_NAMES:
            raise ValueError("a split has two or three shares: train/test or train/validation/test")
        if min(self.shares) < 0 or self.shares[0] == 0:
            raise ValueError("shares are whole numbers, and that of train is above 0")
        if self.cuts and len(self.cuts) not in (1, 2):
            raise ValueError("a split by time has one or two days at which the next part begins")
        if any(later <= earlier for earlier, later in pairwise(self.cuts)):
            raise ValueError("the days at which parts begin must follow one another")
        if self.cuts and self.kind != "time":
            raise ValueError(f"only a split by time has days, not one by {self.kind}")

    @property
    def parts(self) -> tuple[str, ...]:
        return PART_NAMES[len(self.cuts) + 1 if self.cuts else len(self.shares)]

    @property
    def looks_ahead(self) -> bool:
        """Whether a unit's part is known only when all its records have been seen."""
        return self.kind == "time" or bool(self.held_out)

    def described(self) -> dict[str, object]:
        """What was asked for, as values for JSON."""
        return {
            "by": self.kind,
            "parts": list(self.parts),
            **({"begin": [day.isoformat() for day in self.cuts]} if self.cuts else {"shares": list(self.shares)}),
            **({} if self.kind == "time" else {"seed": self.seed}),
            "held_out": sorted(self.held_out),
        }


def shares_of(text: str) -> tuple[int, ...]:
    """`90/5/5` as numbers. Raises ValueError for anything else than whole numbers."""
    try:
        return tuple(int(share) for share in text.split("/"))
    except ValueError:
        raise ValueError(f"{text!r} are no shares such as 90/5/5") from None


def days_of(text: str) -> tuple[date, ...]:
    """`2025-01-01/2025-07-01` as days. Raises ValueError for anything else."""
    try:
        return tuple(date.fromisoformat(day) for day in text.split("/"))
    except ValueError:
        raise ValueError(f"{text!r} are no days such as 2025-01-01/2025-07-01") from None


def day_of(record: Mapping[str, object]) -> date:
    """The day by which `time` counts a record: that of publication in UTC, else of fetching."""
    stamp = str(record["date_published"] or record["fetched_at"])
    if len(stamp) == len("2026-03-04"):
        return date.fromisoformat(stamp)
    try:
        return datetime.fromisoformat(stamp).astimezone(UTC).date()
    except OverflowError:  # 0001-01-01 east of Greenwich
        return date.fromisoformat(stamp[:10])


def part_by_hash(unit: str, plan: Plan) -> str:
    """The part of a unit, each part with its share of all hashes. SHA-256 over the seed and the unit's id."""
    digest = hashlib.sha256(f"{plan.seed}\n{unit}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") * sum(plan.shares) >> 64
    for part, share in zip(plan.parts, plan.shares, strict=True):
        if place < share:
            return part
        place -= share
    raise AssertionError("a hash beyond all shares")


def part_by_day(day: date, cuts: tuple[date, ...], parts: tuple[str, ...]) -> str:
    return parts[bisect_right(cuts, day)]


def cuts_for(records_by_day: Mapping[date, int], shares: tuple[int, ...]) -> tuple[date, ...]:
    """The days with which parts begin so that each gets its share of the records, as near as whole days allow.

    A part may come out empty when there are fewer days than parts.
    """
    total, whole = sum(records_by_day.values()), sum(shares)
    days = sorted(records_by_day)
    before: list[int] = []  # records before each day
    seen = 0
    for day in days:
        before.append(seen)
        seen += records_by_day[day]
    cuts = []
    for end in range(1, len(shares)):
        wanted = total * sum(shares[:end]) / whole
        places = [*zip(before, days, strict=True), (total, date.max)]
        cuts.append(min(places, key=lambda place: (abs(place[0] - wanted), place[1]))[1])
    return tuple(cuts)
