"""When the article was published and changed: what its structured data, URL and visible text agree on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml.etree import _Element

from crawler.dates import day_of, parse_stamp
from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import Near, class_words, text_of
from crawler.extract.metadata.jsonld import PAGE_TYPES, types_of
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.text import clean
from crawler.extract.metadata.visible_day import Seen, days_in
from crawler.urls import host_of

PUBLISHED_METAS = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued",
    "dcterms.created", "dc.date.created", "dcterms.issued", "dc.date", "dcterms.date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "article_date_original", "originalpublicationdate",
    "citation_publication_date", "citation_date", "article.published", "date.created", "displaydate", "ptime", "pdate",
    "date", "created", "datecreated", "dc:created", "dc:date", "rnews:datepublished", "vr:published_time",
    "release_date",
)  # fmt: skip
MODIFIED_METAS = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified",
    "article:modified",    "og:article:modified_time", "last-modified", "article.updated", "lastmod", "revised",
    "article:updated_time",
)  # fmt: skip

# /2020/08/18/…, /2020-08-18-…, /20200818-turkey-…, /2020_08_18
URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<gap>[/_.-])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?!\d)|(?P<compact>\d{4})(?!\d))"
)
# /meldungen/29-10-2021, /newsroom/23-01-2022-dorothea-…
URL_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{2})(?P<gap>[_.-])(?P<month>\d{2})(?P=gap)(?P<year>20\d\d)(?!\d)")
# /2020/aug/18/…
URL_WORD_DAY = re.compile(r"/(?P<year>20\d\d)/(?P<month>[a-z]{3,9})/(?P<day>\d{1,2})/", re.IGNORECASE)

DATE_CLASS = re.compile(
    r"date|time(?!line|out)|publish|posted|datum|fecha|tarih|data\b|byline|meta\b|dateline|entry-meta|info"
)
MODIFIED_WORDS = re.compile(
    r"updat|modif|aktualisier|geändert|actualiz|mis à jour|aggiornat|atualizad|güncel|bijgewerkt"
    r"|تحديث|به‌روز|עודכן|обновл|修正|更新",
    re.IGNORECASE,
)
# In a class name that says no more than "date": the only one trusted far from the heading.
DATE_NAME = re.compile(r"(?:^|[ _-])(?:date|datum|fecha|tarih|data|published|pubdate|publish-date|postdate)(?:$|[ _-])")
DATE_LIKE = re.compile(r"(?:19|20)\d\d|\d[./]\d\d?[./]\d\d|1[34]\d\d|[٠-٩۰-۹]{4}|[0-9٠-٩۰-۹] ?[년年]")
MAX_DATE_LINE_CHARS = 200
MAX_PLAIN_LINE_CHARS = 80  # of text that no class calls a date: longer ones are sentences
MAX_ELEMENTS = 3_000
MAX_PARTS = 100
WEST_HOURS, EAST_HOURS = -10, 13
MAX_TIMES = 60
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


def read_published(doc: Document) -> Stamp | None:
    """The publication: the page's structured data, unless what it shows says otherwise with good reason.

    A structured stamp in UTC is the day before or after for readers in another zone; the day that the page shows is
    then the day of publication, unless the profile's time zone explains the difference: then the moment is kept.
    A shown day further off is taken when a second structured claim confirms it, or only a weak meta tag denies it; it
    is the day of the last change otherwise, which pages like to show instead.
    """
    for text in select(doc, doc.profile.metadata.date_published):
        if stamp := _read(doc, text, "profile"):
            return stamp
    claims = list(_structured(doc))
    from_url = day_in_url(doc)
    if not claims:
        return _unstructured(from_url, list(_times(doc)), _marked_day(doc)) or _plain_day(doc)
    first = claims[0]
    if from_url and first.day == from_url.day:
        return first
    shown = from_url or _marked_day(doc)
    if shown is None or shown.day == first.day:
        return first
    if abs(first.day - shown.day) == timedelta(days=1):
        return shown if _is_other_zone(first, shown.day) and not _zone_explains(doc, first, shown.day) else first
    changed = read_modified(doc)
    if changed is not None and changed.day == shown.day:
        return first
    confirmed = next((claim for claim in claims[1:] if claim.day == shown.day), None)
    return confirmed or (shown if first.reader == "meta" else first)


def read_modified(doc: Document) -> Stamp | None:
    """The last change as the page gives it."""
    for text in select(doc, doc.profile.metadata.date_modified):
        if stamp := _read(doc, text, "profile"):
            return stamp
    if doc.article is not None and (stamp := _read(doc, doc.graph.text(doc.article.get("dateModified")), "jsonld")):
        return stamp
    for name in MODIFIED_METAS:
        if stamp := _read(doc, doc.meta(name), "og" if ":" in name else "meta"):
            return stamp
    for element in _near_times(doc):
        if _is_modified(element) and (stamp := _read(doc, _time_text(element), "time_element")):
            return stamp
    return None


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
        if _is_plausible(doc, found):
            return Stamp(found, match[0], "url")
    if worded := URL_WORD_DAY.search(path):
        words = f"{worded['day']} {worded['month']} {worded['year']}"
        for seen in days_in(words, "en", None, month_first=False):
            return Stamp(day_of(seen.value), worded[0], "url")
    return None


def _structured(doc: Document) -> Iterator[Stamp]:
    graph = doc.graph
    if doc.article is not None:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            if stamp := _read(doc, graph.text(doc.article.get(key)), "jsonld"):
                yield stamp
    for name in PUBLISHED_METAS:
        for content in doc.metas.get(name, ()):
            if stamp := _read(doc, content, "og" if name.startswith(("article:", "og:")) else "meta"):
                yield stamp
    for node in graph.nodes:
        if PAGE_TYPES.intersection(types_of(node)) and (
            stamp := _read(doc, graph.text(node.get("datePublished")), "jsonld")
        ):
            yield stamp


def _unstructured(from_url: Stamp | None, times: list[Stamp], visible: Stamp | None) -> Stamp | None:
    if from_url:
        return next((time for time in times if time.day == from_url.day), from_url)
    if times and visible:
        return next((time for time in times if time.day == visible.day), times[0])
    return times[0] if times else visible


def _times(doc: Document) -> Iterator[Stamp]:
    for element in _near_times(doc):
        if not _is_modified(element) and (stamp := _read(doc, _time_text(element), "time_element")):
            yield stamp


def _near_times(doc: Document) -> list[_Element]:
    """`<time>` elements and those with itemprop of a date: near the heading first, then wherever they stand."""
    near = [near.element for near in _outward(doc) if _is_time(near.element)]
    return [*near, *[element for element in islice(doc.tree.iter("time"), MAX_TIMES) if element not in near]]


def _outward(doc: Document) -> list[Near]:
    """What stands below the heading, from it on; then what stands above it."""
    return sorted(doc.near, key=lambda near: (near.distance < 0, abs(near.distance)))


def _is_time(element: _Element) -> bool:
    return element.tag == "time" or element.get("itemprop") in ("datePublished", "dateModified")


def _is_modified(element: _Element) -> bool:
    if element.get("itemprop") == "dateModified":
        return True
    words = class_words(element)
    return "updated" in words and "published" not in words


def _time_text(element: _Element) -> str:
    return element.get("datetime") or element.get("content") or text_of(element)


def _marked_day(doc: Document) -> Stamp | None:
    """The first day in a short line of a date's class near the heading; a line about changes counts last."""
    lines = (
        text_of(near.element) for near in _outward(doc) if near.element.tag == "time" or DATE_CLASS.search(near.words)
    )
    return _first_day(doc, lines)


