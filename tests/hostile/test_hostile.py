import pytest

from tests.hostile.crawling import Crawled, crawl
from tests.hostile.sites import sites

# `make torture` crawls all of them, at the bounds as they ship.
SHORT = (
    "killer-attributes", "killer-links", "gzip-bomb", "endless-body", "dripping-body", "endless-head", "stream",
    "redirect-loop", "redirect-inside", "redirect-port", "redirect-user", "redirect-nonsense", "refresh-inside",
    "gzip-sitemap", "idle-sitemaps", "robots-bomb", "robots-wildcards", "robots-inside", "calendar", "session-ids",
    "endless-path", "endless-list", "chain", "short-chain",
)  # fmt: skip
QUICK = (
    "DOWNLOAD_TIMEOUT=15", "BODY_MAX_BYTES=3000000", "RETRY_TIMES=0", "WORKER_TIMEOUT_S=6", "FRUITLESS_MAX=25",
    "IDLE_SITEMAPS_MAX=5", "IDLE_PAGES_MAX=4",
)  # fmt: skip


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    chosen = [site for site in sites() if site.name in SHORT]
    words = [word for pair in QUICK for word in ("--set", pair)]
    return crawl(chosen, tmp_path_factory.mktemp("hostile"), "--jobs", "2", *words, wait_s=150)


def test_a_crawl_of_hostile_sites_ends_by_itself_with_every_healthy_article(crawled: Crawled) -> None:
    assert len(crawled.reports) == len(SHORT)
    assert crawled.lost() == []
    assert "Traceback" not in crawled.stderr


def test_all_processes_together_stay_below_700_mb(crawled: Crawled) -> None:
    assert 0 < crawled.peak_bytes <= 700_000_000


@pytest.mark.parametrize(
    ("site", "kind", "reason"),
    [
        ("killer-attributes", "rejects", "extraction_timeout"),
        ("gzip-bomb", "rejects", "too_large"),
        ("endless-body", "errors", "too_large"),
        ("dripping-body", "errors", "timeout"),
        ("endless-head", "errors", "too_large"),
        ("stream", "rejects", "not_html"),
        ("redirect-loop", "errors", "redirects"),
        ("redirect-inside", "errors", "offsite"),
        ("redirect-port", "errors", "address_refused"),
        ("redirect-user", "errors", "address_refused"),
        ("redirect-nonsense", "errors", "unreachable"),
    ],
)
def test_a_hostile_page_is_answered_with_its_reason(crawled: Crawled, site: str, kind: str, reason: str) -> None:
    assert crawled.reports[site][kind] == {reason: 1}


def test_a_redirect_is_followed_eight_times(crawled: Crawled) -> None:
    host = next(host for host, site in crawled.web.hosts.items() if site.name == "redirect-loop")

    assert sum(one == host and "again" in path for one, path in crawled.web.asked) == 8


@pytest.mark.parametrize(
    ("site", "word"),
    [
        ("calendar", "calendar"),
        ("session-ids", "session ids"),
        ("endless-path", "requests in a row gave nothing new"),
        ("endless-list", "paging"),
        ("idle-sitemaps", "sitemaps: 5 in a row"),
    ],
)
def test_a_trap_is_named_in_the_report(crawled: Crawled, site: str, word: str) -> None:
    assert any(word in line for line in crawled.reports[site]["traps"])


def test_links_from_article_to_article_are_followed_eight_deep(crawled: Crawled) -> None:
    # The home page is the first step, as a list of links; then articles follow in steps 2 to 8.
    assert crawled.reports["chain"]["records"] == 3 + 7


def test_a_profile_has_bounds_of_its_own(crawled: Crawled) -> None:
    assert crawled.reports["short-chain"]["records"] == 3 + 2


def test_a_sitemap_bomb_costs_itself_alone(crawled: Crawled) -> None:
    (failure,) = crawled.reports["gzip-sitemap"]["source_failures"]

    assert "beyond 50000000 bytes" in failure


def test_sitemaps_of_robots_txt_are_held_to_the_same_addresses(crawled: Crawled) -> None:
    failures = crawled.reports["robots-inside"]["source_failures"]

    assert len(failures) == 1
    assert "169.254.169.254 is not on the public web" in failures[0]
