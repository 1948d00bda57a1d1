"""The headings that may hold a page's title, and the text of one without what its markup sets apart."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extract.metadata.elements import class_words, text_of
from crawler.extract.metadata.text import clean, flat

MAX_HEADINGS = 20
MAX_LOWER_HEADINGS = 60
MAX_PARTS = 50  # elements inside one heading
CRUMB_STEPS = 3  # <nav class="breadcrumb"><ol><li><h1>

# <h1><span class="article__kicker">Opinion</span> Story title</h1>
KICKER = re.compile(
    r"kicker|over-?line|top-?line|dachzeile|eye-?brow|prefix|sub-?(?:title|head|line)|visually-?hidden|sr-only|aural"
    r"|(?<![a-z])label|h1small|title-?header|hidden-?dash|rubrik|badge"
)
# <li class="breadcrumb-item"><h1>, <h1 data-breadcrumb-headline>: the page's name in its path; the headline is an h2
CRUMB = re.compile(r"bread-?_?(?:crumb|bar)", re.IGNORECASE)


def title_headings(tree: HtmlElement) -> list[HtmlElement]:
    """The h1 of the page in document order; in place of one that only ends a breadcrumb, the h2 that follows it."""
    headings: list[HtmlElement] = []
    awaits_h2 = False
    for element in tree.iter("h1", "h2"):
        if element.tag == "h1":
            if _is_crumb(element):
                awaits_h2 = True
            else:
                headings.append(element)
        elif awaits_h2:
            awaits_h2 = False
            headings.append(element)
        if len(headings) >= MAX_HEADINGS:
            break
    return headings


def lower_headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The first h2 and h3 of the page."""
    for number, element in enumerate(tree.iter("h2", "h3")):
        if number >= MAX_LOWER_HEADINGS:
            return
        yield element


def heading_text(heading: HtmlElement) -> str:
    """The heading's words without kicker, subtitle and parts for screen readers; all of them when only such remain."""
    parts = list(heading.iterdescendants())[:MAX_PARTS]
    apart = {part for part in parts if part.tag == "small" or KICKER.search(_marks(part))}
    if not apart:
        return text_of(heading)
    texts = [heading.text or ""]
    for part in parts:
        above = set(part.iterancestors())
        if isinstance(part.tag, str) and part not in apart and not above & apart:
            texts.append(part.text or "")
        if not above & apart:
            texts.append(part.tail or "")
    text = clean(" ".join(texts)).strip(" -–—:|")
    return text if flat(text) else text_of(heading)


def find_heading(tree: HtmlElement, headings: tuple[HtmlElement, ...], title: str) -> HtmlElement | None:
    """The heading that shows `title`, else the first of `headings`, else None."""
    key = flat(title)
    for element in (*headings, *lower_headings(tree)):
        if key and key in flat(text_of(element)):
            return element
    return headings[0] if headings else None


def _marks(element: HtmlElement) -> str:
    return f"{class_words(element)} {element.get('data-qa') or ''} {element.get('data-testid') or ''}".lower()


def _is_crumb(heading: HtmlElement) -> bool:
    if any("breadcrumb" in name for name in heading.attrib):
        return True
    if CRUMB.search(class_words(heading)):
        return True
    for step, above in enumerate(heading.iterancestors()):
        if step >= CRUMB_STEPS:
            return False
        if above.tag == "nav" or CRUMB.search(class_words(above)):
            return True
    return False
