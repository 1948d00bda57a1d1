"""What a data set holds, counted while its records stream by: memory is bounded whatever the pages say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.exports.shaping import GROUP_FIELD

# What a page writes (a licence, a directive) can be anything; sites, months and languages of a set stay far below.
MAX_VALUES = 5_000
MAX_VALUE_CHARS = 200
SURE_OF_LANGUAGE = 0.9  # below it a person should look, docs/record.md says


@dataclass(slots=True)
class Counter:
    """How often each value came; of more than MAX_VALUES different ones the later are counted together as `beyond`."""

    of: dict[str, int] = field(default_factory=dict)
    beyond: int = 0

    def add(self, value: str) -> None:
        value = value[:MAX_VALUE_CHARS]
        if value in self.of or len(self.of) < MAX_VALUES:
            self.of[value] = self.of.get(value, 0) + 1
        else:
            self.beyond += 1

    def most(self) -> list[tuple[str, int]]:
        """Values and their counts, the most frequent first, then by value."""
        return sorted(self.of.items(), key=lambda item: (-item[1], item[0]))


@dataclass(slots=True)
class Span:
    """The first and the last of some texts, by their order; "" before there is one."""

    first: str = ""
    last: str = ""

    def add(self, value: str) -> None:
        self.first = min(self.first, value) if self.first else value
        self.last = max(self.last, value)


@dataclass(slots=True)
class Tally:
    """Counts over the records of a data set; `add` each of them once, with the part (split) it went to."""

    records: int = 0
    words: int = 0
    parts: Counter = field(default_factory=Counter)
    sites: Counter = field(default_factory=Counter)
    languages: Counter = field(default_factory=Counter)  # "" where none was recognised
    months: Counter = field(default_factory=Counter)  # of publication as written, YYYY-MM; "" without a date
    licenses: Counter = field(default_factory=Counter)  # as found; "" where the page states none
    robots: Counter = field(default_factory=Counter)  # directives; a record may have several
    reservations: Counter = field(default_factory=Counter)  # TDMRep, "" where there is none
    not_free: int = 0
    copies: int = 0  # records whose group is named by another article
    later_versions: int = 0
    without_author: int = 0
    only_a_day: int = 0
    unsure_language: int = 0
    several_languages: int = 0
    extractors: Counter = field(default_factory=Counter)
    published: Span = field(default_factory=Span)  # days
    fetched: Span = field(default_factory=Span)  # RFC 3339 in UTC

    def add(self, record: Mapping[str, object], part: str) -> None:
        """Counts `record`: the fields of docs/record.md, and its group."""
        self.records += 1
        self.words += _whole(record["word_count"])
        self.parts.add(part)
        self.sites.add(str(record["site"]))
        self.languages.add(str(record["language"] or ""))
        self.licenses.add(str(record["license"] or ""))
        self.reservations.add(str(record["tdm_reservation"] or ""))
        for directive in set(_texts(record["robots"])):
            self.robots.add(directive)
        self.not_free += record["is_accessible_for_free"] is False
        self.copies += record[GROUP_FIELD] != record["id"]
        self.later_versions += _whole(record["version"]) > 1
        self.without_author += not record["authors"]
        self.fetched.add(str(record["fetched_at"]))
        self._add_date(record["date_published"])
        self._add_extraction(record["extraction"])

    def told(self) -> str:
        """One line of what there is."""
        sites = "1 site" if len(self.sites.of) == 1 else f"{len(self.sites.of)} sites"
        published = f", published from {self.published.first} to {self.published.last}" if self.published.first else ""
        return f"{self.records:,} records of news articles with {self.words:,} words, from {sites}{published}"

    def _add_date(self, stamp: object) -> None:
        if stamp is None:
            self.months.add("")
            return
        self.months.add(str(stamp)[:7])
        self.published.add(str(stamp)[:10])
        self.only_a_day += len(str(stamp)) == len("2026-03-04")

    def _add_extraction(self, extraction: object) -> None:
        if not isinstance(extraction, Mapping):
            raise ValueError("extraction: must be an object")
        score = extraction["language_score"]
        self.extractors.add(str(extraction["extractor"]))
        self.unsure_language += isinstance(score, int | float) and score < SURE_OF_LANGUAGE
        self.several_languages += bool(extraction["other_languages"])


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError(f"{value!r} is no whole number")
    return value


def _texts(value: object) -> Iterator[str]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no list")
    return (str(item) for item in value)
