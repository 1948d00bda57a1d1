"""Markup: foreign XML and HTML as text that a parser can be handed, and trees of it."""

import re
import sys
from html.entities import html5

from lxml import etree

from crawler.errors import SourceChanged

SNIFF_CHARS = 65_536  # a root element stands at the start; licence comments before it are known
# 50,000 addresses with forty parameters each. Every reference is an event of its own to the parser, 2 µs each.
MAX_AMPERSANDS = 2_000_000

COMMENT_OR_ROOT = re.compile(
    r"<!--.*?(?:-->|\Z)"  # an open comment is taken whole, or each "<!--" in it would be tried again
    r"|<(?:[\w.-]{1,40}:)?(?P<root>sitemapindex|urlset|rss|feed|rdf|html|head|body)(?=[\s/>])"
    r"|<!doctype\s+(?P<html>html)\b",  # an error page that was served in place of a feed
    re.IGNORECASE | re.DOTALL,
)
STRAY_AMPERSAND = re.compile(r"&(?!#[0-9]{1,7};|#x[0-9a-f]{1,6};|[a-z][a-z0-9]{0,30};)", re.IGNORECASE)
REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7})|#x(?P<hex>[0-9a-f]{1,6})|(?!(?:amp|lt|gt|quot|apos);)(?P<name>[a-z][a-z0-9]{0,30}));",
    re.IGNORECASE,
)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")


def root_of(text: str) -> tuple[str, str]:
    """Name of the root element in lower case and `text` from it on: "urlset", "rss", "html" …, or ("", text).

    What stands before it goes: blank lines and PHP warnings, which no XML parser takes, and any DOCTYPE with its
    entities. The XML declaration goes too; the text is decoded already.
    """
    for match in COMMENT_OR_ROOT.finditer(text, 0, SNIFF_CHARS):
        if name := match["root"] or match["html"]:
            return name.lower(), text[match.start() :]
    return "", text


def mended(text: str) -> str:
    """`text` as XML can hold it: no forbidden characters, every stray "&" escaped, HTML's entities as characters.

    No entity is left but XML's own five, so none can be expanded. Raises SourceChanged for MAX_AMPERSANDS and more.
    """
    if text.count("&") >= MAX_AMPERSANDS:
        raise SourceChanged(f"no document, but {MAX_AMPERSANDS} ampersands and more: {start_of(text)!r}")
    return REFERENCE.sub(_mended_reference, STRAY_AMPERSAND.sub("&amp;", NOT_XML.sub("", text)))


def html_tree(text: str) -> etree._Element | None:
    """The root element of an HTML page, or None when there is nothing in it. No network, bounded depth."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return etree.fromstring(NOT_XML.sub("", text).encode("utf-8"), parser)
    except etree.XMLSyntaxError:  # an empty document
        return None


def start_of(text: str) -> str:
    """The first words of `text`, for a message to a person."""
    return " ".join(text[:200].split())[:60]


def _mended_reference(match: re.Match[str]) -> str:
    if name := match["name"]:
        character = html5.get(f"{name};")
        return "".join(f"&#{ord(part)};" for part in character) if character else f"&amp;{match[0][1:]}"
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return match[0] if code <= sys.maxunicode and not NOT_XML.match(chr(code)) else ""
