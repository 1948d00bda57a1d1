"""RFC 9309, and the cases of Google's own tests of it (github.com/google/robotstxt) where both agree."""

from time import perf_counter
from tracemalloc import get_traced_memory, start, stop

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.robots import MAX_BYTES, Robots, read_robots

US = "newskeep"


def robots(text: str | bytes) -> Robots:
    return read_robots(text.encode() if isinstance(text, str) else text, US)


def lets(text: str | bytes, path: str) -> bool:
    return robots(text).allows(f"https://daily.example{path}")


def disallowed(pattern: str, path: str) -> bool:
    return not lets(f"User-agent: *\nDisallow: {pattern}\n", path)


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("/fish", "/fish", True), ("/fish", "/fish.html", True), ("/fish", "/fish/salmon", True),
        ("/fish", "/fish.php?id=a", True), ("/fish", "/Fish.asp", False), ("/fish", "/catfish", False),
        ("/fish", "/?id=fish", False), ("/fish*", "/fishheads", True), ("/fish*", "/desert/fish", False),
        ("/fish/", "/fish/?id=a", True), ("/fish/", "/fish", False), ("/fish/", "/fish.html", False),
        ("/*.php", "/folder/file.php?a", True), ("/*.php", "/", False), ("/*.php", "/windows.PHP", False),
        ("/*.php$", "/file.php", True), ("/*.php$", "/file.php?a", False), ("/*.php$", "/file.php5", False),
        ("/fish*.php", "/fishheads/catfish.php?a", True), ("/fish*.php", "/Fish.PHP", False),
        ("/$", "/", True), ("/$", "/a", False), ("/$", "/?", False), ("*/y", "/a/y", True), ("*/y", "/ay", False),
        ("/a*a$", "/aba", True), ("/a*a$", "/a", False), ("/**b", "/ab", True), ("/x*", "/x*", True),
        ("", "/a", False), ("a", "/a", False),  # a path begins with a slash
        # escapes: the table of RFC 9309, 2.2.2
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz", True),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", True),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", True),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84", True), ("/foo/bar/%E3%83%84", "/foo/bar/ツ", True),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", True), ("/foo/bar/baz", "/foo/bar/%62%61%7A", True),
        ("/a%3cd.html", "/a%3Cd.html", True), ("/a%3cd.html", "/a<d.html", True),
        ("/a%2fb", "/a%2Fb", True), ("/a%2fb", "/a/b", False), ("/a%3Fb", "/a?b", False), ("/a%3Db", "/a=b", False),
        # and of 2.2.3: a star and a dollar that are meant
        ("/file-with-a-%2A.html", "/file-with-a-*.html", True), ("/file-with-a-%2A.html", "/file-with-a-x.html", False),
        ("/foo-%24", "/foo-$", True), ("/foo-%24", "/foo-", False), ("/x$y", "/x$y", True), ("/x$y", "/x", False),
        ("/100%", "/100%25", True),
    ],
)  # fmt: skip
def test_a_pattern_matches_by_octets_from_the_begin_of_a_path(pattern: str, path: str, matches: bool) -> None:
    assert disallowed(pattern, path) is matches


