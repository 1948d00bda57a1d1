import pytest
from scrapy.settings import Settings

from crawler.cli.proxies import refuse_proxies
from crawler.cli.run_settings import settings_for
from crawler.errors import UsageError

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
        refuse_proxies(settings_for(()), [URL])


def test_what_no_proxy_names_is_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    monkeypatch.setenv("NO_PROXY", "daily.example")

    refuse_proxies(settings_for(()), [URL])

    with pytest.raises(UsageError):
        refuse_proxies(settings_for(()), [URL, "https://other.example/"])


def test_a_proxy_by_setting_is_refused() -> None:
    with pytest.raises(UsageError, match="HTTPPROXY_ENABLED"):
        refuse_proxies(Settings({"HTTPPROXY_ENABLED": True}), [URL])
