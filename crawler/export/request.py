"""What an export is asked for, as values."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.exports.compressing import Compression
from pipelines.exports.splits import Plan

TITLE = "News articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which records go out; empty and None admit all. Days are of publication, in the article's own zone, included.

    A record without a date lies in no window. `languages` are BCP 47 ranges: `en` admits `en-GB`. `where` is an SQL
    expression over the columns of a record.
    """

    sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    where: str | None = None
    latest_only: bool = True
    drop_duplicates: bool = False

    def admits(self, record: "dict[str, object]") -> bool:
        """Whether `record` passes site, language and window."""
        if self.sites and record["site"] not in self.sites:
            return False
        if self.languages and not _is_in(str(record["language"] or ""), self.languages):
            return False
        if self.since is None and self.until is None:
            return True
        day = str(record["date_published"] or "")[:10]
        return bool(day) and str(self.since or "") <= day <= str(self.until or "9999-99-99")

    def described(self) -> dict[str, object]:
        """As values for JSON."""
        return {
            "sites": sorted(self.sites),
            "languages": sorted(self.languages),
            "since": str(self.since) if self.since else None,
            "until": str(self.until) if self.until else None,
            "where": self.where,
            "latest_only": self.latest_only,
            "drop_duplicates": self.drop_duplicates,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An export of the store `store` to the folder `to`. `fields` are names as they go out, () for all of them.

    `title` is what a card calls the set.
    """

    store: Path
    to: Path
    format: str
    names: str = "newskeep"
    fields: tuple[str, ...] = ()
    compression: Compression | None = None
    filters: Filters = Filters()
    split: Plan | None = None
    title: str = TITLE

    def described(self) -> dict[str, object]:
        """What decides about the bytes of the export, as values for JSON."""
        return {
            "format": self.format,
            "names": self.names,
            "fields": list(self.fields) or None,
            "compression": self.compression,
            "filters": self.filters.described(),
            "split": self.split.described() if self.split else None,
            "title": self.title,
        }


def _is_in(language: str, ranges: tuple[str, ...]) -> bool:
    tag = language.lower()
    return any(tag == one.lower() or tag.startswith(one.lower() + "-") for one in ranges)
