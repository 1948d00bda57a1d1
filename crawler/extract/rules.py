"""A profile's boilerplate rules, made ready for a page's blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.blocks import RuleOf
from crawler.extract.labels import Labels, read_labels
from crawler.extract.words import DIRECTION_MARKS
from crawler.profiles.matching import line_rule_for
from crawler.profiles.model import Boilerplate, LineRule, SelectorRule
from crawler.profiles.selectors import compile_css

# A selector that takes nearly all of a page's prose means a part of the page that is not there any more.
SELECTOR_MOST = 0.9

# "div.sharedaddy", "#respond", ".comment-list": told from the element's own name, without a search of the page.
SIMPLE_CSS = re.compile(r"^(?P<tag>[a-z][a-z0-9]*)?(?P<mark>[.#])(?P<name>[A-Za-z_][\w-]*)$")

_NO_DIRECTIONS = dict.fromkeys(map(ord, DIRECTION_MARKS))


@dataclass(frozen=True, slots=True)
class Rules:
    """The compiled boilerplate of one profile."""

    by_name: Mapping[str, tuple[tuple[str, str], ...]]  # ".x" or "#x" to (tag or "", rule)
    names: frozenset[str]  # "x" of those
    searched: tuple[SelectorRule, ...]  # selectors that need a search of the page
    labels: Labels
    lines: tuple[LineRule, ...]

    def rule_of(self, tree: HtmlElement) -> RuleOf:
        """The question that `read_blocks` asks of every element of `tree`."""
        found: dict[HtmlElement, tuple[str, float]] = {}
        for rule in self.searched:
            elements = cast("list[HtmlElement]", compile_css(rule.css)(tree))
            found |= dict.fromkeys(elements, (rule.name, SELECTOR_MOST))

        def rule_of(element: HtmlElement, tag: str, names: str) -> tuple[str, float] | None:
            if found and element in found:
                return found[element]
            if self.names.isdisjoint(tokens := names.split()):
                return None
            for name in tokens:
                for mark in ".#":
                    for wanted, rule in self.by_name.get(mark + name, ()):
                        own = element.get("class") if mark == "." else element.get("id")
                        if wanted in ("", tag) and own and name in own.split():
                            return rule, SELECTOR_MOST
            return None

        return rule_of

    def line_rule(self, text: str) -> str | None:
        """The name of the rule for a whole line, or None."""
        rule = line_rule_for(self.lines, text.translate(_NO_DIRECTIONS).strip())
        return rule.name if rule else None


@lru_cache(maxsize=256)
def compiled(boilerplate: Boilerplate) -> Rules:
    """The rules of `boilerplate`, ready for use."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    searched: list[SelectorRule] = []
    for rule in boilerplate.selectors:
        rest = []
        # A comma inside brackets parts no selectors: such a list is searched for as a whole.
        for css in [rule.css] if re.search(r"[(\[\\\"]", rule.css) else rule.css.split(","):
            if part := SIMPLE_CSS.match(css.strip()):
                by_name.setdefault(part["mark"] + part["name"], []).append((part["tag"] or "", rule.name))
            else:
                rest.append(css)
        if rest:
            searched.append(replace(rule, css=",".join(rest)))
    return Rules(
        {name: tuple(rules) for name, rules in by_name.items()},
        frozenset(name[1:] for name in by_name),
        tuple(searched),
        read_labels(boilerplate.labels),
        boilerplate.lines,
    )
