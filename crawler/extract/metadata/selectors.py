"""A profile's selectors: `css`, or `css::attr(name)` for an attribute."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.etree import _Element

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import text_of
from crawler.extract.metadata.text import clean_markup

ATTRIBUTE = re.compile(r"^(?P<css>.+?)::attr\((?P<name>[\w:-]+)\)\s*$")  # time.entry-date::attr(datetime)
MAX_MATCHES = 200


@lru_cache(maxsize=500)
def compiled(css: str) -> tuple[CSSSelector, str | None]:
    """The selector ready to run, and the attribute it takes. Raises cssselect.SelectorError for bad CSS."""
    match = ATTRIBUTE.match(css)
    return (
        (CSSSelector(match["css"], translator="html"), match["name"])
        if match
        else (CSSSelector(css, translator="html"), None)
    )


def select(doc: Document, selectors: tuple[str, ...]) -> Iterator[str]:
    """The filled texts that the first selector with any gives, in document order."""
    for css in selectors:
        selector, attribute = compiled(css)
        found = False
        for element in cast("list[_Element]", selector(doc.tree))[:MAX_MATCHES]:
            text = clean_markup(element.get(attribute) or "") if attribute else text_of(element)
            if text:
                found = True
                yield text
        if found:
            return