@pytest.mark.parametrize(
    ("agent", "is_us"),
    [
        ("newskeep", True), ("NewsKeep", True), ("newskeep/1.0", True), ("newskeep bot", True), ("*", True),
        ("* # all", True), ("news", False), ("new", False), ("newskeeper", False), ("newskeep-image", False),
        ("newskeep2", False), ("Googlebot", False), ("*bot", False), ("", False), ("mynewskeep", False),
    ],
)  # fmt: skip
def test_a_group_is_ours_by_our_whole_product_token(agent: str, is_us: bool) -> None:
    assert lets(f"User-agent: {agent}\nDisallow: /\n", "/a") is not is_us


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: newskeep\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nuser-agent: NEWSKEEP\nDisallow: /b\n",
        "User-agent: newskeep\nUser-agent: other\nDisallow: /a\nDisallow: /b\n",
        "User-agent: newskeep\nSitemap: https://daily.example/s.xml\nUser-agent: other\nDisallow: /a\nDisallow: /b\n",
        "User-agent: newskeep\nNonsense: 3\nHost: daily.example\n\nUser-agent: other\nDisallow: /a\nDisallow: /b\n",
        "User-agent: newskeep\nDisallow: /a\nNonsense\n: \nFoo: bar\nDisallow: /b\n",
        "\ufeffUser-agent: newskeep\r\nDisallow: /a\r\n\r\nDisallow: /b",
        "User-agent: newskeep\rDisallow: /a\rDisallow: /b\r",
        "  user-AGENT :newskeep # us\n\tDISALLOW:/a#b\n disallow : /b  \n",
        "user-agent newskeep\ndisallow /a\ndissallow: /b\n",
        "Disallow: /c\nUser-agent: newskeep\nDisallow: /a\nDisallow: /b\n",
        "User-agent: *\nDisallow: /c\n\nUser-agent: newskeep\nDisallow: /a\nDisallow: /b\n",
    ],
)
def test_groups_of_one_robot_are_one_and_odd_lines_end_none(text: str) -> None:
    assert [lets(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_a_file_in_any_charset_is_read(encoding: str) -> None:
    assert not lets("User-agent: *\nDisallow: /x\n".encode(encoding), "/x")


def test_octets_of_an_old_charset_are_compared_as_they_are() -> None:
    text = "User-agent: *\nDisallow: /caf\xe9".encode("latin-1")

    assert not lets(text, "/caf%E9")
    assert lets(text, "/caf%E8")


def test_the_longest_match_counts_and_of_two_as_long_the_one_that_allows() -> None:
    text = "User-agent: *\nDisallow: /page\nAllow: /page\nDisallow: /archive/\nAllow: /archive/2026/*.html$\n"

    assert lets(text, "/page")
    assert lets(text, "/archive/2026/story.html")
    assert not lets(text, "/archive/2026/story.html?print=1")
    assert not lets("User-agent: *\nAllow: /page\nDisallow: /*.html\n", "/page.html")
    assert not lets("User-agent: *\nAllow: /d/index.html\nDisallow: /d/\n", "/d/")  # only Google knows of index.html
    assert not lets("User-agent: *\nDisallow: /\nAllow: /foo$\n", "/foo$bar")


def test_a_group_of_ours_without_a_rule_lets_all_be_fetched() -> None:
    assert lets("User-agent: *\nDisallow: /\n\nUser-agent: newskeep\nDisallow:\n", "/a")


def test_robots_txt_itself_is_always_free_and_no_file_forbids_nothing() -> None:
    assert lets("User-agent: *\nDisallow: /\n", "/robots.txt")
    assert Robots().allows("https://daily.example/a")
    assert lets("<!doctype html><title>Not found</title>", "/a")


@pytest.mark.parametrize(("value", "seconds"), [("7", 7.0), ("0.5", 0.5), ("10 s", 10.0), ("soon", 0.0), ("-1", 0.0)])
def test_a_crawl_delay_is_a_number_of_seconds(value: str, seconds: float) -> None:
    assert robots(f"User-agent: *\nCrawl-delay: {value}\n").crawl_delay_s == seconds


def test_a_crawl_delay_is_that_of_our_group() -> None:
    own = robots("User-agent: newskeep\nCrawl-delay: 3\nDisallow: /a\n\nUser-agent: *\nCrawl-delay: 30\n")

    assert own.crawl_delay_s == 3.0


def test_sitemaps_are_named_for_everybody_wherever_they_stand() -> None:
    named = robots("Sitemap: https://daily.example/a.xml\nUser-agent: x\nsite-map: https://daily.example/ç.xml\n")

    assert named.sitemaps == ("https://daily.example/a.xml", "https://daily.example/ç.xml")


def test_what_lies_beyond_500_kibibytes_is_not_read() -> None:
    head = b"User-agent: *\nDisallow: /a\n"
    text = head + b"#" * (MAX_BYTES - len(head) - 1) + b"\nDisallow: /b\n"

    assert not lets(text, "/a")
    assert lets(text, "/b")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: a{n}\n" for n in range(15_000)) + "".join(f"Disallow: /{n}\n" for n in range(20_000)),
        "User-agent: *\n" + "".join(f"Disallow: /*{n}*a\n" for n in range(40_000)),
        "User-agent: *\nDisallow: /" + "*a" * 250_000,
        "User-agent: *\nDisallow: /" + "é" * 250_000,
        "User-agent: *\n" * 36_000,
        ":" * MAX_BYTES,
        "\n" * MAX_BYTES,
    ],
)
def test_the_worst_file_costs_seconds_at_most_and_little_memory(text: str) -> None:
    start()
    began_s = perf_counter()

    lets(text, "/" + "1a" * 1000)

    took_s, (_, most_bytes) = perf_counter() - began_s, get_traced_memory()
    stop()
    assert took_s < 10  # tracing makes it some five times slower
    assert most_bytes < 100_000_000


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode), st.text(max_size=40))
def test_any_bytes_are_some_rules(body: bytes, path: str) -> None:
    said = read_robots(b"User-agent: *\nDisallow: " + body, US)

    assert said.allows(f"https://daily.example/{path}") in (True, False)
