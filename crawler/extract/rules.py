"""A profile's boilerplate rules, made ready for a page's blocks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, RuleOf
from crawler.extract.words import DIRECTION_MARKS, clean
from crawler.profiles.matching import line_rule_for
from crawler.profiles.model import Boilerplate, LabelRule, LineRule, SelectorRule
from crawler.profiles.rules import LABEL_MARKS
from crawler.profiles.selectors import compile_css

# A selector that takes nearly all of a page's prose means a part of the page that is not there any more.
SELECTOR_MOST = 0.9

# "div.sharedaddy", "#respond", ".comment-list": told from the element's own name, without a search of the page.
SIMPLE_CSS = re.compile(r"^(?P<tag>[a-z][a-z0-9]*)?(?P<mark>[.#])(?P<name>[A-Za-z_][\w-]*)$")

MARK = rf"[{re.escape(LABEL_MARKS)}»>›]"  # what parts a label from its link: "READ: …", "Watch » …"

_NO_DIRECTIONS = dict.fromkeys(map(ord, DIRECTION_MARKS))

# Longest headline that a label without a link may carry; a longer line is prose that opens with a word and a colon.
PLAIN_LABEL_WORDS = 25


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A line that opens with a label: the rule's name and the words after label and mark ("" for a bare label)."""

    rule: str
    title: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The compiled boilerplate of one profile."""

    by_name: Mapping[str, tuple[tuple[str, str], ...]]  # ".x" or "#x" to (tag or "", rule)
    searched: tuple[SelectorRule, ...]  # selectors that need a search of the page
    label: re.Pattern[str] | None
    label_rules: tuple[str, ...]
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
            for name in names.split():
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

    def label_match(self, block: Block) -> LabelMatch | None:
        """The label that opens `block` when the rest of the block is a link, or is a short line after "LABEL:".

        A bare label ("Read more:") matches with an empty title. Prose that merely begins with the word does not.
        """
        text = block.text.strip(f" {DIRECTION_MARKS}")
        match = self.label.match(text) if self.label else None
        if match is None:
            return None
        label, mark, title = match["label"], match["mark"], text[match.end() :].strip()
        is_loud = label == label.upper()  # also true of scripts without case
        rule = self.label_rules[
            next(int(key[1:].split("_")[1]) for key, at in match.groupdict().items() if key[0] == "_" and at)
        ]
        if not title:
            return LabelMatch(rule, "") if mark or is_loud or block.is_heading else None
        if not mark and not (is_loud and label != label.lower()):
            return None
        of_label = len(label.split())
        is_link = block.linked_words > 0 and block.words - block.linked_words <= of_label
        # As in a saved text, where the link is lost, or hangs on the label alone. Prose ends with a full stop.
        is_plain = is_loud and bool(mark) and not block.is_heading and block.linked_words <= of_label
        if is_link or (is_plain and block.words <= PLAIN_LABEL_WORDS and not title.endswith((".", "۔"))):
            return LabelMatch(rule, title)
        return None


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
    label_rules = tuple(rule.name for rule in boilerplate.labels)
    return Rules(
        {name: tuple(rules) for name, rules in by_name.items()},
        tuple(searched),
        _label_pattern(boilerplate.labels),
        label_rules,
        boilerplate.lines,
    )


def _label_pattern(rules: Sequence[LabelRule]) -> re.Pattern[str] | None:
    # The longest label of all comes first, so that "READ MORE" is not read as "READ"; its group tells the rule.
    labels = sorted(
        ((clean(label), index) for index, rule in enumerate(rules) for label in rule.labels),
        key=lambda pair: -len(pair[0]),
    )
    if not labels:
        return None
    words = "|".join(f"(?P<_{place}_{index}>{re.escape(label)})" for place, (label, index) in enumerate(labels))
    return re.compile(rf"(?P<label>{words})(?!\w)\s*(?P<mark>{MARK}+)?\s*", re.IGNORECASE)
