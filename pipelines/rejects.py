"""Rejects: appends the line of a page that gives no record, with the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from crawler.items import Rejected
from pipelines.context import Lines, Outcome, StageContext


@dataclass(frozen=True, slots=True)
class Rejects:
    """Writes every Rejected to `rejects`, whoever rejected it."""

    rejects: Lines
    line_of: Callable[[Rejected], bytes]

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.rejects, context.reject_line)

    def process(self, item: Outcome) -> Outcome:
        if isinstance(item, Rejected):
            self.rejects.append(self.line_of(item))
        return item
