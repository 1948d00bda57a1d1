"""Names out of a line that may hold several, with roles, places and other words around them."""

import re

from crawler.extract.metadata.site_name import is_site_name
from crawler.extract.metadata.text import clean, flat

MAX_LINE_CHARS = 400  # a longer "author" is a text about one
MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 6  # "Maria del Carmen de la Vega"
MAX_CREDIT_WORDS = 5  # "Institute for Basic Science"
MAX_NAMES = 12
MAX_CAPITALS = 5  # "MS", "RDN", "Ph.D": a degree behind a full name

# "By Ann Lee", "Posted on Friday by", "Von Eva Roth", "Ein Kommentar von", "Yazan: Ali Kaya", "بقلم: …"
OPENER = re.compile(
    r"^\W*(?:"
    r"(?:(?:written|posted|published|reported|reporting|reviewed|created|submitted|added|story|words|text|article|report|"
    r"analysis|opinion|commentary|column|interview|guest|post|blog|an?|in|on)\s+){0,4}by"
    r"|(?:(?:ein|eine|gast|kommentar|gastkommentar|beitrag|gastbeitrag|blog|artikel|text|bericht|interview|geschrieben|"
    r"verfasst|veröffentlicht|eingestellt|gepostet|erstellt|analyse|und)\s+){0,4}von"
    r"|(?:(?:escrito|publicado|texto|écrit|publié|propos recueillis|scritto)\s+){0,2}(?:por|par|da)"
    r"|a cura di|di|door|av|af|przez"
    r"|(?:authors?|writers?|reporters?|correspondents?|words|text|texte|texto|testo|tekst|text und interview|interview|"
    r"autor(?:in|en|es|a|as)?|auteurs?|autore|yazan|yazar|haber|автор|текст|الكاتب|تحرير|نویسنده|כתב|כתבת|文|記者|取材)(?=\s*[:：])"
    r"|автор|yazan|بقلم|كتبه?|به قلم|מאת|文／|文/"
    r")(?:\s*[:：]\s*|\s+|$)",
    re.IGNORECASE,
)
# Between two names. "y", "e" and "و" need a space before them.
SPLIT = re.compile(
    r"\s*(?:[;/|•·、，،\n]|,(?!\s*(?:jr|sr|ii|iii)\b)|\s&\s|\s\+\s)\s*"
    r"|\s+(?:and|und|y|et|e|ve|og|och|en|i|и|with|mit)\s+|\s+و\s*(?=\S)|\s+ו(?=\S)",
    re.IGNORECASE,
)
# "Ann Lee (Berlin)", "Ann Lee - Reuters", "Ann Lee in Berlin", "Ann Lee, Reuters" is split before
TAIL = re.compile(
    r"\s*(?:\(.*|\[.*|<.*|\s[-–—:].*|[-–—]\s.*|\s(?:in|aus|für|for|at|from|of|on|is|ist|am|as)\s.*|@.*|https?:.*)$",
    re.IGNORECASE,
)
# Behind the names: "Ann Lee, in Politics, Europe", "Ann Lee | 4 March | Berlin"
LAST_PART = re.compile(
    r"(?:in|on|am|at|unter|under|für|for|tags?|kategorien?|category|filed|posted|updated)\b|\D{0,12}\d", re.IGNORECASE
)
LAST_FIRST = re.compile(r"(?P<last>[^\W\d_][\w'’-]{1,30}), ?(?P<first>[^\W\d_][\w.'’-]{1,30})")  # "Lee, Ann"
ADDRESS = re.compile(r"\S{0,100}@\S{0,100}|https?:\S{0,300}|www\.\S{0,300}", re.IGNORECASE)
NO_NAME = re.compile(r"https?:|www\.|\.(?:com|org|net|html?|php)\b|[\\{}<>=@#→»©?!_%]|::", re.IGNORECASE)
LOGIN = re.compile(r"[a-z]+[._][a-z]+|admin\w*|\w+admin")  # christian.stadtfeld
DIGIT = re.compile(r"\d")
DIGIT_WORD = re.compile(r"(?:^|\s)\d")  # "REUTERS 11", but not "BR24 Redaktion"
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
LETTER = re.compile(r"[^\W\d_]")
PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "abu",
        "st",
        "ter",
        "ten",
        "zu",
        "af",
        "av",
        "und",
        "y",
        "e",
    ]
)

