"""Words: clean text, the count of its words, and the hash by which two texts are the same."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from crawler.urls import url_key

# Scripts that write no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")

# Accents, vowel points and Indic signs belong to their word, though `\w` leaves them out: "كَتَبَ" is one word.
MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0dff\ufe20-\ufe2f"
)
WORD = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[\w{MARKS}])+")
# The same where a text has nothing of these, in a third to two thirds of the time.
ASCII_WORD, PLAIN_WORD = re.compile(r"\w+", re.ASCII), re.compile(r"\w+")
UNPLAIN = re.compile(f"[{UNSPACED}{MARKS}]")

TOKEN = re.compile(r"[^\W_]\S*")  # what stands between spaces and holds a letter or digit: "“twenty-one”,"

# Joiners and direction marks shape how text is drawn. They stay in `text`, and say nothing about sameness.
SHAPING = re.compile(r"[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069]")

DIRECTION_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# Invisible and of no use to a reader: soft hyphen, zero-width space, word joiner, byte order mark, controls.
UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffc\ud800-\udfff]")
# Overrides make a line read otherwise than it is written ("exe.gnp" as "png.exe"). Embeddings and isolates come in
# pairs; one without its partner would turn the text that follows.
OVERRIDES = re.compile(r"[\u202d\u202e]")
PAIRED_MARKS = re.compile(r"[\u202a-\u202c\u2066-\u2069]")
TURNING_MARK = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """`text` on one line: NFC, single spaces, no control characters, no override or stray mark of direction.

    Joiners and direction marks stay.
    """
    tidy = " ".join(text.split())
    if not tidy.isascii():
        tidy = without_stray_marks(UNWANTED.sub("", tidy))
        return " ".join(unicodedata.normalize("NFC", tidy).split())
    return tidy if tidy.isprintable() else " ".join(UNWANTED.sub("", tidy).split())


def without_stray_marks(text: str) -> str:
    """`text` without overrides of its direction, and without embeddings and isolates unless each has its end."""
    if not TURNING_MARK.search(text):
        return text
    text = OVERRIDES.sub("", text)
    return text if _is_balanced(text) else PAIRED_MARKS.sub("", text)


def _is_balanced(text: str) -> bool:
    open_marks: list[str] = []
    for mark in PAIRED_MARKS.findall(text):
        if mark in "\u202a\u202b":
            open_marks.append("\u202c")
        elif mark in "\u2066\u2067\u2068":
            open_marks.append("\u2069")
        elif not open_marks or open_marks.pop() != mark:
            return False
    return not open_marks


def same_words(text: str) -> list[str]:
    """The words of `text` as they are compared: NFKC, case folded, no punctuation, no joiners."""
    folded = text.casefold()
    if folded.isascii():
        return ASCII_WORD.findall(folded)
    folded = unicodedata.normalize("NFKC", SHAPING.sub("", folded)).casefold()
    return (WORD if UNPLAIN.search(folded) else PLAIN_WORD).findall(folded)


def holds(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words of `name`, of which there is one at least, stand in `words` in a row."""
    return name[0] in words and any(
        words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1) if words[at] == name[0]
    )


def word_count(text: str) -> int:
    """Words of `text`; where a script writes no spaces, characters. "twenty-one" is one word."""
    if text.isascii():
        return len(TOKEN.findall(text))
    spaced, characters = UNSPACED_CHARACTER.subn(" ", text)
    return characters + len(TOKEN.findall(spaced))


def folded(text: str) -> str:
    """The words of `text` as they are compared, parted by single spaces."""
    return " ".join(same_words(text))


def content_hash(text: str) -> str:
    """sha256 over the words of `text`, parted by single spaces; case and punctuation aside."""
    return hash_of_words(folded(text))


def hash_of_words(words: str) -> str:
    """The `content_hash` of a text whose words, as `folded` gives them, are `words`."""
    return "sha256:" + hashlib.sha256(words.encode()).hexdigest()


def article_id(url: str) -> str:
    """The first 32 hex digits of the sha256 of the key of `url`. Raises ValueError when it is no http(s) URL."""
    return hashlib.sha256(url_key(url).encode()).hexdigest()[:32]
