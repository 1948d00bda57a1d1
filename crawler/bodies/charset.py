"""Charsets: from decoded bytes to the text that the publisher meant."""

import re
from typing import Literal

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

DETECT_BYTES = 65_536
# A page cut by bytes ("Gaza\xe2\x80") is still UTF-8; a Latin-1 page read as UTF-8 has an error at nearly every letter.
MAX_ERROR_SHARE = 0.1
# A character of GB2312 is valid UTF-8 once in seven times ("联通" is): ten of them once in 10^8.
MIN_UTF8_CHARACTERS = 10

WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
MULTI_BYTE = frozenset({"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"})
# The encodings of the WHATWG standard under Python's names. Others are not text ("zlib") or a trap ("punycode").
TEXT_ENCODINGS = MULTI_BYTE.union(
    ("utf-8", *WIDE),
    ("cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874"),
    (f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    (f"cp125{part}" for part in range(9)),
)
# Labels of the standard that Python lacks: encoding="x-gbk", charset=iso-8859-8-i (Hebrew in logical order).
PRIVATE_PREFIX = re.compile(r"((?:charset|encoding)\s*=\s*[\"']?\s*)x-(?=\w)", re.IGNORECASE)
HEBREW_SUFFIX = re.compile(r"(iso-8859-8)-[ie]\b", re.IGNORECASE)


def text_of(body: bytes, content_type: str, kind: Literal["html", "xml", "text"]) -> str:
    """The text of a decoded `body`: byte order mark before header before meta tag or XML declaration, then UTF-8.

    Wrong labels are noticed: bytes that are UTF-8 throughout are read as that whatever was declared, and bytes that
    are not what they were declared to be are looked at. Never fails: what cannot be decoded becomes U+FFFD.
    Standard: WHATWG Encoding, by w3lib.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return body[len(bom) :].decode(bom_encoding, "replace")
    if wide := _wide_encoding(body):
        return body.decode(wide, "replace")
    header = _known(http_content_type_encoding(_plain_labels(content_type)))
    if header in WIDE:
        if b"\x00" in body[:256]:
            return body.decode(header, "replace")
        header = None
    inside = None if kind == "text" else _declared_inside(body)
    declared = [encoding for encoding in (header, inside) if encoding]
    utf8 = _strictly(body, "utf-8")
    if utf8 is not None:
        other = next((encoding for encoding in declared[:1] if encoding in MULTI_BYTE), None)
        if other is None or _wide_characters(utf8) >= MIN_UTF8_CHARACTERS:
            return utf8
        text = _strictly(body, other)
        return utf8 if text is None else text
    for encoding in declared:
        if encoding != "utf-8":
            return body.decode(encoding, "replace")
        if (text := _damaged_utf8(body)) is not None:
            return text
    return _damaged_utf8(body) or body.decode(_detected(body) or "cp1252", "replace")


def _known(encoding: str | None) -> str | None:
    return encoding if encoding in TEXT_ENCODINGS else None


def _plain_labels(head: str) -> str:
    return HEBREW_SUFFIX.sub(r"\1", PRIVATE_PREFIX.sub(r"\1", head))


def _declared_inside(body: bytes) -> str | None:
    encoding = _known(html_body_declared_encoding(_plain_labels(body[:4096].decode("latin-1"))))
    # We could read the label, so it is no UTF-16; WHATWG says UTF-8 then.
    return "utf-8" if encoding in WIDE else encoding


def _wide_encoding(body: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by its "<" and one more ASCII character."""
    if re.match(rb"<\x00[!?\w]\x00", body):
        return "utf-16-le"
    return "utf-16-be" if re.match(rb"\x00<\x00[!?\w]", body) else None


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return None


def _damaged_utf8(body: bytes) -> str | None:
    """`body` as UTF-8 with U+FFFD for a few bad bytes, or None when it is another charset."""
    text = body.decode("utf-8", "replace")
    errors = text.count("\ufffd")
    return text if errors <= MAX_ERROR_SHARE * _wide_characters(text) else None


def _wide_characters(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _detected(body: bytes) -> str | None:
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, first.start() - 256) if first else 0
    best = from_bytes(body[start : start + DETECT_BYTES]).best()
    return _known(resolve_encoding(best.encoding)) if best else None
