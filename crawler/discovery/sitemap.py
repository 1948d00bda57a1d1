"""Sitemaps: index, urlset, text; any namespace or none. Standard: sitemaps.org 0.9, Google News extension."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from lxml import etree

from crawler.discovery.feed import read_feed
from crawler.discovery.markup import mended, root_of, start_of
from crawler.discovery.sieve import Sieve, stamp
from crawler.discovery.sitemap_names import holds_no_articles, looks_like_sitemap
from crawler.errors import SourceChanged
from crawler.items import Found, Source, SourceReading

MAX_ENTRIES = 50_000  # of one file, by the standard
MAX_VALUE_CHARS = 4_096
ENTRY_TAGS = frozenset({"url", "sitemap"})
# Path below the entry: field. An image's own <loc> is deeper, and so is not the page's.
FIELDS = {
    ("loc",): "url",
    ("lastmod",): "modified",
    ("news", "title"): "title",
    ("news", "publication_date"): "published",
}


@dataclass(slots=True)
class Entry:
    """One <url> or <sitemap>, as written. Filled while the file is read."""

    tag: str
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """The value without the white space around it, or None."""
        return self.values.get(name, "").strip() or None


def read_sitemap(text: str, sieve: Sieve) -> SourceReading:
    """The articles of a sitemap, or the sitemaps of an index, newest first.

    A feed given as a sitemap is read as a feed. Of a file that is cut off or broken, what came before counts: the
    rest comes with the next visit. Raises SourceChanged for what is no sitemap at all.
    """
    name, rest = root_of(text)
    match name:
        case "urlset" | "sitemapindex":
            return _reading(_entries(rest, sieve.page_url), sieve)
        case "rss" | "feed" | "rdf":
            return read_feed(text, sieve)
        case "":
            return _reading([Entry("url", {"url": line}) for line in _lines(text, sieve.page_url)], sieve)
        case _:
            raise SourceChanged(f"an HTML page in place of a sitemap at {sieve.page_url}")


def _reading(entries: list[Entry], sieve: Sieve) -> SourceReading:
    found: list[Found] = []
    children: list[tuple[float, Source]] = []
    for entry in entries:
        # A double escape ("&amp;amp;") is as common as a missing one, and no address means it.
        raw = (entry.get("url") or "").replace("&amp;", "&")
        modified = stamp(entry.get("modified"), sieve.profile.timezone)
        if entry.tag == "sitemap" or looks_like_sitemap(raw):
            if child := _child(raw, modified, sieve):
                children.append((_age(modified), child))
            continue
        published = stamp(entry.get("published"), sieve.profile.timezone)
        if article := sieve.found(raw, entry.get("title"), published, modified):
            found.append(article)
    children.sort(key=lambda child: child[0])  # stable: those without a date stay in their order, last
    return SourceReading(tuple(found), tuple(source for _, source in children))


def _child(raw: str, modified: datetime | date | None, sieve: Sieve) -> Source | None:
    child = sieve.further("sitemap", raw)
    if child is None or child.depth > sieve.bounds.sitemap_depth or child.url == sieve.source.url:
        return None
    is_old = modified is not None and sieve.window.is_before(modified)
    return None if is_old or holds_no_articles(child.url) else replace(child, modified=modified)


def _age(modified: datetime | date | None) -> float:
    if modified is None:
        return float("inf")
    return -(modified if isinstance(modified, datetime) else datetime.combine(modified, time(), UTC)).timestamp()


def _lines(text: str, url: str) -> Iterator[str]:
    lines = [line.strip() for line in text.splitlines()[: MAX_ENTRIES * 2]]
    lines = [line for line in lines if line and not line.startswith("#")][:MAX_ENTRIES]
    if not lines:
        raise SourceChanged(f"an empty sitemap at {url}")
    if not lines[0].lower().startswith(("http://", "https://")):
        raise SourceChanged(f"neither a sitemap nor a list of addresses at {url}: it begins with {start_of(text)!r}")
    return iter(lines)


def _entries(text: str, url: str) -> list[Entry]:
    target = _Target()
    # Events instead of a tree: a file of nothing but tags would take fifty times its size in memory.
    parser = etree.XMLParser(
        target=target, encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        etree.fromstring(mended(text).encode("utf-8"), parser)
    except _Full:
        pass
    except etree.XMLSyntaxError as error:
        if not target.entries:
            raise SourceChanged(f"broken XML at {url}: {error.msg}") from error
    return target.entries


class _Full(Exception):
    """Enough entries were read."""


class _Target:
    """Collects entries from the parser's events."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._path: list[str] = []  # below the entry
        self._entry: Entry | None = None

    def start(self, tag: str | bytes, _attributes: object) -> None:
        name = _local(str(tag))
        if name in ENTRY_TAGS:
            self._finish()  # the one before was not closed
            self._entry, self._path = Entry(name), []
        elif self._entry is not None:
            self._path.append(name)

    def end(self, tag: str | bytes) -> None:
        name = _local(str(tag))
        if name in ENTRY_TAGS:
            self._finish()
        elif self._path:
            self._path.pop()

    def data(self, data: str | bytes) -> None:
        name = FIELDS.get(tuple(self._path)) if len(self._path) <= 2 else None
        if self._entry is not None and name:
            have = self._entry.values.get(name, "")
            if len(have) < MAX_VALUE_CHARS:
                self._entry.values[name] = have + str(data)[:MAX_VALUE_CHARS]

    def comment(self, text: str | bytes) -> None:
        """Says nothing."""

    def close(self) -> None:
        self._finish()

    def _finish(self) -> None:
        if self._entry is not None:
            self.entries.append(self._entry)
            self._entry = None
        if len(self.entries) >= MAX_ENTRIES:
            raise _Full


def _local(tag: str) -> str:
    # "{namespace}loc", or "news:title" whose prefix nobody declared.
    return tag.rpartition("}")[2].rpartition(":")[2].lower()
