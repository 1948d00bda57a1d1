"""Names out of a line that may hold several, with roles, places and other words around them."""

from crawler.extract.metadata.name_words import (
    ADDRESS,
    AGENCY,
    BARE_STAFF,
    CREDIT_END,
    DEGREE,
    DIGIT,
    DIGIT_WORD,
    FURNITURE,
    LAST_FIRST,
    LAST_PART,
    LATIN,
    LETTER,
    LOGIN,
    NO_NAME,
    NO_PERSON,
    OPENER,
    PARTICLES,
    ROLE,
    SMALL_PREFIX,
    SPLIT,
    TAIL,
)
from crawler.extract.metadata.site_name import is_site_name
from crawler.extract.metadata.text import clean, flat

MAX_LINE_CHARS = 400  # a longer "author" is a text about one
MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 6  # "Maria del Carmen de la Vega"
MAX_CREDIT_WORDS = 5  # "Institute for Basic Science"
MAX_NAMES = 12


def people(line: str, site: tuple[str, ...]) -> tuple[str, ...]:
    """The people's names in `line`, in order, each once; none where it names the site, a desk or an agency."""
    names: dict[str, str] = {}
    parts = _parts(line, site)
    for part in parts:
        if LAST_PART.match(part) and names:
            break
        is_degree = bool(names) and bool(DEGREE.fullmatch(part))
        if is_person(part) and not is_degree:
            names.setdefault(flat(part), part)
    # "Ann Lee, London": behind a full name one word is a place or an agency.
    first = next((place for place, name in enumerate(names.values()) if is_full(name)), len(names))
    named = [name for place, name in enumerate(names.values()) if place <= first or is_full(name)]
    # "Comedy, Cartoons, Travel" is a list of sections; people who sign together do it with full names.
    if len(named) > 1 and not any(map(is_full, named)):
        return ()
    return tuple(named)[:MAX_NAMES]


def credit(line: str) -> str:
    """Whom `line` names when it is no person: an agency, an organisation, a handle; "" for staff and furniture."""
    line = without_opener(clean(ADDRESS.sub(" ", line[: MAX_LINE_CHARS * 4])))
    name = CREDIT_END.split(line, maxsplit=1)[0].strip(" .:-–—*\"'“”„")
    words = name.split()
    if not 1 < len(name) <= MAX_NAME_CHARS or not 1 <= len(words) <= MAX_CREDIT_WORDS or not LETTER.search(name):
        return ""
    if NO_NAME.search(name) or FURNITURE.search(name) or not BARE_STAFF.sub("", name) or LOGIN.fullmatch(name):
        return ""
    # "Report an error", "27 April": no name has a small word at its end, and only a pen name of one word a digit.
    return name if len(words) == 1 or (_is_capitalised(words) and not DIGIT_WORD.search(name)) else ""


def is_agency(name: str) -> bool:
    """Whether `name` is that of a news agency."""
    return bool(AGENCY.fullmatch(name))


def is_full(name: str) -> bool:
    """Whether a name has two words, or stands in a script that may write it as one."""
    return " " in name or not LATIN.search(name)


def is_person(name: str) -> bool:
    """Whether `name` looks like a person's: few words, no digits, no word of desks and furniture, no address."""
    words = name.split()
    if not 1 < len(name) <= MAX_NAME_CHARS or not 1 <= len(words) <= MAX_NAME_WORDS:
        return False
    if DIGIT.search(name) or NO_NAME.search(name) or not LETTER.search(name):
        return False
    if NO_PERSON.search(name) or FURNITURE.search(name):
        return False
    return _is_capitalised(words)


def _is_capitalised(words: list[str]) -> bool:
    """Whether every word begins with a capital but for particles, where the script has capitals."""
    if words[-1] in PARTICLES:
        return False
    return all(not word[0].islower() or word in PARTICLES or SMALL_PREFIX.search(word) for word in words)


def inverted(line: str) -> str:
    """ "Lee, Ann" as "Ann Lee", which is how libraries write a name; any other line as it was."""
    match = LAST_FIRST.fullmatch(line.strip())
    return f"{match['first']} {match['last']}" if match else line


def without_opener(line: str) -> str:
    """`line` without "By", "Von", "Yazan:" and kin at its beginning."""
    for _ in range(2):  # "Author: By Ann Lee"
        line = OPENER.sub("", line, count=1)
    return line


def _parts(line: str, site: tuple[str, ...] = ()) -> list[str]:
    line = clean(ADDRESS.sub(" ", line[: MAX_LINE_CHARS * 4]))
    if not line or len(line) > MAX_LINE_CHARS:
        return []
    parts = [TAIL.sub("", without_opener(part)).strip(" .,:;|-–—*\"'“”„") for part in SPLIT.split(without_opener(line))]
    return [_without_role(part) for part in parts if part and not is_site_name(part, site)]


def _without_role(part: str) -> str:
    role = ROLE.search(part)
    return part[: role.start()].strip(" .,:;|-–—") if role and " " in part[: role.start()].strip() else part
