"""What a data set's first pass learns of each unit that its splits keep together, on disk: memory stays flat."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from crawler.errors import UsageError
from pipelines.exports.splits import HELD_OUT, Plan, cuts_for, day_of, part_by_day, part_by_hash

CACHE_KIB = 64_000
TABLE = """
CREATE TABLE unit (
    id TEXT PRIMARY KEY,
    day INTEGER NOT NULL,       -- the earliest of its records, as an ordinal
    records INTEGER NOT NULL,
    held_out INTEGER NOT NULL   -- 1 when a record of it is from a site that is held out
) WITHOUT ROWID
"""
ADD = """
INSERT INTO unit VALUES (?, ?, 1, ?) ON CONFLICT (id) DO UPDATE
SET day = min(day, excluded.day), records = records + 1, held_out = max(held_out, excluded.held_out)
"""


class Splitter:
    """Names the split of each record by `plan`; `group_of` gives the id of the first article among an article's copies.

    When the plan looks ahead, `learn` every record of the data set, then `settle`, before the first `part_of`; what was
    learned lies in the file `scratch`, which is made, and removed by `close`.
    """

    def __init__(self, plan: Plan, group_of: Callable[[str], str], scratch: Path) -> None:
        self.plan = plan
        self.cuts = plan.cuts
        self._group_of = group_of
        self._scratch = scratch
        self._units: sqlite3.Connection | None = None
        if plan.looks_ahead:
            scratch.unlink(missing_ok=True)
            self._units = sqlite3.connect(scratch, isolation_level=None)
            # Thrown away after a crash: nothing of it needs to outlive this process.
            for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{CACHE_KIB}", "locking_mode=EXCLUSIVE"):
                self._units.execute(f"PRAGMA {pragma}")
            self._units.execute(TABLE)
            self._units.execute("BEGIN")

    def learn(self, record: Mapping[str, object]) -> None:
        if self._units is None:
            return
        try:
            day = day_of(record)
        except ValueError as error:
            raise UsageError(f"record {record['id']} has a date that is none: {error}") from error
        held_out = record["site"] in self.plan.held_out
        self._units.execute(ADD, (self._unit(record), day.toordinal(), held_out))

    def settle(self) -> None:
        """Sets the days at which the parts begin, where the plan gives shares instead."""
        if self._units is None or self.plan.kind != "time" or self.plan.cuts:
            return
        with closing(
            self._units.execute("SELECT day, sum(records) FROM unit WHERE NOT held_out GROUP BY day ORDER BY day")
        ) as rows:
            self.cuts = cuts_for({date.fromordinal(day): records for day, records in rows}, self.plan.shares)

    def part_of(self, record: Mapping[str, object]) -> str:
        unit = self._unit(record)
        if self._units is None:
            return part_by_hash(unit, self.plan)
        day, held_out = self._units.execute("SELECT day, held_out FROM unit WHERE id = ?", (unit,)).fetchone()
        if held_out:
            return HELD_OUT
        if self.plan.kind == "time":
            return part_by_day(date.fromordinal(day), self.cuts, self.plan.parts)
        return part_by_hash(unit, self.plan)

    def described(self) -> dict[str, object]:
        """What it takes to make the same splits again: the plan, with the days that came of its shares."""
        return self.plan.described() | ({"begin": [day.isoformat() for day in self.cuts]} if self.cuts else {})

    def close(self) -> None:
        if self._units is not None:
            self._units.close()
            self._scratch.unlink(missing_ok=True)

    def _unit(self, record: Mapping[str, object]) -> str:
        own = str(record["id"])
        return own if self.plan.kind == "random" else self._group_of(own)
