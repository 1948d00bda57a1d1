"""How a profile's rules meet a URL or a line."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from crawler.profiles.model import LineRule, UrlRule

# What a rule is held against, at most: patterns are quadratic at worst (see patterns.py).
MAX_TARGET = 2000


def url_target(url: str) -> str:
    """What a URL rule sees of `url`: its path and, after "?", its query, with percent escapes decoded.

    So that a rule can be written in Arabic letters. "/" when there is no path; an unreadable URL gives "".
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # an unclosed IPv6 bracket, say
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return unquote((parts.path or "/") + query)[:MAX_TARGET]


def url_rule_for(rules: Iterable[UrlRule], url: str) -> UrlRule | None:
    """The first of `rules` that matches `url`, or None."""
    target = url_target(url)
    return next((rule for rule in rules if _compiled(rule.pattern).search(target)), None)


def line_rule_for(rules: Iterable[LineRule], line: str) -> LineRule | None:
    """The first of `rules` that matches the whole of `line`, or None; longer lines than MAX_TARGET match none."""
    return line_matcher(rules)(line)


def line_matcher(rules: Iterable[LineRule]) -> Callable[[str], LineRule | None]:
    """What `line_rule_for` gives by `rules`, for many lines."""
    matches = tuple((_compiled(rule.pattern).fullmatch, rule) for rule in rules)

    def matcher(line: str) -> LineRule | None:
        if len(line) <= MAX_TARGET:
            for match, rule in matches:
                if match(line):
                    return rule
        return None

    return matcher


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
