"""Creative Commons licences by their names, as notices write them out."""

import re

# "licensed under", "steht unter", "sous licence", "bajo una licencia", "lisansı", "بموجب رخصة"
NOTICE = re.compile(
    r"(?:licen[cs]ed|published|available|republished|distributed|released|shared)(?: \w+){0,3} under|steht unter"
    r"|lizenziert|unter (?:der|einer)|sous|selon les termes|bajo|sob|con licenza|lisans\w*|بموجب|تحت",
    re.IGNORECASE,
)
NAME = re.compile(
    r"Creative[ -]Commons(?:[^.\n]{0,90}?[1-4]\.[05]|[^.,;\n]{0,60}?Licen[cs]e|)"
    r"|\bCC(?:[ -]BY(?:-(?:NC|SA|ND)){0,2}(?:[ -][1-4]\.[05])?|[ -]?0)(?!\w)",
    re.IGNORECASE,
)
VERSION = re.compile(r"[1-4]\.[05]")
ZERO = re.compile(r"\bCC[ -]?0\b|\bzero\b", re.IGNORECASE)
# A notice about a picture says nothing about the text.
PICTURE = re.compile(r"\b(?:photo\w*|images?|pictures?|foto\w*|bild\w*|illustration\w*)\b", re.IGNORECASE)
TERMS = {
    "nc": re.compile(r"non[ -]?commercial|nicht[ -]?kommerziell|pas d.utilisation comm|(?<!\w)nc(?!\w)", re.IGNORECASE),
    "sa": re.compile(r"share[ -]?alike|gleichen bedingungen|partage dans les mêmes|(?<!\w)sa(?!\w)", re.IGNORECASE),
    "nd": re.compile(r"no[ -]?deriv|keine bearbeitung|pas de modification|(?<!\w)nd(?!\w)", re.IGNORECASE),
}  # fmt: skip
BY = re.compile(r"attribution|namensnennung|atribución|atribuição|attribuzione|(?<!\w)by(?!\w)", re.IGNORECASE)
CODES = frozenset({"by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"})
MAX_NOTICE_CHARS = 600


def named_license(line: str) -> str | None:
    """The licence that a notice about the text gives it: its URL, or its words when they name no version; else None."""
    has_name = "ommons" in line or "CC" in line  # most lines are told at once
    if not has_name or len(line) > MAX_NOTICE_CHARS or not (name := NAME.search(line)):
        return None
    before = line[: name.start()]
    if not NOTICE.search(line) or PICTURE.search(before):
        return None
    words = name[0].strip(" ,;:)")
    if ZERO.search(words):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    version = VERSION.search(words)
    code = "-".join(["by", *(term for term in ("nc", "sa", "nd") if TERMS[term].search(words))])
    if version and BY.search(words) and code in CODES:
        return f"https://creativecommons.org/licenses/{code}/{version[0]}/"
    return words
