"""Text as a record holds it: NFC, one line, no control characters."""

import html
import re
import unicodedata

from crawler.extract.words import without_stray_marks

# Deletes nothing that a reader can see: controls, surrogates, byte order marks, zero width spaces, soft hyphens,
# and what is no character.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ud800-\udfff]"
)
DIRECTION_MARKS = re.compile(r"[\u200e\u200f\u061c]")
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
NOT_WORD = re.compile(r"[\W_]+")
TAG = re.compile(r"<[A-Za-z/!][^<>]{0,2000}>")  # <em>Guernica</em>; bounded, so that "a < b" costs nothing

# A field of a page's head longer than this is no title, name or date; cut before any pattern sees it.
MAX_TEXT_CHARS = 5_000


def clean(text: str, limit: int = MAX_TEXT_CHARS) -> str:
    """`text` in NFC on one line, at most `limit` characters, without control characters and stray bidi marks.

    Zero width joiners stay; direction marks stay where the text holds a right-to-left letter.
    """
    text = text[:limit]
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = without_stray_marks(INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    if DIRECTION_MARKS.search(text) and not RIGHT_TO_LEFT.search(text):
        text = DIRECTION_MARKS.sub("", text)
    return " ".join(text.split())


def clean_markup(text: str, limit: int = MAX_TEXT_CHARS) -> str:
    """`clean` for strings that may hold entities or tags once more, as JSON-LD and meta contents do."""
    text = text[:limit]
    if "&" in text:
        text = html.unescape(html.unescape(text))  # "&amp;#8217;" is common
    if "<" in text:
        text = TAG.sub(" ", text)
    return clean(text, limit)


def flat(text: str) -> str:
    """`text` for comparing: no case, punctuation or space."""
    return NOT_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())
