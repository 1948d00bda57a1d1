"""Sieve: which of the addresses that a source names may be used, and as what."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

from crawler.bounds import DEFAULT, Bounds
from crawler.dates import Window, parse_stamp
from crawler.discovery.article_url import refusal
from crawler.items import Found, Source, SourceKind
from crawler.profiles.model import SiteProfile
from crawler.urls import belongs_to, canonical_url, host_of

MAX_URL_CHARS = 2_000  # profile rules look no further; servers refuse somewhere between 2,000 and 8,000
MAX_TITLE_CHARS = 500
TAG = re.compile(r"<[^<>]{0,1000}>")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the addresses on one page of `source` may be used.

    Only http(s), only hosts of the profile's domains (without any: of the page's own host), no user-info, and
    neither refused by the profile nor certainly outside the window.
    """

    source: Source
    profile: SiteProfile
    window: Window
    page_url: str
    bounds: Bounds = DEFAULT

    def address(self, raw: str, base: str = "") -> str | None:
        """`raw` as a canonical URL inside the site, or None. Relative ones hang on `base`, else on the page."""
        url = _absolute(raw, base or self.page_url)
        return url if url and belongs_to(url, self.profile.domains or (host_of(self.page_url),)) else None

    def further(self, kind: SourceKind, raw: str, base: str = "") -> Source | None:
        """The source of `kind` at `raw`, one step deeper, or None. It may also live on this source's own host."""
        url = _absolute(raw, base or self.page_url)
        hosts = (*self.profile.domains, host_of(self.page_url))
        return Source(kind, url, self.source.depth + 1) if url and belongs_to(url, hosts) else None

    def found(
        self,
        raw: str,
        title: str | None = None,
        published: datetime | date | None = None,
        modified: datetime | date | None = None,
    ) -> Found | None:
        """The article at `raw`, or None when it may not or need not be fetched."""
        if self.is_outside(published, modified):
            return None
        url = self.address(raw)
        if url is None or refusal(url, self.profile):
            return None
        name = plain_title(title) if title else None
        return Found(url, self.source.kind, self.source.url, name, published, modified, depth=self.source.depth + 1)

    def is_outside(self, published: datetime | date | None, modified: datetime | date | None) -> bool:
        """Whether the dates that a source gave leave no doubt that the article lies outside the window."""
        if published and (self.window.is_before(published) or self.window.is_after(published)):
            return True
        return modified is not None and self.window.is_before(modified)


def stamp(raw: str | None, zone: str | None) -> datetime | date | None:
    """`raw` as a date, or None: a source's date is only a hint, the page's own decides."""
    try:
        return parse_stamp(raw, zone) if raw else None
    except ValueError:
        return None


def plain_title(raw: str) -> str | None:
    """`raw` (text, or HTML escaped once or twice) as one line of text, or None when nothing is left."""
    # Cut first: the work is bounded whatever comes in.
    text = unescape(TAG.sub(" ", unescape(raw[: 4 * MAX_TITLE_CHARS])))
    return " ".join(CONTROL.sub(" ", text).split())[:MAX_TITLE_CHARS] or None


def _absolute(raw: str, base: str) -> str | None:
    raw = raw.strip()
    if not raw or len(raw) > MAX_URL_CHARS:
        return None
    try:
        url = raw if raw.startswith(("http://", "https://")) else urljoin(base, raw)
        has_user = "@" in url and "@" in urlsplit(url).netloc
        return None if has_user else canonical_url(url)
    except ValueError:
        return None
