"""The card of a data set: README.md as the Hugging Face Hub shows it, from counts of what the set holds.

Sections follow its template and "Datasheets for Datasets" (Gebru et al., 2021): what it is, how it was collected,
rights, copies, removal, limits. Every number is counted from the set's own records. Nothing that a page says can be
markup here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.exports.card_head import card_head, plain
from pipelines.exports.tally import Counter, Tally

MAX_ROWS = 100  # of a table; manifest.json has no bound
MARKUP = re.compile(r"([\\`*_{}\[\]<>()#!|~&$:@])")  # of CommonMark and GitHub's tables and links


@dataclass(frozen=True, slots=True)
class About:
    """What the counts do not say.

    `filters` say which records were chosen, empty ones left out; `removals` counts requests to take articles out of
    the store.
    """

    title: str
    version: str  # newskeep's
    schema_version: int
    user_agent: str
    filters: Mapping[str, object]
    removals: int
    drops_copies: bool


def card(tally: Tally, about: About, paths: Mapping[str, str], split: Mapping[str, object] | None) -> str:
    """README.md: a YAML head and Markdown, ending in a line feed. The same counts give the same text.

    `paths` names the files of each part as a glob; `split` is `Splitter.described()`, or None for one part.
    """
    sections = (
        f"# {safe(about.title)}",
        _what(tally),
        _loading(about),
        _splits(tally, split),
        _table("By language", "language", tally.languages, "not recognised"),
        _table("By site", "site", tally.sites),
        _table("By month of publication", "month", tally.months, "no date", by_value=True),
        _table("By licence, as the pages state it", "licence", tally.licenses, "none stated"),
        _collected(tally, about),
        _rights(tally, about),
        _copies(tally, about),
        _removal(about),
        _limits(tally),
    )
    return card_head(tally, about.title, paths) + "\n" + "\n\n".join(sections) + "\n"


def safe(text: str) -> str:
    """`text` as Markdown that shows just it, on one line: no markup, no link, no cell that ends early."""
    return MARKUP.sub(r"\\\1", " ".join(str(plain(text)).split()))


def _what(tally: Tally) -> str:
    fetched = f", fetched from {tally.fetched.first} to {tally.fetched.last}" if tally.fetched.first else ""
    return f"{tally.told()}{fetched}."


def _loading(about: About) -> str:
    return f"""## Loading

```python
from datasets import load_dataset

articles = load_dataset("path/to/this/folder")
```

One row is one article record of newskeep, schema version {about.schema_version}. `croissant.json` describes the \
columns; `manifest.json` has the SHA-256 of every file and what the set was made from, which \
`newskeep export --verify FOLDER` checks."""


def _splits(tally: Tally, split: Mapping[str, object] | None) -> str:
    if split is None:
        return "## Splits\n\nNone: all records are in `train`."
    how = {
        "time": "By the day of publication (UTC); an article's copies are all with the earliest of them.",
        "group": "By a hash over an article's group of copies: no near copy is on two sides.",
        "random": "By a hash over the article. **Near copies of an article may be on different sides:** "
        "use a split by group or time to measure anything.",
    }[str(split["by"])]
    facts = "".join(f"\n- {name.replace('_', ' ')}: {_listed(value)}" for name, value in split.items() if value)
    rows = "\n".join(f"| {safe(part)} | {records:,} |" for part, records in tally.parts.most())
    return f"## Splits\n\n{how}\n{facts}\n\n| split | records |\n| --- | ---: |\n{rows}"


def _listed(value: object) -> str:
    return safe(", ".join(str(item) for item in value) if isinstance(value, list) else str(value))


def _table(title: str, column: str, counts: Counter, nothing: str = "", *, by_value: bool = False) -> str:
    values = sorted(counts.of.items()) if by_value else counts.most()
    rows = [f"| {safe(value) or nothing} | {number:,} |" for value, number in values[:MAX_ROWS]]
    beyond = sum(number for _, number in values[MAX_ROWS:]) + counts.beyond
    rows += [f"| others | {beyond:,} |"] if beyond else []
    return "\n".join((f"## {title}\n", f"| {column} | records |", "| --- | ---: |", *rows))


def _collected(tally: Tally, about: About) -> str:
    chosen = "".join(f"\n- {safe(name)}: {_listed(value)}" for name, value in about.filters.items() if value)
    extractors = ", ".join(safe(name) for name, _ in tally.extractors.most()[:5])
    return f"""## How it was collected

newskeep {safe(about.version)} crawled what the sites' own sitemaps, feeds and listings name, kept every page as it \
was served in a WARC archive, and made each record from those bytes: `archive` in a record names them. Extracted by: \
{extractors or "nothing"}.

Chosen of what the store holds:
{chosen}"""


def _rights(tally: Tally, about: About) -> str:
    signals = "\n".join(f"| {safe(name)} | {number:,} |" for name, number in tally.robots.most()[:MAX_ROWS])
    table = f"\n\n| robots directive | records |\n| --- | ---: |\n{signals}" if signals else ""
    return f"""## Robots policy and rights

The crawler obeys robots.txt (RFC 9309) and crawl delays, as {safe(about.user_agent)}. Pages are in the set \
whatever they say of their use; what they say is in the record (`license`, `robots`, `tdm_reservation`, \
`tdm_policy`), and newskeep does not judge it. The texts belong to their publishers: who uses them must have a right \
to, and honour reservations.

- records with a TDM reservation (`1`): {tally.reservations.of.get("1", 0):,}
- records that the page calls not accessible for free: {tally.not_free:,}{table}"""


def _copies(tally: Tally, about: About) -> str:
    left = "Of each group only the first is in the set." if about.drops_copies else "Copies are in the set."
    return f"""## Copies

`duplicate_group` is the id of the first article of which a record is a copy or near copy, on whatever site; of an \
article without copies it is its own id. {left}

- records that are copies of another article: {tally.copies:,}
- records that are a later version of an article: {tally.later_versions:,}"""


def _removal(about: About) -> str:
    counted = f" Such requests so far: {about.removals:,}."
    return f"""## Removal requests

What was taken out of the store on request before this set was made is not in it.{counted} Whoever passes the set on \
should name an address for such requests here, and make the set anew when one is granted."""


def _limits(tally: Tally) -> str:
    return f"""## Known limits

- Text, authors and dates are what programs read from pages; they err. `extraction` says what read each field.
- An author may be an agency or a pen name.
- Only what the sites' sources named and what answered was fetched: the set is no full record of any site.
- Names of living people and opinions about them are in news. No personal data was removed.
- records without a date: {tally.months.of.get("", 0):,}; with a day but no time: {tally.only_a_day:,}
- records without an author: {tally.without_author:,}
- records whose language is unsure (below 0.9): {tally.unsure_language:,}
- records in several languages: {tally.several_languages:,}"""
