"""How rules meet URLs and lines."""

import pytest

from crawler.profiles.matching import MAX_TARGET, line_rule_for, url_rule_for, url_target
from crawler.profiles.model import LineRule, UrlRule


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://daily.example", "/"),
        ("https://daily.example/?p=12#top", "/?p=12"),
        ("https://daily.example/%D9%88%D8%B3%D9%85/x", "/وسم/x"),
        ("/tag/x", "/tag/x"),
        ("http://[::1/", ""),
    ],
)
def test_a_url_rule_sees_path_and_query_without_escapes(url: str, target: str) -> None:
    assert url_target(url) == target


def test_the_first_rule_that_is_found_anywhere_in_the_path_counts() -> None:
    one = UrlRule("one", "/b", "/b", "/")
    two = UrlRule("two", "/a", "/a", "/")

    assert url_rule_for([one, two], "https://daily.example/a/b") == one
    assert url_rule_for([one, two], "https://daily.example/c") is None


def test_a_line_rule_must_match_the_whole_line() -> None:
    rule = LineRule("share", "(?i)share( this)?", "Share", "Share it")

    assert line_rule_for([rule], "SHARE THIS") == rule
    assert line_rule_for([rule], "Share this with care") is None


def test_a_very_long_line_is_never_boilerplate() -> None:
    rule = LineRule("all", "x*", "x", "y")

    assert line_rule_for([rule], "x" * MAX_TARGET) == rule
    assert line_rule_for([rule], "x" * (MAX_TARGET + 1)) is None
