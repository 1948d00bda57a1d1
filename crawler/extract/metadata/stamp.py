"""A moment or day that a page wrote, read by machine format first and by words second."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from crawler.dates import day_of, parse_stamp
from crawler.extract.metadata.document import Document
from crawler.extract.metadata.visible_day import Seen, days_in
from crawler.urls import host_of

# /2020/08/18/…, /2020-08-18-…, /20200818-turkey-…, /2020_08_18
URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<gap>[/_.-])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?!\d)|(?P<compact>\d{4})(?!\d))"
)
# /meldungen/29-10-2021, /newsroom/23-01-2022-dorothea-…
URL_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{2})(?P<gap>[_.-])(?P<month>\d{2})(?P=gap)(?P<year>20\d\d)(?!\d)")
# /2020/aug/18/…
URL_WORD_DAY = re.compile(r"/(?P<year>20\d\d)/(?P<month>[a-z]{3,9})/(?P<day>\d{1,2})/", re.IGNORECASE)
MAX_DATE_LINE_CHARS = 200
MONTH_FIRST_ZONES = re.compile(r"^(?:America/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Detroit)|US/)")
# Domains of countries that write English and put the day first.
DAY_FIRST_DOMAINS = re.compile(r"\.(?:uk|au|nz|ie|in|za|ng|ke|pk|sg|my|eu|il|lb|ae|gh|bd|lk|de|ch|at)$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment or day, the page's own words for it, and the reader."""

    value: datetime | date
    raw: str
    reader: str

    @property
    def day(self) -> date:
        return day_of(self.value)


def read_stamp(doc: Document, raw: str, reader: str) -> Stamp | None:
    """The plausible moment or day that `raw` names; None for anything else."""
    if not raw:
        return None
    raw = raw[:MAX_DATE_LINE_CHARS]
    try:
        value = parse_stamp(raw, doc.profile.timezone)
    except (ValueError, OverflowError):
        seen = next(days_of(doc, raw), None)
        if seen is None:
            return None
        value = seen.value
    return Stamp(value, raw, reader) if is_plausible(doc, value) else None


def is_plausible(doc: Document, value: datetime | date) -> bool:
    """Whether an article fetched as this page could have been published then."""
    # 1970 is what an empty database field comes out as; nothing is published after it was fetched (a day for zones).
    day = day_of(value)
    return day.year >= 1900 and day.year != 1970 and day <= doc.page.fetched_at.date() + timedelta(days=1)


def day_in_url(doc: Document) -> Stamp | None:
    """The day that the URL's path names; None without one."""
    try:
        path = urlsplit(doc.page.url).path
    except ValueError:
        return None
    for match in (*URL_DAY.finditer(path), *URL_DAY_FIRST.finditer(path)):
        digits = match.groupdict().get("compact")
        month, day = (digits[:2], digits[2:]) if digits else (match["month"], match["day"])
        try:
            found = date(int(match["year"]), int(month), int(day))
        except ValueError:
            continue
        if is_plausible(doc, found):
            return Stamp(found, match[0], "url")
    if worded := URL_WORD_DAY.search(path):
        words = f"{worded['day']} {worded['month']} {worded['year']}"
        for seen in days_in(words, "en", None, month_first=False):
            return Stamp(day_of(seen.value), worded[0], "url")
    return None


def days_of(doc: Document, text: str) -> Iterator[Seen]:
    """The days in `text`, read in the page's language, zone and custom."""
    return days_in(text, doc.language, doc.profile.timezone, _is_month_first(doc))


def _is_month_first(doc: Document) -> bool:
    """Whether 4/3/2025 is an April day here: American pages, and English ones without a sign of another country."""
    language = doc.language.lower()
    if doc.profile.timezone:
        return bool(MONTH_FIRST_ZONES.match(doc.profile.timezone))
    if not language.startswith("en"):
        return False
    if "-" in language:
        return language.endswith(("-us", "-ph"))
    return not DAY_FIRST_DOMAINS.search(host_of(doc.page.url))
