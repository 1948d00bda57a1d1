"""The language of a text: by its script, by py3langid, and by what the page says when the text is too short."""

import re
from collections.abc import Callable
from functools import cache
from typing import cast

SAMPLE_CHARACTERS = 3000  # more text changes no answer and costs time
# Below this many letters the identifier errs often, so that the page's own word counts more.
SURE_LETTERS = 200

TAG = re.compile(r"^(?P<language>[A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*$")

# Scripts that are (for news) one language's own.
SCRIPT_LANGUAGES = {
    "el": r"[\u0370-\u03ff]", "he": r"[\u0590-\u05ff]", "th": r"[\u0e00-\u0e7f]", "ko": r"[\uac00-\ud7af]",
    "ja": r"[\u3040-\u30ff]", "hy": r"[\u0530-\u058f]", "ka": r"[\u10a0-\u10ff]", "ta": r"[\u0b80-\u0bff]",
}  # fmt: skip
# Languages that share a script: an answer outside the set is wrong, whatever the identifier says.
SCRIPT_SETS = {
    "arabic": (r"[\u0600-\u06ff]", frozenset({"ar", "fa", "ur", "ps", "ug", "ku", "ckb", "sd"})),
    "cyrillic": (r"[\u0400-\u04ff]", frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "uz"})),
    "han": (r"[\u4e00-\u9fff]", frozenset({"zh", "ja"})),
    "indic": (r"[\u0900-\u097f]", frozenset({"hi", "mr", "ne", "sa"})),
}
SCRIPT_SHARE = 0.3  # of the letters; kana are that many in Japanese, names in Latin letters are common everywhere


def language_of(text: str, declared: str | None) -> str | None:
    """The BCP 47 tag of `text`'s language, or None without letters. `declared` is what the page or profile says.

    A declared tag of the same language is given back with its region ("en-GB").
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    match = TAG.match(declared or "")
    said = match["language"].lower() if match else None
    found = _by_script(sample, letters, said) or _identified(sample, letters, said)
    return declared.replace("_", "-") if declared and found == said else found


def _by_script(sample: str, letters: int, said: str | None) -> str | None:
    for language, pattern in SCRIPT_LANGUAGES.items():
        if len(re.findall(pattern, sample)) >= SCRIPT_SHARE * letters:
            # Yiddish is written in Hebrew letters, too.
            return said if said == "yi" and language == "he" else language
    return None


def _identified(sample: str, letters: int, said: str | None) -> str | None:
    allowed: frozenset[str] | None = None
    for pattern, languages in SCRIPT_SETS.values():
        if len(re.findall(pattern, sample)) >= SCRIPT_SHARE * letters:
            allowed = languages
    if letters < SURE_LETTERS and said and (allowed is None or said in allowed):
        return said
    for language, _ in _rank()(sample):
        if allowed is None or language in allowed:
            # The identifier knows Norwegian as one language, pages name the form they are written in.
            return said if {language, said} <= {"no", "nb", "nn"} else language
    return said


@cache
def _rank() -> Callable[[str], list[tuple[str, float]]]:
    # Imported at the first text: the model costs time and memory that not every command needs.
    from py3langid.langid import rank

    return cast("Callable[[str], list[tuple[str, float]]]", rank)
