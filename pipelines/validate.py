"""Validate: is this a record that a person would call an article of the asked-for days?"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from crawler.items import Article
from pipelines.context import Outcome, StageContext
from pipelines.rejecting import rejected


@dataclass(frozen=True, slots=True)
class Validate:
    """Rejects records without a title, with less than `min_words` words, and from outside `since` to `until`."""

    min_words: int
    since: date | None
    until: date | None

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.min_words, context.since, context.until)

    def process(self, item: Outcome) -> Outcome:
        if not isinstance(item, Article):
            return item
        if not item.title:
            return rejected(item, "no_title", "no headline was found")
        if item.word_count < self.min_words:
            return rejected(item, "too_short", f"{item.word_count} words, {self.min_words} are needed")
        if not self._is_wanted(item.date_published):
            return rejected(item, "outside", f"published {item.date_published}")
        return item

    def _is_wanted(self, published: str | None) -> bool:
        # An article without a date stays: that it lies outside could not be shown.
        if published is None:
            return True
        day = published[:10]
        return not (self.since and day < str(self.since)) and not (self.until and day > str(self.until))
