"""How the new records differ from those that were on record."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crawler.reprocess.plan import OldLine, Plan
from crawler.run.records_reader import open_segment


@dataclass(slots=True)
class Difference:
    """Records by what became of them; `fields` counts the records in which a field has another value."""

    same: int = 0
    changed: int = 0
    new: int = 0
    vanished: int = 0
    fields: Counter[str] = field(default_factory=Counter)


class Comparison:
    """Holds each new record against the one of the same site, id and version in the store `folder`."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan, self._folder = plan, folder
        self.difference = Difference()

    def add(self, site: str, id: str, version: int, line: bytes) -> None:  # noqa: A002 - the field's name
        """Take a record of the new set."""
        old = self._plan.take_record(site, id, version)
        if old is None:
            self.difference.new += 1
            return
        before = read_line(self._folder, old)
        if before == line:
            self.difference.same += 1
            return
        self.difference.changed += 1
        self.difference.fields.update(_differing(before, line))

    def end(self) -> Difference:
        """All of it, once every record was added."""
        self.difference.vanished = self._plan.count_vanished()
        return self.difference


def read_line(folder: Path, line: OldLine) -> bytes:
    """The line as it stands in the store `folder`. Raises OSError."""
    with open_segment(folder, line.segment) as file:
        file.seek(line.offset)
        return file.read(line.length)


def _differing(before: bytes, now: bytes) -> list[str]:
    old, new = json.loads(before), json.loads(now)
    return sorted(name for name in {*old, *new} if name not in old or name not in new or old[name] != new[name])
