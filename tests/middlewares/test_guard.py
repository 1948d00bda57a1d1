from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.guard import DowngradeMiddleware, GuardMiddleware
from crawler.middlewares.unfetched import NotFetched
from crawler.profiles.model import Network, SiteProfile
from crawler.run.addresses import AddressBook
from crawler.run.forgotten import Forgotten, Tombstone, hash_of_url
from crawler.run.site import SiteRun

FORGOTTEN = Forgotten(
    [Tombstone("2026-03-04T09:00:00Z", "asked for", "daily", (hash_of_url("https://daily.example/gone"),))]
)


def site(*, allow_downgrade: bool = False) -> SiteRun:
    """As much of a site's run as a guard looks at."""
    profile = SiteProfile("daily", ("daily",), network=Network(allow_downgrade=allow_downgrade))
    return cast("SiteRun", SimpleNamespace(profile=profile, admits=lambda url: True))


def refusal_of(url: str) -> str | None:
    book = AddressBook()
    book.allow_port("daily.example", 8080)
    try:
        GuardMiddleware(site(), book, FORGOTTEN).process_request(Request(url))
    except NotFetched as error:
        return error.reason
    return None


@pytest.mark.parametrize(
    "url",
    [
        "ftp://daily.example/",
        "file:///etc/passwd",
        "data:text/html,x",
        "http:///x",
        "http://user@daily.example/",
        "http://user:word@daily.example/",
        "http://@daily.example/",
        "http://daily.example%2f@127.0.0.1/",
        "http://daily.example:0/",
        "http://daily.example:8081/",
        "http://www.daily.example:8080/",
        "https://daily.example:22/",
        "http://127.0.0.1 /",
        "http://%31%32%37.0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://127.0.0.1;x/",
        "http://a..b/",
        "http://.daily.example/",
        "http://" + "a." * 200 + "example/",
    ],
)
def test_a_url_that_no_guest_asks_for_is_refused(url: str) -> None:
    assert refusal_of(url) == "address_refused"


def test_what_was_forgotten_is_not_asked_for_under_any_spelling_of_its_address() -> None:
    assert refusal_of("http://www.daily.example/gone/?utm_source=x") == "forgotten"
    assert refusal_of("https://daily.example/gone-fishing") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://daily.example/",
        "http://daily.example:8080/",
        "http://daily.example:/x",
        "http://daily.example./",
        "http://xn--mgbh0fb.example/",
        "http://under_score.example/",
        "http://[2606:4700::1111]/",
        "http://93.184.216.34/",
    ],
)
def test_a_sound_url_passes_to_where_its_address_is_checked(url: str) -> None:
    assert refusal_of(url) is None


def after_https(middleware: DowngradeMiddleware, url: str, meta: dict[str, Any] | None = None) -> Request | None:
    secure = Request("https://daily.example/")
    middleware.process_request(secure)
    middleware.process_response(secure, Response(secure.url))
    return middleware.process_request(Request(url, meta=meta))


@pytest.mark.parametrize("meta", [{"redirect_urls": ["https://daily.example/"]}, {"is_soft_redirect": True}])
def test_no_redirect_leads_from_https_back_to_http(meta: dict[str, Any]) -> None:
    with pytest.raises(NotFetched, match="downgrade"):
        after_https(DowngradeMiddleware(site()), "http://daily.example/story", meta)


def test_a_link_to_http_is_asked_for_by_https_once_that_was_seen() -> None:
    mended = after_https(DowngradeMiddleware(site()), "http://daily.example/story")

    assert mended is not None
    assert mended.url == "https://daily.example/story"


def test_a_host_that_never_answered_by_https_is_asked_by_http() -> None:
    assert after_https(DowngradeMiddleware(site()), "http://other.example/", {"redirect_urls": ["x"]}) is None


def test_a_profile_may_allow_the_downgrade() -> None:
    allowing = DowngradeMiddleware(site(allow_downgrade=True))

    assert after_https(allowing, "http://daily.example/", {"redirect_urls": ["https://daily.example/"]}) is None
