from pathlib import Path

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from crawler.errors import UsageError
from crawler.run.proxies import refuse_proxies
from crawler.spiders.news import NewsSpider

URL = "https://daily.example/"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_in_the_environment_is_refused_aloud(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:3128")

    with pytest.raises(UsageError, match=f"{name} is set"):
        refuse_proxies([URL])


def test_what_no_proxy_names_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    monkeypatch.setenv("NO_PROXY", "daily.example")

    refuse_proxies([URL])

    with pytest.raises(UsageError):
        refuse_proxies([URL, "https://other.example/"])


def test_scrapys_own_command_refuses_it_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    settings = Settings({"OUTPUT": str(tmp_path / "out")})

    with pytest.raises(UsageError, match="HTTPS_PROXY is set"):
        NewsSpider.from_crawler(Crawler(NewsSpider, settings), site="memo")

    assert not (tmp_path / "out").exists()
