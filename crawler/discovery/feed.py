"""Feeds: RSS 0.9x, 1.0, 2.0 and Atom, by feedparser. Only links, titles and dates; the page itself has the content."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import feedparser

from crawler.discovery.markup import mended, root_of, start_of
from crawler.discovery.sieve import Sieve, stamp
from crawler.errors import SourceChanged
from crawler.items import Found, SourceReading

MAX_ENTRIES = 5_000  # the longest feeds seen have 1,000
MAX_PAGES = 1_000
NEXT_RELATIONS = ("next", "prev-archive")  # RFC 5005: paged feeds, archived feeds


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as written."""

    link: str
    title: str | None
    published: datetime | date | None
    updated: datetime | date | None


def read_feed(text: str, sieve: Sieve) -> SourceReading:
    """The articles of a feed, in its order, and the next page of it.

    The next page is what the feed itself links to (RFC 5005). WordPress links none, but answers to "?paged=N": that
    is asked for when the profile builds on wordpress and the window reaches further back than this page's entries.
    Raises SourceChanged for what is no feed.
    """
    name, rest = root_of(text)
    if name not in ("rss", "feed", "rdf"):
        what = "an HTML page" if name in ("html", "head", "body") else f"{start_of(text)!r}"
        raise SourceChanged(f"no feed at {sieve.page_url}, but {what}")
    try:
        parsed = feedparser.parse(
            # A stream: bytes and strings may be taken for a file's name or an address.
            io.BytesIO(mended(rest).encode("utf-8")),
            # No Content-Location: with one, feedparser works out a base for every element. The sieve does for links.
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except ValueError as error:  # a namespace with a space in its name, say
        raise SourceChanged(f"a feed that cannot be read at {sieve.page_url}: {error}") from error
    if not parsed.version and not parsed.entries:
        raise SourceChanged(f"no feed at {sieve.page_url}, but {start_of(text)!r}")
    entries = [_entry(raw, sieve.profile.timezone) for raw in parsed.entries[:MAX_ENTRIES]]
    found = (sieve.found(entry.link, entry.title, entry.published, entry.updated) for entry in entries)
    next_url = _linked_page(parsed.feed) or _numbered_page(entries, sieve)
    further = sieve.further("feed", next_url) if next_url and sieve.source.depth < MAX_PAGES else None
    is_loop = further is not None and further.url == sieve.source.url
    return SourceReading(_once(found), (further,) if further and not is_loop else ())


def _once(found: Iterator[Found | None]) -> tuple[Found, ...]:
    return tuple({article.url: article for article in found if article}.values())


def _entry(raw: Any, zone: str | None) -> Entry:  # noqa: ANN401 - feedparser's own, without types
    return Entry(
        link=_link(raw),
        title=str(raw.get("title") or "") or None,
        published=_date(raw, "published", zone),
        updated=_date(raw, "updated", zone),
    )


def _link(raw: Any) -> str:  # noqa: ANN401
    if original := raw.get("feedburner_origlink"):
        return str(original)
    links = [link for link in raw.get("links", ()) if link.get("rel") == "alternate" and link.get("href")]
    links.sort(key=lambda link: "html" not in link.get("type", "html"))
    return str(links[0]["href"]) if links else str(raw.get("link") or "")


def _date(raw: Any, name: str, zone: str | None) -> datetime | date | None:  # noqa: ANN401
    # dict.get: feedparser's own answers "updated" with the publication date.
    if value := stamp(str(dict.get(raw, name) or ""), zone):
        return value
    # feedparser knows more spellings (Greek, Korean, Hungarian), but takes UTC for a zone it does not know: the day.
    parsed = dict.get(raw, f"{name}_parsed")
    try:
        return date(*parsed[:3]) if parsed else None
    except ValueError:
        return None


def _linked_page(feed: Any) -> str | None:  # noqa: ANN401
    for relation in NEXT_RELATIONS:
        for link in feed.get("links", ()):
            if link.get("rel") == relation and link.get("href"):
                return str(link["href"])
    return None


def _numbered_page(entries: list[Entry], sieve: Sieve) -> str | None:
    if "wordpress" not in sieve.profile.lineage or not entries:
        return None
    window = sieve.window
    if not (window.since or window.until) or all(
        entry.published and window.is_before(entry.published) for entry in entries
    ):
        return None
    parts = urlsplit(sieve.page_url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    number = next((int(value) for name, value in query if name == "paged" and re.fullmatch(r"[0-9]{1,6}", value)), 1)
    query = [(name, value) for name, value in query if name != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("paged", str(number + 1))])))
