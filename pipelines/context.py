"""What a stage is handed: its settings, what is on record, and where lines go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from crawler.items import Article, Rejected


class Known(Protocol):
    """The newest version of an article on record."""

    @property
    def id(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def prints(self) -> bytes: ...


class Catalog(Protocol):
    """What is on record already, this run's own work included."""

    def id_of(self, url: str) -> str | None: ...
    def record(self, id: str, /) -> Known | None: ...  # noqa: A002 - the field's name
    def records_with(self, content_hash: str) -> Sequence[Known]: ...
    def first_copy(self, id: str, signature: bytes, same: list[str], /) -> str | None: ...  # noqa: A002


class Tombstone(Protocol):
    """Says when and why an article was taken out of the store for good."""

    @property
    def said(self) -> str: ...


class Forgotten(Protocol):
    """What was taken out of the store for good."""

    def of_url(self, url: str) -> Tombstone | None: ...
    def of_text(self, site: str, content_hash: str) -> Tombstone | None: ...


class Lines(Protocol):
    """A place for whole lines. `append` raises CannotWrite when it cannot take one."""

    def append(self, line: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The article is on record already, as it is."""

    article: Article


Outcome: TypeAlias = Article | Rejected | Unchanged


@dataclass(frozen=True, slots=True)
class StageContext:
    """What the stages of one site's run work with."""

    site: str
    since: date | None
    until: date | None
    min_words: int
    duplicate_min_words: int
    refused: frozenset[str]  # signs of rights that give no record, by their names in pipelines/rights.py
    catalog: Catalog
    forgotten: Forgotten
    records: Lines
    rejects: Lines
    article_line: Callable[[Article], bytes]
    reject_line: Callable[[Rejected], bytes]


class Stage(Protocol):
    """One step of a record: takes what the step before gave, answers with the same, changed, or an end of the way.

    A stage passes on what is not its own: most only look at an Article.
    """

    def process(self, item: Outcome) -> Outcome: ...
