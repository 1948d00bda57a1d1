"""When the article was published and changed: what its structured data, URL and visible text agree on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.jsonld import PAGE_TYPES, types_of
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.shown_day import is_about_change, marked_day, plain_day, time_elements, time_text, times
from crawler.extract.metadata.stamp import Stamp, day_in_url, read_stamp

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
WEST_HOURS, EAST_HOURS = -10, 13


def read_published(doc: Document) -> Stamp | None:
    """The publication: the page's structured data, unless what it shows says otherwise with good reason.

    A structured stamp in UTC is the day before or after for readers in another zone; the day that the page shows is
    then the day of publication, unless the profile's time zone explains the difference: then the moment is kept.
    A shown day further off is taken when a second structured claim confirms it, or only a weak meta tag denies it; it
    is the day of the last change otherwise, which pages like to show instead.
    """
    for text in select(doc, doc.profile.metadata.date_published):
        if stamp := read_stamp(doc, text, "profile"):
            return stamp
    claims = list(_structured(doc))
    from_url = day_in_url(doc)
    if not claims:
        return _unstructured(from_url, list(times(doc)), marked_day(doc)) or plain_day(doc)
    first = claims[0]
    if from_url and first.day == from_url.day:
        return first
    shown = from_url or marked_day(doc)
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
        if stamp := read_stamp(doc, text, "profile"):
            return stamp
    if doc.article is not None and (
        stamp := read_stamp(doc, doc.graph.text(doc.article.get("dateModified")), "jsonld")
    ):
        return stamp
    for name in MODIFIED_METAS:
        if stamp := read_stamp(doc, doc.meta(name), "og" if ":" in name else "meta"):
            return stamp
    for element in time_elements(doc):
        if is_about_change(element) and (stamp := read_stamp(doc, time_text(element), "time_element")):
            return stamp
    return None


def _structured(doc: Document) -> Iterator[Stamp]:
    graph = doc.graph
    if doc.article is not None:
        for key in ("datePublished", "dateCreated", "uploadDate"):
            if stamp := read_stamp(doc, graph.text(doc.article.get(key)), "jsonld"):
                yield stamp
    for name in PUBLISHED_METAS:
        for content in doc.metas.get(name, ()):
            if stamp := read_stamp(doc, content, "og" if name.startswith(("article:", "og:")) else "meta"):
                yield stamp
    for node in graph.nodes:
        if PAGE_TYPES.intersection(types_of(node)) and (
            stamp := read_stamp(doc, graph.text(node.get("datePublished")), "jsonld")
        ):
            yield stamp


def _unstructured(from_url: Stamp | None, times: list[Stamp], visible: Stamp | None) -> Stamp | None:
    if from_url:
        return next((time for time in times if time.day == from_url.day), from_url)
    if times and visible:
        return next((time for time in times if time.day == visible.day), times[0])
    return times[0] if times else visible


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
