"""The page as a tree: decoded, bounded, parsed once."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.bodies import decoded_body, text_of
from crawler.bounds import DEFAULT, Bounds
from crawler.errors import RetryLater
from crawler.items import Page

MAX_TAGS = 40_000  # start and end tags; trafilatura is quadratic in them. The largest of 903 pages has 19,629

HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"})
XML_TYPES = frozenset({"application/xml", "text/xml"})
MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|title|meta|h1)\b", re.IGNORECASE)
OTHER_XML = re.compile(r"<(?:rss|feed|urlset|sitemapindex|rdf:RDF|svg)\b")
BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|section|article|td|blockquote)>", re.IGNORECASE)
CUT_REACH = 10_000  # characters before the bound in which a good place to cut is sought
SNIFFED = 4096  # characters in which a page of HTML shows itself

# What XML forbids and HTML has no use for: between two blocks one of them made trafilatura raise. And references to
# them, or to the controls that mean a character of windows-1252: "&#1;", "&#x96;" for a dash.
CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
SPACES = bytes.maketrans(b"\x0b\x0c", b"  ")
NEVER = ("\ufffe".encode(), "\uffff".encode())
REFERENCE = re.compile(
    r"&#(?:x0{0,6}(?:[0-9a-f]|1[0-9a-f]|[89][0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])"
    r"|0{0,6}(?:\d|[12]\d|3[01]|12[89]|1[345]\d|5[5-7]\d{3}|6553[45]))(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)

IN_HEAD = frozenset({"base", "bgsound", "link", "meta", "noframes", "noscript", "script", "style", "template", "title"})
DROPPED = ("script", "style", "svg")  # what makes pages huge; a script of JSON-LD stays


class NotHtml(ValueError):
    """The body is no page of HTML; the text says what it seems to be."""


class EmptyPage(ValueError):
    """There is nothing in the body."""


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. `is_cut` says that it was too long and its end is missing."""

    tree: HtmlElement
    is_cut: bool


def read_document(page: Page, bounds: Bounds = DEFAULT) -> Document:
    """The tree of `page`, without comments and processing instructions.

    Raises NotHtml, EmptyPage, RetryLater when the body was cut off, TooLarge and Undecodable as `decoded_body` does.
    """
    content_type = page.header("content-type")
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind not in HTML_TYPES | XML_TYPES:
        raise NotHtml(kind)
    length = page.header("content-length").strip()
    if length.isdecimal() and len(length) < 12 and len(page.body) < int(length):
        raise RetryLater(f"{len(page.body)} of {length} bytes came from {page.url}")
    body = decoded_body(page, bounds.body_bytes, bounds.large_bytes)
    if not body.strip():
        raise EmptyPage
    if body[:5] == b"%PDF-" or b"\x00\x00" in body[:64]:
        raise NotHtml("binary data")
    text = _without_references_to_controls(text_of(body, content_type, "html").replace("\x00", ""))
    head = text[:SNIFFED]
    if kind in XML_TYPES and not re.search(r"<html\b", head, re.IGNORECASE):
        raise NotHtml(kind)
    if OTHER_XML.search(head) and not MARKUP.search(head):
        raise NotHtml("XML")
    if kind not in ("text/html", "application/xhtml+xml") and not MARKUP.search(text[: 16 * SNIFFED]):
        raise NotHtml(kind or "no markup")
    shorter = text if _fits(text, bounds.html_bytes) else _shortened(text)
    cut = _with_few_tags(_cut(shorter, bounds.html_bytes))
    return Document(_parsed(cut), is_cut=len(cut) < len(shorter))


def _fits(text: str, html_bytes: int) -> bool:
    # A character has four bytes at most: only long pages are counted out.
    return len(text) * 4 <= html_bytes or len(text.encode("utf-8", "replace")) <= html_bytes


def _cut(text: str, html_bytes: int) -> str:
    """`text` up to `html_bytes` of UTF-8, and there to the end of a block, else of a tag or a word, if any is near."""
    if _fits(text, html_bytes):
        return text
    cut = text.encode("utf-8", "replace")[:html_bytes].decode("utf-8", "ignore")
    near = cut[-CUT_REACH:]
    end = max((match.end() for match in BLOCK_END.finditer(near)), default=0)
    if not end:
        in_tag = near.rfind("<") > near.rfind(">")
        end = near.rfind("<") if in_tag else near.rfind(" ")
    return cut[: len(cut) - len(near) + end] if end > 0 else cut


def _without_references_to_controls(text: str) -> str:
    if "&#" not in text:
        return text
    return REFERENCE.sub(lambda found: unescape(found[0]).replace("\ufffd", ""), text)


def _without_controls(text: str) -> bytes:
    # As bytes: a search through the text for what is hardly ever there takes a millisecond.
    raw = text.encode("utf-8", "ignore").translate(SPACES, CONTROLS)
    for never in NEVER:
        raw = raw.replace(never, b"")
    return raw


def _parsed(text: str) -> HtmlElement:
    # huge_tree stays off: libxml2 then stops at 256 levels, so that no later step meets a deep tree.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # lxml.html asks a function in Python for the class of every element that is looked at, for forms and inputs' sake.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        tree = html.document_fromstring(_without_controls(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyPage from error
    _end_head(tree)
    return tree


def _end_head(tree: HtmlElement) -> None:
    """Move into the body what stands in the head and may not (HTML, 13.2.6.4.4), in front of all else.

    HTML 5 needs no <body>, and libxml2 knows of no article or main that begins one.
    """
    head = tree.find("head")
    if head is None:
        return
    misplaced = [element for element in head if element.tag not in IN_HEAD]
    if not misplaced:
        return
    body = tree.find("body")
    if body is None:
        body = html.Element("body")
        head.addnext(body)
    text, body.text = body.text, None
    for place, element in enumerate(misplaced):
        body.insert(place, element)
    misplaced[-1].tail = f"{misplaced[-1].tail or ''}{text or ''}"


def _shortened(text: str) -> str:
    """`text` without scripts, styles and drawings, which are what makes most huge pages huge."""
    for tag in DROPPED:
        text = _without(text, tag)
    return text


def _with_few_tags(text: str) -> str:
    """`text` up to its MAX_TAGS-th tag."""
    if text.count("<") <= MAX_TAGS:
        return text
    return text[: next(islice(re.finditer("<", text), MAX_TAGS, None)).start()]


def _without(text: str, tag: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # "İ" grows in lower case, and places would no longer fit
        lower = text
    kept, at = [], 0
    while (start := lower.find(f"<{tag}", at)) >= 0:
        stop = lower.find(f"</{tag}", start)
        if stop < 0:
            break
        kept.append(text[at:start] if "ld+json" not in lower[start : start + 200] else text[at:stop])
        at = stop
    return "".join(kept) + text[at:]
