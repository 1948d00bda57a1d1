from crawler import settings


def test_the_bounds_of_a_crawl_are_those_that_are_promised() -> None:
    assert settings.BODY_MAX_BYTES == 10_000_000
    assert settings.SITEMAP_MAX_BYTES == 50_000_000
    assert settings.HEAD_MAX_BYTES <= 64 * 1024
    assert settings.DOWNLOAD_TIMEOUT == 60
    assert settings.REDIRECT_MAX_TIMES == 8
    assert settings.WORKER_TIMEOUT_S == 10
    assert settings.WORKER_MAX_BYTES <= 400_000_000
    assert settings.HTML_MAX_BYTES == 2_000_000
    assert (settings.FRUITLESS_MAX, settings.SOURCE_MAX_DEPTH, settings.LINKS_MAX) == (500, 8, 5_000)
    assert (settings.SITEMAP_MAX_DEPTH, settings.IDLE_SITEMAPS_MAX, settings.IDLE_PAGES_MAX) == (3, 50, 20)


def test_nothing_that_goes_past_the_guard_is_on() -> None:
    # Cookies, say, with which tldextract fetches its list.
    assert settings.DOWNLOADER_MIDDLEWARES_BASE == settings.EXTENSIONS_BASE == {}
    assert not [name for name in settings.DOWNLOADER_MIDDLEWARES if "proxy" in name or "cookies" in name]
    assert all(settings.DOWNLOAD_HANDLERS[scheme] is None for scheme in ("data", "file", "ftp", "s3"))
