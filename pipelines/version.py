"""Version: is this article new, changed, or on record as it is?"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from crawler.items import Article
from pipelines.context import Catalog, Outcome, StageContext, Unchanged

# A change of one of these makes a version. Tags, pictures and related links change with the site's furniture.
COMPARED = ("title", "text", "authors", "date_published", "date_modified")


def fingerprints(article: Article) -> dict[str, str]:
    """Each compared field's name and a 16-digit hash of its value: enough to tell that it changed."""
    values = (article.title, article.text, article.authors, article.date_published, article.date_modified)
    return {name: _fingerprint(value) for name, value in zip(COMPARED, values, strict=True)}


@dataclass(frozen=True, slots=True)
class Version:
    """Numbers the versions of an article. One that was seen under another URL (moved) keeps its id."""

    catalog: Catalog

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.catalog)

    def process(self, item: Outcome) -> Outcome:
        if not isinstance(item, Article):
            return item
        known_id = self.catalog.id_of(item.url) or self.catalog.id_of(item.requested_url) or item.id
        known = self.catalog.record(known_id)
        if known is None:
            return item
        changed = _changed(known.prints, fingerprints(item))
        article = replace(item, id=known.id, version=known.version + bool(changed), changed=changed)
        return article if changed else Unchanged(article)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if before.get(name) != now[name])


def _fingerprint(value: str | tuple[str, ...] | None) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
