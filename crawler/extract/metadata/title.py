"""The article's title: what heading, JSON-LD and OpenGraph agree on, without the site's name."""

import re
from dataclasses import dataclass

from crawler.extract.metadata.document import Document, class_words
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.site_name import is_site_name, without_site_name
from crawler.extract.metadata.text import flat

# <h1 class="entry-title">, <h1 class="wp-block-post-title">, <h1 class="article__headline">
TITLE_CLASS = re.compile(r"(?:entry|post|article|story|single|content|page|news)[-_]*(?:title|head)|headline|\btitle\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title as one reader found it."""

    text: str
    reader: str


def read_title(doc: Document, names: tuple[str, ...]) -> Candidate | None:
    """The title and the reader that gave it; None when the page has none."""
    for text in select(doc, doc.profile.metadata.title):
        return Candidate(cut_suffix(text, doc), "profile")
    structured = [
        Candidate(tidy(text, doc, names), reader)
        for text, reader in (
            (_headline(doc), "jsonld"),
            (doc.meta("og:title"), "og"),
            (doc.meta("twitter:title"), "twitter"),
        )
        if text
    ]
    structured = [candidate for candidate in structured if candidate.text and not is_site_name(candidate.text, names)]
    headings = [
        Candidate(tidy(text, doc, names), "h1") for text in doc.heading_texts if text and not is_site_name(text, names)
    ]
    return _agreed(structured, headings) or _plain(structured, headings, doc, names)


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


def _agreed(structured: list[Candidate], headings: list[Candidate]) -> Candidate | None:
    by_key = {flat(heading.text): heading for heading in reversed(headings)}
    for candidate in structured:
        if heading := by_key.get(flat(candidate.text)):
            return Candidate(heading.text, candidate.reader)
    return None


def _plain(
    structured: list[Candidate], headings: list[Candidate], doc: Document, names: tuple[str, ...]
) -> Candidate | None:
    for candidate in structured:
        for heading in headings:
            if len(flat(candidate.text)) > 15 and flat(heading.text).endswith(flat(candidate.text)):
                return candidate
    titled = next(
        (
            Candidate(tidy(text, doc, names), "h1")
            for element, text in zip(doc.headings, doc.heading_texts, strict=True)
            if text and TITLE_CLASS.search(class_words(element)) and not is_site_name(text, names)
        ),
        None,
    )
    title_tag = tidy(doc.title_tag, doc, names)
    if structured:
        return structured[0]
    if titled:
        return titled
    if headings:
        return headings[0]
    return Candidate(title_tag, "title_tag") if title_tag else None
