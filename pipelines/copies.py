"""Copies: an article that is a copy of another's text, or nearly so, is kept and marked."""

from dataclasses import dataclass, replace
from typing import Self

from crawler.items import Article
from pipelines.context import Catalog, Outcome, StageContext


@dataclass(frozen=True, slots=True)
class Copies:
    """Sets `duplicate_of` to the first article of the group of copies that an article is of.

    Of texts below `min_words` words not even the same ones are taken for copies. Stands behind Version, by which an
    article has its id, and only looks at what is going to be written.
    """

    min_words: int
    catalog: Catalog

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.duplicate_min_words, context.catalog)

    def process(self, item: Outcome) -> Outcome:
        if not isinstance(item, Article):
            return item
        is_long = item.word_count >= self.min_words
        same = [known.id for known in self.catalog.records_with(item.content_hash)] if is_long else []
        return replace(item, duplicate_of=self.catalog.first_copy(item.id, item.signature, same))
