"""One page on disk, read in a worker: a file in, an article or the reason for none out; or all the reasons."""

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from crawler.bodies import decoded_body, text_of
from crawler.cli.page_files import PageFile
from crawler.errors import ProfileError, RetryLater, TooLarge, Undecodable
from crawler.extract.article import read_article
from crawler.extract.explain import Explanation, explain
from crawler.items import Article, Page
from crawler.profiles import bundled_profiles, profile_for_host, profile_for_site
from crawler.profiles.model import SiteProfile
from crawler.urls import canonical_url, host_of

MAX_FILE_BYTES = 64_000_000  # no page of a news site comes near; what is bigger is something else
GZIP_MAGIC = b"\x1f\x8b"
HEAD_CHARS = 300_000  # of a page, in which it names its own address; styles in a head may take most of it


@dataclass(frozen=True, slots=True)
class NoArticle:
    """A page that gave no article. `reason` is that of a reject, or `unreadable` when the file is to blame."""

    reason: str
    detail: str


class _Unreadable(Exception):
    """The file or its URL is to blame; the text says how."""


def answer(file: PageFile, profile: SiteProfile | None) -> Article | NoArticle:
    """The article of the page in `file`, read with `profile`; for None with the profile of its URL's host."""
    try:
        outcome = read_article(*_page_in(file, profile)).outcome
    except (_Unreadable, RetryLater, ProfileError) as error:
        return NoArticle("unreadable", str(error))
    return outcome if isinstance(outcome, Article) else NoArticle(outcome.reason, outcome.detail)


def explanation(file: PageFile, profile: SiteProfile | None) -> Explanation | NoArticle:
    """Why the page in `file` gives what `answer` makes of it; NoArticle when the file is to blame."""
    try:
        return explain(*_page_in(file, profile))
    except (_Unreadable, RetryLater, ProfileError) as error:
        return NoArticle("unreadable", str(error))


def _page_in(file: PageFile, profile: SiteProfile | None) -> tuple[Page, SiteProfile]:
    """The page, and the profile to read it with."""
    body, changed_at = _bytes_of(file.path)
    url = _checked(file.url) if file.url else _own_address(body)
    return _page(url or file.fallback_url, body, changed_at), profile or _profile_for(url)


def _checked(url: str) -> str:
    try:
        canonical_url(url)
    except ValueError as error:
        raise _Unreadable(str(error)) from error
    return url


def _profile_for(url: str | None) -> SiteProfile:
    """The profile that `fetch` would take."""
    if url is None:
        return bundled_profiles()["generic"]
    return profile_for_host(host_of(url)) or profile_for_site(url)


def _bytes_of(path: Path) -> tuple[bytes, datetime]:
    """The file's bytes and when it was last changed."""
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise _Unreadable(f"not a file: {path}")
            body = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _Unreadable(f"{error.strerror}: {path}") from error
    if len(body) > MAX_FILE_BYTES:
        raise _Unreadable(f"bigger than {MAX_FILE_BYTES} bytes: {path}")
    return body, datetime.fromtimestamp(facts.st_mtime, UTC)


def _page(url: str, body: bytes, changed_at: datetime) -> Page:
    headers = [("content-type", "text/html")]
    if body.startswith(GZIP_MAGIC):
        headers.append(("content-encoding", "gzip"))
    return Page(url, url, 0, tuple(headers), body, changed_at)


def _own_address(body: bytes) -> str | None:
    """The absolute URL that the page gives as its canonical link or og:url; None when there is none or no page."""
    page = _page("", body, datetime.min.replace(tzinfo=UTC))
    try:
        text = text_of(decoded_body(page, MAX_FILE_BYTES), "text/html", "html")
    except (RetryLater, TooLarge, Undecodable):
        return None
    try:
        tree = document_fromstring(text[:HEAD_CHARS].encode(), parser=HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return None
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    metas = [meta.get("content") for meta in tree.iter("meta") if (meta.get("property") or "").lower() == "og:url"]
    for address in links + metas:
        try:
            return canonical_url(address or "")
        except ValueError:
            continue
    return None
