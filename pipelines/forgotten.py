"""Forgotten: what was taken out of the store for good does not come back, under whatever address."""

from dataclasses import dataclass
from typing import Self

from crawler.items import Article
from pipelines.context import Forgotten, Outcome, StageContext
from pipelines.rejecting import rejected


@dataclass(frozen=True, slots=True)
class RefuseForgotten:
    """Rejects an article that stands at an address that was forgotten, or has the text of one of its site that was."""

    site: str
    forgotten: Forgotten

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.site, context.forgotten)

    def process(self, item: Outcome) -> Outcome:
        if not isinstance(item, Article):
            return item
        tombstone = self.forgotten.of_url(item.url) or self.forgotten.of_text(self.site, item.content_hash)
        return rejected(item, "forgotten", tombstone.said) if tombstone else item
