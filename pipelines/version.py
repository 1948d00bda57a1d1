"""Version: is this article new, changed, or on record as it is?"""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Self

from crawler.items import Article
from pipelines.context import Catalog, Known, Outcome, StageContext, Unchanged

# A change of one of these makes a version. Tags, pictures and related links change with the site's furniture.
COMPARED = ("title", "text", "authors", "date_published", "date_modified")

# A redirect is a move if one of these is as it was. WordPress leads the address of a deleted post to whatever post has
# a slug that begins alike.
KEPT_BY_A_MOVE = ("title", "text", "date_published")
PRINT_BYTES = 8
PLACES = {name: slice(at * PRINT_BYTES, (at + 1) * PRINT_BYTES) for at, name in enumerate(COMPARED)}  # in the prints


def fingerprints(article: Article) -> bytes:
    """A hash of PRINT_BYTES of each compared field's value, in their order: enough to tell that it changed."""
    values = (article.title, article.text, article.authors, article.date_published, article.date_modified)
    return b"".join(map(_fingerprint, values))


@dataclass(frozen=True, slots=True)
class Version:
    """Numbers the versions of an article. One that was seen under another URL (moved) keeps its id.

    One that is met where another was, by a redirect and with nothing of the other, is an article of its own.
    """

    catalog: Catalog

    @classmethod
    def from_context(cls, context: StageContext) -> Self:
        return cls(context.catalog)

    def process(self, item: Outcome) -> Outcome:
        if not isinstance(item, Article):
            return item
        prints = fingerprints(item)
        known = self._known(item, prints)
        if known is None:
            return item
        changed = _changed(known.prints, prints)
        if item.text_untaught and _fingerprint(item.text_untaught) == known.prints[PLACES["text"]]:
            changed = tuple(name for name in changed if name != "text")
        article = replace(item, id=known.id, version=known.version + bool(changed), changed=changed)
        return article if changed else Unchanged(article)

    def _known(self, item: Article, prints: bytes) -> Known | None:
        if here := self.catalog.id_of(item.url):
            return self.catalog.record(here)
        led_here = self.catalog.record(self.catalog.id_of(item.requested_url) or item.id)
        if led_here is None or led_here.id == item.id or kept(led_here.prints, prints, KEPT_BY_A_MOVE):
            return led_here
        return self.catalog.record(item.id)


def kept(before: bytes, now: bytes, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the compared fields `names` that have a value and are the same in both prints."""
    return tuple(name for name in names if before[PLACES[name]] == now[PLACES[name]] != NOTHING)


def _changed(before: bytes, now: bytes) -> tuple[str, ...]:
    return tuple(name for name, place in PLACES.items() if before[place] != now[place])


def _fingerprint(value: str | tuple[str, ...] | None) -> bytes:
    return hashlib.sha256(json.dumps(value).encode()).digest()[:PRINT_BYTES]


NOTHING = _fingerprint(None)
