"""Profiles by host, and for sites known by their URL alone."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import ProfileError
from crawler.items import Source
from crawler.profiles import load_profile, profile_for_host, profile_for_site, rebase


@pytest.mark.parametrize(
    "host",
    ["middleeastmonitor.com", "www.middleeastmonitor.com", "MiddleEastMonitor.com.", "a.b.middleeastmonitor.com"],
)
def test_a_host_and_its_subdomains_have_their_profile(host: str) -> None:
    profile = profile_for_host(host)

    assert profile is not None
    assert profile.name == "memo"


@pytest.mark.parametrize(
    "host", ["", "com", "notmiddleeastmonitor.com", "middleeastmonitor.com.evil.example", "127.0.0.1"]
)
def test_any_other_host_has_none(host: str) -> None:
    assert profile_for_host(host) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://news.example.org", "news_example_org"),
        ("https://www.news.example.org/world/", "news_example_org"),
        ("http://127.0.0.11:8811/", "127_0_0_11_8811"),
        ("https://news-daily.example:443/", "news-daily_example"),
        ("https://موقع.example/", "xn--4gbrim_example"),
    ],
)
def test_a_site_is_named_by_host_and_port(url: str, name: str) -> None:
    assert profile_for_site(url).name == name


def test_hosts_that_would_share_a_name_get_names_of_their_own() -> None:
    urls = ["https://a.b.example/", "https://a_b.example/", "https://memo/", "http://[::1]/", "http://[::1]:9/"]

    names = [profile_for_site(url).name for url in urls]

    assert len({*names, "memo"}) == len(urls) + 1
    assert all(re.fullmatch("[a-z0-9][a-z0-9_-]{0,63}", name) for name in names)


def test_a_site_known_by_its_url_alone_finds_its_sources_by_itself() -> None:
    profile = profile_for_site("http://127.0.0.11:8811/paper")

    assert profile.domains == ("127.0.0.11",)
    assert profile.sources == (Source("site", "http://127.0.0.11:8811/paper"),)
    assert profile.network.ports == (8811,)
    assert profile.refuse == load_profile("generic").refuse


@pytest.mark.parametrize(
    "url",
    [
        "",
        "daily.example",
        "ftp://daily.example/",
        "https:///x",
        "https://a b/",
        "https://u@a.example/",
        "https://a.example:0/",
        "https://-/",
        "http://[::1",
    ],
)
def test_what_is_no_site_s_url_is_an_error(url: str) -> None:
    with pytest.raises(ProfileError, match=r"a site is named such as https://daily\.example/"):
        profile_for_site(url)


@given(st.one_of(st.text(max_size=60), st.text(max_size=60).map(lambda text: f"https://{text}/")))
def test_any_text_gives_a_profile_with_a_safe_name_or_an_error(url: str) -> None:
    try:
        profile = profile_for_site(url)
    except ProfileError:
        return
    assert re.fullmatch("[a-z0-9][a-z0-9_-]{0,63}", profile.name)
    assert profile.domains != ("",)


def test_a_site_that_announces_wordpress_moves_to_that_base() -> None:
    profile = profile_for_site("https://daily.example/")

    moved = rebase(profile, "wordpress")

    assert moved == profile_for_site("https://daily.example/", "wordpress")
    assert moved.lineage == ("daily_example", "wordpress", "generic")


def test_what_a_profile_says_itself_survives_a_new_base() -> None:
    own_rule = replace(load_profile("memo").accept[0], name="own")
    plain = profile_for_site("https://daily.example/")
    profile = replace(plain, title="Daily", accept=(own_rule,), politeness=replace(plain.politeness, delay_s=3.0))

    moved = rebase(profile, "wordpress")

    assert (moved.title, moved.accept, moved.politeness.delay_s) == ("Daily", (own_rule,), 3.0)
    assert moved.refuse == load_profile("wordpress").refuse


def test_a_profile_that_stands_on_the_base_stays_as_it_is() -> None:
    memo = load_profile("memo")

    assert rebase(memo, "wordpress") is memo
    assert rebase(memo, "generic") is memo


def test_an_unknown_base_is_an_error() -> None:
    with pytest.raises(ProfileError, match="no profile is named 'drupal'"):
        rebase(profile_for_site("https://daily.example/"), "drupal")
    with pytest.raises(ProfileError, match="is a base itself"):
        rebase(load_profile("generic"), "wordpress")
