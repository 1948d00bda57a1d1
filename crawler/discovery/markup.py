"""Markup: foreign XML and HTML as text that a parser can be handed, and trees of it."""

import re
from html.entities import html5

from lxml import etree

SNIFF_CHARS = 65_536  # a root element stands at the start; licence comments before it are known
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})

COMMENT_OR_ROOT = re.compile(
    r"<!--.*?-->"
    r"|<(?:[\w.-]{1,40}:)?(?P<root>sitemapindex|urlset|rss|feed|rdf|html|head|body)(?=[\s/>])"
    r"|<!doctype\s+(?P<html>html)\b",  # an error page that was served in place of a feed
    re.IGNORECASE | re.DOTALL,
)
AMPERSAND = re.compile(
    r"&(?:#(?:(?P<decimal>[0-9]{1,7})|x(?P<hex>[0-9a-f]{1,6}));|(?P<name>[a-z][a-z0-9]{0,30});)?", re.IGNORECASE
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

    No entity is left but XML's own five, so none can be expanded.
    """
    return AMPERSAND.sub(_mended_ampersand, NOT_XML.sub("", text))


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


def _mended_ampersand(match: re.Match[str]) -> str:
    if match["name"]:
        if match["name"] in XML_ENTITIES:
            return match[0]
        character = html5.get(f"{match['name']};", "")
        if not character:
            return f"&amp;{match[0][1:]}"
        return "".join(f"&#{ord(part)};" for part in character)
    if match["decimal"] or match["hex"]:
        code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
        is_allowed = code <= 0x10FFFF and not NOT_XML.match(chr(code))
        return match[0] if is_allowed else ""
    return "&amp;"
