"""The stages in a row, and the one Scrapy pipeline that runs them."""

from collections.abc import Callable, Sequence
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.items import Article, Rejected
from pipelines.context import Outcome, Stage


def run_stages(stages: Sequence[Stage], item: Outcome) -> Outcome:
    """What becomes of `item` after every stage."""
    for stage in stages:
        item = stage.process(item)
    return item


class ScrapyStages:
    """Hands each item of a crawl to the stages of its site's run; an end without a record is a drop for Scrapy."""

    def __init__(self, settle: Callable[[Article | Rejected], Outcome]) -> None:
        self._settle = settle

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.site.settle)  # type: ignore[union-attr]  # the news spider has it

    def process_item(self, item: Article | Rejected) -> Article:
        outcome = self._settle(item)
        if isinstance(outcome, Article):
            return outcome
        raise DropItem(outcome.reason if isinstance(outcome, Rejected) else "unchanged")
