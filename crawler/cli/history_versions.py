"""The versions of one article as the store holds them, and the changes between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.cli.word_diff import Folded, Piece, Pieces, diff_paragraphs, diff_words
from crawler.run.records_reader import field_of, lines
from crawler.state.lookup import Lookup, RecordEntry

# What is compared besides the text, in the order shown.
FIELDS = ("url", "title", "description", "authors", "section", "date_published", "date_modified")
WORDS = frozenset({"title", "description"})  # the others are shown as a whole, old and new


@dataclass(frozen=True, slots=True)
class Version:
    """One record line of the article, and where it stands."""

    number: int
    segment: str
    line: int
    record: Mapping[str, object]

    def text(self, name: str) -> str:
        """The field as text for people; names are parted by commas, null is ""."""
        value = self.record.get(name)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the version before: `fields` by name, then the paragraphs of the text."""

    fields: Mapping[str, Pieces]
    text: tuple[Pieces | Folded, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The versions, the first one first. `missing` has a line for people for each part that was not found."""

    id: str
    url: str
    gone_at: datetime | None
    versions: tuple[Version, ...]
    missing: tuple[str, ...]

    def changes(self) -> list[tuple[Version, Change | None]]:
        """Each version with what it changed; None for the first."""
        pairs = zip((None, *self.versions), self.versions, strict=False)
        return [(version, change_between(before, version) if before else None) for before, version in pairs]


def versions_of(state: Lookup, folder: Path, known: RecordEntry) -> History:
    """Every version of the article that the record segments of its site hold."""
    found: list[Version] = []
    missing: list[str] = []
    # A profile that was renamed leaves the older versions with the old name's files.
    sites = {known.site} | {one.site for one in state.segments("records") if one.path == known.segment}
    for site in sorted(sites):
        for segment in state.segments("records", site):
            try:
                for line in lines(folder, segment, (field_of("id", known.id),)):
                    record = line.value()
                    if record.get("id") == known.id:
                        found.append(Version(int(str(record.get("version"))), line.segment, line.number, record))
            except FileNotFoundError:
                missing.append(f"{segment.path} is not in {folder}: what it holds is not shown")
    found.sort(key=lambda one: one.number)
    lacking = sorted(set(range(1, known.version + 1)) - {one.number for one in found})
    if lacking:
        missing.append(f"of {known.version} versions these were not found: {', '.join(map(str, lacking))}")
    return History(known.id, known.url, known.gone_at, tuple(found), tuple(missing))


def change_between(before: Version, after: Version) -> Change:
    """What `after` says that `before` did not, and the other way round."""
    fields = {}
    for name in FIELDS:
        old, new = before.text(name), after.text(name)
        if old == new:
            continue
        pieces = (Piece("removed", old), Piece("added", new))
        fields[name] = diff_words(old, new) if name in WORDS else tuple(piece for piece in pieces if piece.text)
    text = diff_paragraphs(before.text("text"), after.text("text"))
    return Change(fields, tuple(text))
