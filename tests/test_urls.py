import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.urls import belongs_to, canonical_url, host_of, origin_of, url_key

PIECES = st.sampled_from(
    [
        "a",
        "Ü",
        "س",
        "%d8%a7",
        "%7e",
        "%2F",
        "%",
        "/",
        "//",
        "/.",
        "/..",
        ".",
        "?",
        "&",
        "=",
        "+",
        "#",
        ";",
        " ",
        "\\",
        "\n",
        "\t",
        "amp",
        ".amp",
        "utm_source=x",
        "index.html",
        "jsessionid=1",
        "www.",
        "[",
        "]",
        ":",
        "@",
        "80",
        "<",
        '"',
        "\u202e",
        "\x00",
    ]
)
URLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTP://", " http:", "//", ""]),
    st.sampled_from(
        ["example.com", "WWW.Example.com:80", "müller.example", "[::1]:8080", "127.0.0.11:8811", "u:p@h.example", ""]
    ),
    st.lists(PIECES, max_size=12).map("".join),
)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.COM:80/A?utm_source=rss&id=7#top", "http://example.com/A?id=7"),
        ("https://example.com:443", "https://example.com/"),
        ("https://user:secret@example.com./x", "https://example.com/x"),
        ("https://example.com:8443/x", "https://example.com:8443/x"),
        ("https://müller.example/ü?q=ü", "https://xn--mller-kva.example/%C3%BC?q=%C3%BC"),
        ("https://example.com/%d8%a7%7Eb", "https://example.com/%D8%A7~b"),
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/a/..", "https://example.com/"),
        ("https://example.com/story;jsessionid=0A1B?x=1", "https://example.com/story?x=1"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("https://example.com/x?b=2&a=1&fbclid=z&&p", "https://example.com/x?b=2&a=1&p"),
    ],
)
def test_the_canonical_form_is_tidy_and_still_the_same_address(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/a",
        "//example.com/",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "ftp://example.com/",
        "http://",
        "http:///x",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://[::1/",
        "http://.../",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_url(url)


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/2025/03/a-story",
        "https://www.example.com/2025/03/a-story/",
        "https://www2.example.com/2025/03/a-story/",
        "https://example.com:443/2025/03/a-story/?utm_campaign=x&utm_medium=y",
        "https://example.com/2025/03/a-story/#comments",
        "https://example.com/2025/03/a-story/amp/",
        "https://amp.example.com/2025/03/a-story",
        "https://example.com/amp/2025/03/a-story",
        "https://example.com/2025/03/a-story/?amp=1",
        "https://example.com/2025/03/a-story/?amp",
        "https://example.com//2025/03//a-story",
        "https://example.com/2025/03/a-story/index.html",
        "https://example.com/2025/03/%61-story/",
    ],
)
def test_all_addresses_of_one_page_have_one_key(other: str) -> None:
    assert url_key(other) == url_key("https://example.com/2025/03/a-story/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/?p=12", "https://example.com/?p=13"),
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "https://news.example.com/a"),
        ("https://example.com:8080/a", "https://example.com/a"),
        ("https://example.com/?title=%C7%E1", "https://example.com/?title=%C8%E1"),
        ("https://example.com/amplifier", "https://example.com/lifier"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://www.com/", "https://com/"),
    ],
)
def test_two_pages_have_two_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_the_order_of_parameters_and_empty_values_do_not_count() -> None:
    assert url_key("https://example.com/?b=1&a&c=x+y") == url_key("https://example.com/?c=x%20y&a=&b=1")


@given(URLS)
@example("http://example.com/;jsessionid=;jsessionid=1")
@example("http://example.com/%2e%2e/%2E/a")
def test_canonical_twice_is_canonical_once(url: str) -> None:
    try:
        canonical = canonical_url(url)
    except ValueError:
        return

    assert canonical_url(canonical) == canonical
    assert url_key(canonical) == url_key(url)
    assert origin_of(canonical) == origin_of(url)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        url_key(text)
    host_of(text)
    belongs_to(text, ("example.com", "müller.example"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Example.com:8443/x", "example.com"),
        ("https://www.com/", "www.com"),
        ("https://müller.example/", "xn--mller-kva.example"),
        ("http://[::1]:80/", "::1"),
        ("http://[::1", ""),
        ("about:blank", ""),
    ],
)
def test_a_host_is_ascii_without_www_and_port(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_subdomain_belongs_to_its_domain_and_a_look_alike_does_not() -> None:
    domains = ("example.com", "müller.example", "127.0.0.11")

    assert belongs_to("https://news.example.com/a", domains)
    assert belongs_to("https://xn--mller-kva.example/", domains)
    assert belongs_to("http://127.0.0.11:8811/", domains)
    assert not belongs_to("https://badexample.com/", domains)
    assert not belongs_to("https://example.com.evil.example/", domains)
    assert not belongs_to("http://127.0.0.1/", domains)


def test_an_origin_has_no_path_and_no_user() -> None:
    assert origin_of("HTTPS://u:p@WWW.Example.com:443/a/b?c") == "https://www.example.com"
