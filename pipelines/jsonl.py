"""Jsonl: appends the record's line. The next commit makes it final."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from crawler.items import Article
from pipelines.context import Lines, Outcome, StageContext


@dataclass(frozen=True, slots=True)
class Jsonl:
    """Writes every Article that came this far to `records`."""

    records: Lines
    line_of: Callable[[Article], bytes]

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.records, context.article_line)

    def process(self, item: Outcome) -> Outcome:
        if isinstance(item, Article):
            self.records.append(self.line_of(item))
        return item
