"""The language of a text, how sure that is, and what other languages a good part of it is in."""

import re
from dataclasses import dataclass

from crawler.extract.identify import identify
from crawler.extract.language_parts import parts_by_language

TAG = re.compile(r"^(?P<language>[A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*$")

SAMPLE_CHARACTERS = 1500  # 3000 change no answer on the corpus and cost twice the time


@dataclass(frozen=True, slots=True)
class Language:
    """A BCP 47 tag or None; its score, 0 to 1 in hundredths, as `Guess` defines it; the other languages, most first."""

    tag: str | None
    score: float | None = None
    others: tuple[str, ...] = ()


def language_of(text: str, declared: str | None) -> Language:
    """The language of `text`, the largest part's where there are several; its tag is None without letters.

    `declared` is what the page or profile says: in a short text it decides, and between languages that the identifier
    is torn between. A declared tag of the same language is given back with its region ("en-GB").
    """
    match = TAG.match(declared or "")
    said = match["language"].lower() if match else None
    found = identify(text[:SAMPLE_CHARACTERS], said)
    if found is None:
        return Language(None)
    languages, passages = zip(*parts_by_language(text, found.language).items(), strict=True)
    if len(languages) > 1:
        found = identify(passages[0][:SAMPLE_CHARACTERS], said) or found
    tag = declared.replace("_", "-") if declared and found.language == said else found.language
    others = tuple(language for language in languages[1:] if language != found.language)
    return Language(tag, None if found.score is None else round(found.score, 2), others)
