"""Charsets: from decoded bytes to the text that the publisher meant."""

import codecs
import re
from typing import Literal

from charset_normalizer import from_bytes

from crawler.bodies.labels import MULTI_BYTE, WIDE, codec_of, in_header, in_page, marked

DETECT_BYTES = 65_536
# A page cut by bytes ("Gaza\xe2\x80") is still UTF-8; a Latin-1 page read as UTF-8 has an error at nearly every letter.
MAX_ERROR_SHARE = 0.1
# A character of GB2312 is valid UTF-8 once in seven times ("联通" is): ten of them once in 10^8.
MIN_UTF8_CHARACTERS = 10
# Letters beyond ASCII that stand side by side: in Latin scripts few do, of other scripts that are read as Latin nearly
# all ("ÃáÑÆíÓ"). Measured on the samples of tests/bodies/test_charset.py: up to 0.1 there, from 0.7 here.
MAX_SIDE_BY_SIDE_SHARE = 0.5
MIN_LATIN_CHARACTERS = 20  # fewer say nothing
SIDE_BY_SIDE = re.compile(r"[\x80-\uffff]{2,}")
# In this order: of each other's text the codecs make something, but never mostly of these letters.
EAST_ASIAN = (
    ("cp932", re.compile(r"[\u3041-\u30ff]"), 0.2),
    ("euc_jp", re.compile(r"[\u3041-\u30ff]"), 0.2),
    ("cp949", re.compile(r"[\uac00-\ud7a3]"), 0.85),
    ("gb18030", re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]"), 0.95),
)
LATIN = frozenset({"cp1252", "iso8859-15"})
# Turkish that is read as Latin-1 has "ð", "ý" and "þ" for "ğ", "ı" and "ş". Icelandic has them, too, but a third of
# its letters beyond ASCII are "á", "í", "ó" and "æ", which Turkish has not.
TURKISH_AS_LATIN = re.compile(r"[ðýþÐÝÞ]")
TURKISH_LETTERS = re.compile(r"[ðýþÐÝÞçÇöÖüÜâÂîÎûÛ]")
MIN_TURKISH_SHARE = (
    0.95  # of the letters beyond ASCII: 1.0 in the samples of tests/bodies/test_charset.py, Icelandic 0.6
)
LETTER = re.compile(r"[À-ÖØ-öø-ÿ]")

# The standard maps a byte that a Windows charset leaves out to the control character of that number.
codecs.register_error("newskeep-c1", lambda error: _as_control(error))


def _as_control(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return ("".join(chr(byte) if 0x80 <= byte < 0xA0 else "\ufffd" for byte in bad), error.end)


def text_of(body: bytes, content_type: str, kind: Literal["html", "xml", "text"]) -> str:
    """The text of a decoded `body`: byte order mark before header before meta tag or XML declaration, then UTF-8.

    Wrong labels are noticed: bytes that are UTF-8 throughout are read as that whatever was declared, and bytes that
    are not what they were declared to be are looked at. Never fails: what cannot be decoded becomes U+FFFD.
    Standard: WHATWG Encoding.
    """
    if mark := marked(body):
        return body[mark[1] :].decode(mark[0], "replace")
    if wide := _wide_encoding(body):
        return body.decode(wide, "replace")
    header = in_header(content_type)
    if header in WIDE:
        if b"\x00" in body[:256]:
            return body.decode(header, "replace")
        header = None
    inside = None if kind == "text" else in_page(body)
    declared = list(dict.fromkeys(codec for codec in (header, inside) if codec))
    utf8 = _strictly(body, "utf-8")
    if utf8 is not None:
        other = next((codec for codec in declared[:1] if codec in MULTI_BYTE), None)
        if other is None or _wide_characters(utf8) >= MIN_UTF8_CHARACTERS:
            return utf8
        text = _strictly(body, other)
        return utf8 if text is None else text
    return _as_declared(body, declared) or _damaged_utf8(body) or _read(body, _detected(body) or "cp1252")


def _as_declared(body: bytes, declared: list[str]) -> str | None:
    """`body` by the first of the `declared` codecs that it can be in; None when it is none of them.

    Servers say Latin-1 of all that they send: what is no Latin text is read as the page says, or as it looks.
    """
    for place, codec in enumerate(declared):
        if codec == "utf-8":
            if (text := _damaged_utf8(body)) is not None:
                return text
            continue
        text = _read(body, codec)
        if codec in LATIN and _is_turkish(text):
            return _read(body, "cp1254")
        if codec not in LATIN or not _is_no_latin(text):
            return text
        other = next((other for other in declared[place + 1 :] if other not in LATIN), None) or _detected(body)
        better = _strictly(body, other) if other and other not in LATIN else None
        return text if better is None else better
    return None


def _read(body: bytes, codec: str) -> str:
    return body.decode(codec, "newskeep-c1" if codec.startswith("cp125") else "replace")


def _is_turkish(text: str) -> bool:
    """Whether `text`, read as Latin-1, is Turkish."""
    letters = len(LETTER.findall(text))
    marks = len(TURKISH_AS_LATIN.findall(text))
    return marks >= MIN_LATIN_CHARACTERS and len(TURKISH_LETTERS.findall(text)) >= MIN_TURKISH_SHARE * letters


def _is_no_latin(text: str) -> bool:
    count = _wide_characters(text)
    side_by_side = sum(len(run[0]) for run in SIDE_BY_SIDE.finditer(text))
    return count >= MIN_LATIN_CHARACTERS and side_by_side > MAX_SIDE_BY_SIDE_SHARE * count


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
    sample = body[start : start + DETECT_BYTES]
    if codec := _east_asian(sample):
        return codec
    best = from_bytes(sample).best()
    return codec_of(best.encoding) if best else None


def _east_asian(sample: bytes) -> str | None:
    """The codec of a Japanese, Korean or Chinese text: the one in which it is made of its own letters."""
    for codec, letters, least_share in EAST_ASIAN:
        text = sample.decode(codec, "ignore")
        count = _wide_characters(text)
        # A sample begins or ends inside a character: one or two may be lost.
        is_whole = len(text.encode(codec, "ignore")) >= len(sample) - 4
        if is_whole and count >= MIN_LATIN_CHARACTERS and len(letters.findall(text)) > least_share * count:
            return codec
    return None