# A part with one of these words is a role, a desk, an agency: who published, but no person.
NO_PERSON = re.compile(
    r"\b(?:staff|editors?|editorial|redaktion\w*|redactie|redacción|redaccion|redação|rédaction|redazione|redakcja|redakce|"
    r"newsroom|news|desk|team|agency|agencies|agentur\w*|agencia|agence|agenzia|ajansı|press|presse|media|magazine|"
    r"reuters|afp|dpa|associated|bloomberg|anadolu|xinhua|tass|efe|ansa|upi|pti|ians|sid|apa|kna|epd|sda|wire|wires|services?|"
    r"reporters?|correspondents?|contributors?|writers?|columnist|journalist\w*|reporterin|korrespondent\w*|producer|manager|"
    r"director|chief|senior|junior|assistant|associate|deputy|photograph\w*|photo|photos|foto|fotos|fotograf\w*|images?|"
    r"getty|video|guest|gast|gastautor\w*|gastbeitrag|company|inc|llc|ltd|gmbh|group|institute?|university|universität|"
    r"daily|times|herald|tribune|gazette|chronicle|zeitung|tagblatt|kurier|nachrichten|rundschau|department|foundation|stiftung|association|verein|council|committee|online|school|the|our|your|this|ihr|das|die|"
    r"haber|merkezi|editör|servisi|تحرير|محرر|وكالة|وكالات|مراسل|هيئة|رئيس|rédacteur\w*|journaliste|redacteur)\b",
    re.IGNORECASE,
)
# "Ann Lee Staff Writer", "Ingo Arzt Redakteur", "Lauren Manaker MS": a name of two words, then what the person is
ROLE = re.compile(
    r"(?<=\S )(?:staff|senior|chief|special|contributing|guest|editor|writer|reporter|correspondent|contributor|columnist|"
    r"journalist(?:in)?|redakteur(?:in)?|volontär(?:in)?|korrespondent(?:in)?|reporterin|autor(?:in)?|projektleiter(?:in)?|"
    r"geschäftsführer(?:in)?|"
    r"M\.?[AS]c?|B\.?[AS]c?|M\.?D|Ph\.? ?D|RDN?|RN|LD|MPH|MBA|JD|CPA|Esq)\b.*$",
    re.IGNORECASE,
)
# A line with one of these is a page's furniture and names nobody.
FURNITURE = re.compile(
    r"\b(?:admin|administrator|webmaster|anonymous|unknown|user|author|authors|autor|autoren|autorin|autorenseite|"
    r"published|updated|posted|read|reading|view|all|alle|posts?|follow|subscribe|newsletter|share|teilen|comments?|"
    r"kommentare?|add|new|log|login|sign|website|about|über|by|mehr|more|minutes?|mins?|hours?|ago|uhr|today|yesterday|heute|"
    r"artikel|articles?|beitrag|beiträge|publiziert|veröffentlicht|erstellt|geschrieben|text|texte|wordpressadmin|"
    r"january|february|april|june|july|august|september|october|november|december|januar|februar|märz|juni|juli|oktober|"
    r"dezember|monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    r"sonntag)\b",
    re.IGNORECASE,
)
# Says only that someone of the house wrote it: "Staff", "News Desk", "Redaktion", "Web Team"
BARE_STAFF = re.compile(
    r"(?:(?:from|staff|reports?|news|web|digital|online|central|national|our|the|editors?|editorial|writers?|reporters?|correspondents?|"
    r"desk|team|newsroom|redaktion\w*|redactie|redacción|redaccion|redação|rédaction|la|redazione|redakcja|redakce|guest|"
    r"contributors?|haber|merkezi|editör|المحرر|التحرير|هيئة|journalist\w*|chief|in|senior|content|executive)\W*)+",
    re.IGNORECASE,
)


def people(line: str, site: tuple[str, ...]) -> tuple[str, ...]:
    """The people's names in `line`, in order, each once; none where it names the site, a desk or an agency."""
    names: dict[str, str] = {}
    parts = _parts(line, site)
    for part in parts:
        if LAST_PART.match(part) and names:
            break
        is_degree = bool(names) and (part.isupper() or "." in part) and len(part) <= MAX_CAPITALS
        if is_person(part) and not is_degree:
            names.setdefault(flat(part), part)
    # "Comedy, Cartoons, Travel" is a list of sections; people who sign together do it with full names.
    if len(names) > 1 and not any(map(is_full, names.values())):
        return ()
    return tuple(names.values())[:MAX_NAMES]


def credit(line: str) -> str:
    """Whom `line` names when it is no person: an agency, an organisation, a handle; "" for staff and furniture."""
    name = next(iter(_parts(line)), "")
    words = name.split()
    if not 1 < len(name) <= MAX_NAME_CHARS or not 1 <= len(words) <= MAX_CREDIT_WORDS or not LETTER.search(name):
        return ""
    if NO_NAME.search(name) or FURNITURE.search(name) or BARE_STAFF.fullmatch(name) or LOGIN.fullmatch(name):
        return ""
    # "Report an error", "27 April": no name has a small word at its end, and only a pen name of one word a digit.
    return name if len(words) == 1 or (_is_capitalised(words) and not DIGIT_WORD.search(name)) else ""


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
    return not words[-1][0].islower() and all(
        not word[0].islower() or word in PARTICLES or "'" in word or "’" in word for word in words
    )


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
