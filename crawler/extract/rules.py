"""A profile's boilerplate rules, made ready for a page's blocks."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Drops
from crawler.extract.labels import Label, Labels, read_labels
from crawler.extract.words import DIRECTION_MARKS
from crawler.profiles.matching import line_matcher
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

    by_names: Callable[[str, str | None, str | None], tuple[str, float] | None]  # as Drops has it
    searched: tuple[SelectorRule, ...]  # selectors that need a search of the page
    labels: Labels
    of_line: Callable[[str], LineRule | None]

    def drops(self, tree: HtmlElement) -> Drops:
        """What the selectors drop of `tree`."""
        found: dict[HtmlElement, tuple[str, float]] = {}
        for rule in self.searched:
            elements = cast("list[HtmlElement]", compile_css(rule.css)(tree))
            found |= dict.fromkeys(elements, (rule.name, SELECTOR_MOST))

        return Drops(self.by_names, found)

    def line_rule(self, text: str) -> str | None:
        """The name of the rule for a whole line, or None."""
        rule = self.of_line((text if text.isascii() else text.translate(_NO_DIRECTIONS)).strip())
        return rule.name if rule else None

    def whole(self, block: Block) -> tuple[str | None, Label | None]:
        """The rule that takes `block` whole, or None, and the label that opens it.

        A bare label ("Read more:") takes nothing by itself: what it means is told by what stands below it.
        """
        label = self.labels.match(block)
        if label and label.title:
            return label.rule, label
        return self.line_rule(block.text), label


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
        _by_names(by_name),
        tuple(searched),
        read_labels(boilerplate.labels),
        line_matcher(boilerplate.lines),
    )


def _by_names(
    rules: Mapping[str, Sequence[tuple[str, str]]],
) -> Callable[[str, str | None, str | None], tuple[str, float] | None]:
    """Finds the rule for a tag with its class and id. `rules` are ".x" or "#x" with pairs of tag (or "") and rule."""

    @lru_cache(maxsize=4096)  # a site's pages have few kinds of elements
    def found(tag: str, classes: str | None, own_id: str | None) -> tuple[str, float] | None:
        names = [f".{name}" for name in (classes or "").split()] + [f"#{name}" for name in (own_id or "").split()]
        for name in names:
            for wanted, rule in rules.get(name, ()):
                if wanted in ("", tag):
                    return rule, SELECTOR_MOST
        return None

    return found
