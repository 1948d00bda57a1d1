"""Labels of related lines: READ, WATCH, OPINION and kin, in front of another article's title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.blocks import Block, Span
from crawler.extract.words import DIRECTION_MARKS, clean, same_words
from crawler.profiles.model import LabelRule
from crawler.profiles.rules import LABEL_MARKS

# Before a label: brackets, bullets, arrows, drawn signs ("[Related: …]", "► READ: …"). A quotation mark opens speech.
LEAD = r"(?P<lead>(?:[^\w\"'“”‘’„«»‹‚]|_){0,6})"
LEADING = re.compile(LEAD)
MARK = rf"[{re.escape(LABEL_MARKS)}»>›]"  # what parts a label from its link: "READ: …", "Watch » …"
BRACKETS = {"[": "]", "(": ")", "{": "}"}

JOINERS = frozenset({"and", "or", "und", "y", "et", "e", "ve", "en", "og", "och", "i", "и", "و", "ו"})  # between links
ASIDE = re.compile(r"\([^()]{1,30}\)")  # "READ: Cranes fall (in Arabic)", with the brackets outside of the link

OPENING = 3
# Letters that re.IGNORECASE takes for another and `lower` leaves as they are: the dot of "İ", "ı" and "ſ".
SAME_LETTERS = {0x307: None, 0x131: "i", 0x17F: "s"}

# Longest headline that a label without a link may carry; a longer line is prose that opens with a word and a colon.
PLAIN_LABEL_WORDS = 25


@dataclass(frozen=True, slots=True)
class Label:
    """A line that opens with a label: its rule, the words behind it ("" for a bare label), and the links among them."""

    rule: str
    title: str
    links: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a profile, ready for use."""

    pattern: re.Pattern[str] | None
    rules: tuple[str, ...]
    # How labels begin, all as long: nine lines of ten begin otherwise, and are spared a look at some hundred labels.
    openings: frozenset[str] = frozenset()
    opening_characters: int = 0

    def match(self, block: Block) -> Label | None:
        """The label that opens `block` when the rest of the block is links, or is a short line after "LABEL:".

        A bare label ("Read more:") matches with an empty title. Prose that merely begins with the word does not.
        """
        if block.words > PLAIN_LABEL_WORDS and 2 * block.linked_words < block.words:
            return None  # prose, without a look at some hundred labels
        found = self._found(block.text)
        if found is None:
            return None
        label, mark = found["label"], found["mark"]
        title = _closed(block.text[found.end() :], found["lead"])
        is_loud = label == label.upper()  # also true of scripts without case
        rule = self.rules[
            next(int(key[1:].split("_")[1]) for key, at in found.groupdict().items() if key[0] == "_" and at)
        ]
        if not title:
            return Label(rule, "", ()) if mark or is_loud or block.is_heading else None
        of_label = len(same_words(label))
        spans = [span for span in block.spans if same_words(span.text)]
        is_inside = spans[0].href is not None  # the label is part of the first link
        unlinked = same_words(ASIDE.sub(" ", " ".join(span.text for span in spans if span.href is None)))
        is_link = block.linked_words > 0 and JOINERS.issuperset(unlinked if is_inside else unlinked[of_label:])
        if mark or (is_loud and label != label.lower()):
            # As in a saved text, where the link is lost, or hangs on the label alone. Prose ends with a full stop.
            is_plain = is_loud and bool(mark) and not block.is_heading and block.linked_words <= of_label
            is_short = block.words <= PLAIN_LABEL_WORDS and not title.endswith((".", "۔"))
            is_related = is_link or (is_plain and is_short)
        else:
            is_related = is_link and not is_inside and of_label > 1  # "Read also <a>Cranes fall</a>"
        return Label(rule, title, self._links(spans, title, found["lead"])) if is_related else None

    def is_bare(self, text: str) -> bool:
        """Whether `text` is a label and nothing else: "Read next >"."""
        found = self._found(text)
        return found is not None and not same_words(text[found.end() :])

    def _found(self, text: str) -> re.Match[str] | None:
        if self.pattern is None or _opening(text, self.opening_characters) not in self.openings:
            return None
        return self.pattern.match(text)

    def _links(self, spans: Sequence[Span], title: str, lead: str) -> tuple[Span, ...]:
        links = [Span(clean(span.text), span.href) for span in spans if span.href is not None]
        if links and spans[0].href is not None and (found := self._found(links[0].text)):
            links[0] = Span(links[0].text[found.end() :], links[0].href)
        titled = tuple(Span(words, link.href) for link in links if (words := _closed(link.text, lead)))
        return titled or tuple(Span(title, link.href) for link in links[:1])  # the label alone is the link


def read_labels(rules: Sequence[LabelRule]) -> Labels:
    """The labels of `rules`. The longest of all comes first, so that "READ MORE" is not read as "READ"."""
    labels = sorted(
        ((clean(label), index) for index, rule in enumerate(rules) for label in rule.labels),
        key=lambda pair: -len(pair[0]),
    )
    names = tuple(rule.name for rule in rules)
    if not labels:
        return Labels(None, names)
    characters = min(OPENING, *(len(_unled(label)) for label, _ in labels))
    openings = frozenset(_opening(label, characters) for label, _ in labels)
    # The group that matched tells the rule.
    words = "|".join(f"(?P<_{place}_{index}>{re.escape(label)})" for place, (label, index) in enumerate(labels))
    pattern = re.compile(rf"{LEAD}(?P<label>{words})(?!\w)\s*(?P<mark>{MARK}+)?\s*", re.IGNORECASE)
    return Labels(pattern, names, openings, characters)


def _unled(text: str) -> str:
    found = LEADING.match(text)
    return text[found.end() :] if found else text


def _opening(text: str, characters: int) -> str:
    return _unled(text)[:characters].lower().translate(SAME_LETTERS)


def _closed(title: str, lead: str) -> str:
    """`title` without the bracket at its end that closes one of `lead`, and without direction marks around it."""
    title = title.strip(f" {DIRECTION_MARKS}")
    for opening, closing in BRACKETS.items():
        if opening in lead and opening not in title:
            title = title.removesuffix(closing).rstrip()
    return title