def _plain_day(doc: Document) -> Stamp | None:
    """The first day in the own text of any element near the heading, else in a date's class anywhere on the page."""
    near = (_own_text(near.element) for near in _outward(doc))
    if stamp := _first_day(doc, (line for line in near if len(line) <= MAX_PLAIN_LINE_CHARS)):
        return stamp
    everywhere = islice(doc.tree.iter("span", "div", "p", "li", "small", "dd", "td"), MAX_ELEMENTS)
    return _first_day(doc, (text_of(element) for element in everywhere if DATE_NAME.search(class_words(element))))


def _first_day(doc: Document, lines: Iterable[str]) -> Stamp | None:
    late: Stamp | None = None
    for line in lines:
        if len(line) > MAX_DATE_LINE_CHARS or not DATE_LIKE.search(line):
            continue
        for seen in _days(doc, line):
            if not _is_plausible(doc, seen.value):
                continue
            stamp = Stamp(seen.value, seen.raw, "visible")
            if not MODIFIED_WORDS.search(line.split(seen.raw)[0]):
                return stamp
            late = late or stamp
    return late


def _own_text(element: _Element) -> str:
    return clean(" ".join([element.text or "", *(child.tail or "" for child in islice(element, MAX_PARTS))]))


def _days(doc: Document, text: str) -> Iterator[Seen]:
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


def _read(doc: Document, raw: str, reader: str) -> Stamp | None:
    if not raw:
        return None
    raw = raw[:MAX_DATE_LINE_CHARS]
    try:
        value = parse_stamp(raw, doc.profile.timezone)
    except (ValueError, OverflowError):
        seen = next(_days(doc, raw), None)
        if seen is None:
            return None
        value = seen.value
    return Stamp(value, raw, reader) if _is_plausible(doc, value) else None


def _is_plausible(doc: Document, value: datetime | date) -> bool:
    # 1970 is what an empty database field comes out as; nothing is published after it was fetched (a day for zones).
    day = day_of(value)
    return day.year >= 1900 and day.year != 1970 and day <= doc.page.fetched_at.date() + timedelta(days=1)


def _is_other_zone(stamp: Stamp, shown: date) -> bool:
    """Whether the stamp's moment falls on the day shown somewhere between Honolulu and Auckland."""
    if not isinstance(stamp.value, datetime):
        return True
    return any(
        stamp.value.astimezone(timezone(timedelta(hours=hours))).date() == shown for hours in (WEST_HOURS, EAST_HOURS)
    )


def _zone_explains(doc: Document, stamp: Stamp, shown: date) -> bool:
    zone = doc.profile.timezone
    return (
        bool(zone)
        and isinstance(stamp.value, datetime)
        and stamp.value.astimezone(ZoneInfo(zone or "UTC")).date() == shown
    )
