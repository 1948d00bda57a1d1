"""Patterns of profiles: which are refused because a line could make them run away."""

import re
import time

import pytest

from crawler.profiles.patterns import check_pattern

RUN_AWAY = [
    r"(a+)+b",
    r"(?:\w+\s?)*$",
    r"(?:[a-z/]+/)*x",
    r"(?:/[a-z]*/?)*x",
    r"(?:a?b?)+x",
    r"(x+x+)+y",
    r"(a|a)*b",
    r"(?:ab|a)+c",
    r"^(a?){30}a{30}",
    r"(?:a{1,99}){2}",
    r"((?:ab)+c)+",
    r"(|a)+b",
    r"(?:(?:a))+(?i:b)",
    r".*.*x",
    r"^.*.*.*x",
    r"^[a-z]*[a-y]*[a-x]*!",
    r"\s*\s*\s*$",
    r"[^|]{3,120}[a-z]{2,40}x",
    r"^(?:.*x|y)?.*.*z",
    r"(?=.*a.*b)c",
    r"^/(?:19|20).*[0-9]+.*[0-9]+.*x",
]
SAFE = [
    r"^/\d{4}/\d\d/[^/]+/$",
    r"^(?:/[^?]*)?/tags?(?:/[^/?.]+)?(?:/page/\d+)?/?(?:\?|$)",
    r"/.*-\d+\.html$",
    r"\d+-\d+-\d+",
    r"\s+$",
    r"(?i)(?:have you )?spotted an error(?: on this page)?\?",
    r"^(?:a|b|cd)+x",
    r"^(?:\d\d-)*x",
    r"^(?:/[a-z-]+)+/?$",
    r"^/(?:[^/?]+/)*\d{4,9}\.html$",
    r"^/(?:\w+-)+[0-9]$",
    r"^(?!.*/live/).*\.html$",
    r"^.{0,16}.{0,16}.{0,16}$",
    r"/نص-[^/]+/",
    r"[\]\[(|)*+]{2}x\(\)\*",
    r"(?P<year>20\d\d)/(?#a comment with marks |*)story",
]


@pytest.mark.parametrize("pattern", RUN_AWAY)
def test_a_pattern_that_could_run_away_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="may run away"):
        check_pattern(pattern, searched=True)


@pytest.mark.parametrize("pattern", SAFE)
def test_a_pattern_as_people_write_them_passes(pattern: str) -> None:
    assert check_pattern(pattern, searched=True) == pattern


@pytest.mark.parametrize("pattern", SAFE)
def test_a_pattern_that_passes_is_done_with_a_hostile_line_at_once(pattern: str) -> None:
    compiled = re.compile(pattern)

    started_at = time.process_time()
    for line in ("/" * 2000, "1" * 2000, "a-1/" * 500, "/page/1" * 285, " " * 1999 + "x", "/tag" * 500, "ab" * 1000):
        compiled.search(line)

    assert time.process_time() - started_at < 2


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(", r"bad regular expression: missing \), unterminated subpattern"),
        ("[[a]", "bad regular expression: Possible nested set"),
        ("a{99999999999999999999}", "bad regular expression: the repetition number is too large"),
        ("(" * 3000, "pattern has 3000 characters; at most 1500 are allowed"),
        ("(" * 40 + ")" * 40, "groups lie more than 30 deep"),
        ("(?x)a b", "the flags x and m are not allowed"),
        ("(?m)^a", "the flags x and m are not allowed"),
        (r"(a)\1", r"references to a group \(\\1\) are not allowed"),
        ("(?P<a>b)(?P=a)", r"references to a group \(\(\?P=\) are not allowed"),
        ("(a)?(?(1)b|c)", "references to a group"),
    ],
)
def test_a_pattern_that_cannot_be_judged_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_pattern(pattern, searched=True)


def test_a_pattern_for_whole_lines_may_use_one_repeat_more() -> None:
    assert check_pattern(".*.*x", searched=False) == ".*.*x"
