"""What the spider carries: Scrapy's responses as values, a profile as Scrapy's settings."""

import logging
from dataclasses import replace
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.dates import utc_stamp
from crawler.items import ArchivePointer, Article, Page, Rejected
from crawler.profiles.model import SiteProfile
from crawler.run.site import SiteRun
from crawler.state.rows import DueUrl, Validators

logger = logging.getLogger(__name__)


def page_of(response: Response) -> Page:
    """The response as a value, its body as it was served."""
    return Page(
        url=response.url,
        requested_url=response.meta.get("requested_url", response.url),
        status=response.status,
        headers=tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ),
        body=response.body,
        fetched_at=response.meta["fetched_at"],
    )


def carried(item: Article | Rejected, due: DueUrl, pointer: ArchivePointer | None) -> Article | Rejected:
    """`item` with what only the crawl knows: how it was found, and where its bytes lie."""
    if isinstance(item, Rejected):
        return replace(item, found_via=due.via)
    return replace(item, found_via=due.via, archive=pointer)


def rejected(page: Page, profile: SiteProfile, reason: str, detail: str) -> Rejected:
    """The reject of a page that no worker has read."""
    return Rejected(
        url=page.url, requested_url=page.requested_url, site=profile.name, reason=reason, detail=detail[:300],
        fetched_at=utc_stamp(page.fetched_at), status=page.status,
    )  # fmt: skip


# Not now, or not to us: the page may be there all the same (RFC 9110, 15.5; RFC 6585; RFC 8470).
TURNED_AWAY = frozenset({401, 403, 407, 408, 425, 429})


def is_turned_away(status: int) -> bool:
    """Whether a status says nothing about the page, only that it is not to be had now."""
    return status in TURNED_AWAY or status >= 500


def validators_of(page: Page) -> Validators:
    """What the server gave to ask again with."""
    return Validators(page.header("etag") or None, page.header("last-modified") or None)


def conditional_headers(validators: Validators) -> dict[str, str]:
    """The request headers that let a server answer 304 (RFC 9110, 13.1)."""
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value}


def apply_profile(crawler: Crawler, site: SiteRun) -> None:
    """Make the profile's manners this crawler's settings; the command line's come before them."""
    politeness, network = site.profile.politeness, site.profile.network
    values: dict[str, Any] = {
        "DOWNLOAD_DELAY": politeness.delay_s,
        "CONCURRENT_REQUESTS_PER_DOMAIN": politeness.concurrency,
        "DOWNLOAD_VERIFY_CERTIFICATES": None if network.verify_tls else False,
        "USER_AGENT": f"{crawler.settings['USER_AGENT']} (+{politeness.contact})" if politeness.contact else None,
    }
    for name, value in values.items():
        if value is not None:
            crawler.settings.set(name, value, priority="spider")
    if not network.verify_tls:
        logger.warning("TLS certificates are not verified, as the profile says site=%s", site.profile.name)
