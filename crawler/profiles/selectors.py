"""CSS selectors of profiles, compiled."""

import re
from functools import lru_cache

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

MAX_SELECTOR = 500  # characters

# "time.posted::attr(datetime)" takes the attribute, "h1.headline" the text.
ATTRIBUTE = re.compile(r"^(?P<css>.+?)\s*::attr\(\s*(?P<name>[\w:.-]+)\s*\)$", re.DOTALL)


@lru_cache(maxsize=1024)
def compile_css(css: str) -> etree.XPath:
    """The elements below a node that `css` selects, as a compiled XPath. Raises ValueError when it cannot be read."""
    if len(css) > MAX_SELECTOR:
        raise ValueError(f"selector has {len(css)} characters; at most {MAX_SELECTOR} are allowed")
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(css, prefix="descendant-or-self::"))
    except (SelectorError, etree.XPathError, RecursionError, ValueError) as error:
        raise ValueError(f"bad CSS selector {css!r}: {error}") from error


def split_attribute(selector: str) -> tuple[str, str | None]:
    """CSS and attribute name of a metadata selector; None without "::attr(…)"."""
    if match := ATTRIBUTE.match(selector):
        return match["css"], match["name"]
    return selector, None
