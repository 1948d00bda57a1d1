"""Dedupe: the same text under a second URL of a site is one article."""

from dataclasses import dataclass
from typing import Self

from crawler.items import Article
from pipelines.context import Catalog, Outcome, StageContext
from pipelines.rejecting import rejected


@dataclass(frozen=True, slots=True)
class Dedupe:
    """Rejects a copy within the site as `duplicate`.

    Texts below `min_words` words are not compared: two notices of one line may rightly be the same.
    """

    site: str
    min_words: int
    catalog: Catalog

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.site, context.duplicate_min_words, context.catalog)

    def process(self, item: Outcome) -> Outcome:
        if not isinstance(item, Article) or item.word_count < self.min_words:
            return item
        own_ids = {item.id, self.catalog.id_of(item.url), self.catalog.id_of(item.requested_url)}
        for known in self.catalog.records_with(item.content_hash):
            if known.site == self.site and known.id not in own_ids:
                return rejected(item, "duplicate", f"same text as {known.id} {known.url}", known.id)
        return item
