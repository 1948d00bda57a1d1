"""The article's title: what heading, JSON-LD and OpenGraph agree on, without the site's name."""

import re
from dataclasses import dataclass

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import class_words, text_of
from crawler.extract.metadata.headings import lower_headings
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.site_name import is_site_name, without_site_name
from crawler.extract.metadata.text import flat

# <h1 class="entry-title">, <h1 class="wp-block-post-title">, <h1 class="article__headline">, <h1 class="hero__title">
TITLE_CLASS = re.compile(
    r"(?:entry|post|article|story|single|content|page|news)[-_]*(?:title|head)|headline|(?<![a-z])title(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title as one reader found it."""

    text: str
    reader: str


@dataclass(frozen=True, slots=True)
class Heading:
    """An h1 without the site's name; `is_titled` when its class calls it the title."""

    text: str
    is_titled: bool


MIN_ENDING_CHARS = 12  # a shorter common end ("Kommentar") is chance
MIN_SHARED_WORDS = 0.5  # of the heading's words, in any of the page's other titles


def read_title(doc: Document, names: tuple[str, ...]) -> Candidate | None:
    """The title and the reader that gave it; None when the page has none.

    Order: the profile; a heading that equals JSON-LD, OpenGraph or Twitter; the heading where the others only vary
    it; JSON-LD, OpenGraph, Twitter; a lower heading that opens or ends <title>; <title>.
    """
    for text in select(doc, doc.profile.metadata.title):
        return Candidate(cut_suffix(text, doc), "profile")
    claims = (("jsonld", _headline(doc)), ("og", doc.meta("og:title")), ("twitter", doc.meta("twitter:title")))
    structured = [
        Candidate(title, reader)
        for reader, text in claims
        if text and (title := tidy(text, doc, names)) and not is_site_name(title, names)
    ]
    headings = _headings(doc, names)
    tag = tidy(doc.title_tag, doc, names)
    found = _equal(structured, headings) or _varied(structured, headings, tag)
    if found or structured:
        return found or structured[0]
    if lower := _lower_heading(doc, tag, names):
        return lower
    if headings and (len(headings[0].text.split()) > 1 or not tag):
        return Candidate(headings[0].text, "h1")
    return Candidate(tag, "title_tag") if tag else None


def tidy(text: str, doc: Document, names: tuple[str, ...]) -> str:
    return without_site_name(cut_suffix(text, doc), names)


def cut_suffix(text: str, doc: Document) -> str:
    """`text` without the profile's own suffixes, each cut once where it ends the title and is not all of it."""
    for suffix in doc.profile.title_suffixes:
        if text.endswith(suffix) and len(text) > len(suffix):
            text = text.removesuffix(suffix).rstrip(" |–—-·•»:/")
    return text


def _headline(doc: Document) -> str:
    node = doc.article
    if node is None:
        return ""
    return doc.graph.text(node.get("headline")) or doc.graph.text(node.get("name"))


def _headings(doc: Document, names: tuple[str, ...]) -> list[Heading]:
    """The page's headings that may be its title: neither the site's name nor a link home."""
    return [
        Heading(title, bool(TITLE_CLASS.search(class_words(element)) or element.get("itemprop") == "headline"))
        for element, text in zip(doc.headings, doc.heading_texts, strict=True)
        if not is_site_name(text, names) and flat(title := tidy(text, doc, names))
    ]


def _equal(structured: list[Candidate], headings: list[Heading]) -> Candidate | None:
    by_key = {flat(heading.text): heading for heading in reversed(headings)}
    for candidate in structured:
        if heading := by_key.get(flat(candidate.text)):
            return Candidate(heading.text, candidate.reader)
    return None


def _varied(structured: list[Candidate], headings: list[Heading], tag: str) -> Candidate | None:
    """Where nothing is equal, search engines and networks got a title of their own, and the heading is the page's."""
    others = [flat(text) for text in (*(candidate.text for candidate in structured), tag) if text]
    words = {word for text in (*(candidate.text for candidate in structured), tag) for word in _words(text)}
    for heading in sorted(headings, key=lambda heading: not heading.is_titled):
        key = flat(heading.text)
        # "News Feat Pictures to Open …", "Kicker: Story title": the heading says more than the title.
        for candidate in structured:
            ending = flat(candidate.text)
            if len(ending) >= MIN_ENDING_CHARS and key.endswith(ending):
                return candidate
        own = _words(heading.text)
        if len(own) > 1 and (
            heading.is_titled
            or any(other.startswith(key) for other in others)
            or len(own & words) >= MIN_SHARED_WORDS * len(own)
        ):
            return Candidate(heading.text, "h1")
    return None


def _lower_heading(doc: Document, tag: str, names: tuple[str, ...]) -> Candidate | None:
    """The h2 or h3 that the title tag begins or ends with: blogs keep the h1 for their own name."""
    whole = flat(tag)
    for element in lower_headings(doc.tree):
        text = text_of(element)
        key = flat(text)
        if (
            len(key) >= MIN_ENDING_CHARS
            and whole.startswith(key) | whole.endswith(key)
            and not is_site_name(text, names)
        ):
            return Candidate(text, "h2")
    return None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
