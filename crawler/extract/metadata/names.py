"""Names of people out of a line that may hold several, with roles, places and other words around them."""

import re

from crawler.extract.metadata.site_name import is_site_name
from crawler.extract.metadata.text import clean, flat

MAX_LINE_CHARS = 400  # a longer "author" is a text about one
MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 6  # "Maria del Carmen de la Vega"
MAX_NAMES = 12

# "By Ann Lee", "Von Eva Roth", "Yazan: Ali Kaya", "بقلم: …"; at most two in a row ("Written by: By Ann Lee")
OPENER = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|reported|reviewed|created|story|words|text|article|report|analysis|opinion|"
    r"commentary|column|interview|guest post|an? [a-z]+)\s+)*by|authors?|writers?|reporters?|correspondents?|text|"
    r"ein (?:gast)?(?:kommentar|beitrag|artikel) von|(?:text|foto|bericht|interview|kommentar|geschrieben|verfasst|"
    r"veröffentlicht) von|von|autor(?:in|en|es|a|as)?|por|escrito por|texto|publicado por|par|écrit par|publié par|"
    r"auteurs?|propos recueillis par|di|a cura di|scritto da|autore|door|av|af|tekst|yazan|yazar|haber|автор|текст|"
    r"بقلم|كتبه?|تحرير|الكاتب|نویسنده|به قلم|מאת|כתב|כתבת|文|記者|文／|文/)(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
# Between two names. "y" and "e" need names around them, which the space does.
SPLIT = re.compile(
    r"\s*(?:[;/|•·、，،\n]|,(?!\s*(?:jr|sr|ii|iii|phd|ph\.d|md|m\.d|esq)\b)|\s&\s|\s\+\s)\s*"
    r"|\s+(?:and|und|y|et|e|ve|og|och|en|i|и|with|mit)\s+|\s+و\s*(?=\S)|\s+ו(?=\S)",
    re.IGNORECASE,
)
# "Ann Lee, Chief Reporter", "Ann Lee (Berlin)", "Ann Lee - Reuters", "Ann Lee in Berlin", "Ann Lee | 4 March"
TAIL = re.compile(
    r"\s*(?:\(.*|\[.*|<.*|\s[-–—:]\s.*|[-–—]\s.*|\s(?:in|aus|für|for|at|from|of|on|is|ist)\s.*|\bam \d.*|@.*|https?:.*)$",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\S*@\S*|https?:\S+|www\.\S+", re.IGNORECASE)
HANDLE_OR_ADDRESS = re.compile(
    r"^@|^\S+@\S+$|https?:|www\.|\.(?:com|org|net|de|html?|php|co)\b|[\\{}<>=]|::", re.IGNORECASE
)
DIGIT = re.compile(r"\d")

# A part with one of these words is a role, an agency, a desk or a page's furniture, not a person.
NO_PERSON = re.compile(
    r"\b(?:staff|admin|administrator|editors?|editorial|redaktion\w*|redactie|redacción|redaccion|redação|rédaction|redazione|"
    r"redakcja|redakcija|newsroom|news|desk|team|agency|agencies|agentur\w*|agencia|agence|agenzia|ajansı|press|media|magazine|"
    r"reuters|afp|dpa|associated|bloomberg|anadolu|xinhua|tass|efe|ansa|upi|pti|ians|sid|apa|kna|epd|wire|wires|"
    r"reporters?|correspondents?|contributors?|writers?|author|authors|autor|columnist|journalist\w*|reporterin|"
    r"korrespondent\w*|producer|manager|director|chief|senior|junior|assistant|associate|deputy|"
    r"photograph\w*|photo|photos|foto|fotos|image|images|getty|video|editor-in-chief|"
    r"published|updated|posted|read|more|view|all|posts|follow|subscribe|newsletter|share|comments?|add|new|login|sign|"
    r"guest|gast|gastautor|gastbeitrag|anonymous|unknown|user|webmaster|website|online|company|inc|llc|ltd|gmbh|group|"
    r"institute|institut|university|universität|department|foundation|stiftung|association|verein|council|committee|"
    r"the|our|your|this|by|about|from|is|ist|are|was|will|"
    r"minutes?|mins?|hours?|ago|uhr|today|yesterday|january|february|march|april|june|july|august|september|october|"
    r"november|december|januar|februar|märz|juni|juli|oktober|dezember|"
    r"yönetim|haber|merkezi|editör|تحرير|محرر|وكالة|وكالات|مراسل|هيئة|رئيس|redaktionen|rédacteur\w*|journaliste|redacteur)\b",
    re.IGNORECASE,
)
LETTER = re.compile(r"[^\W\d_]")
LOWER_START = re.compile(r"^[a-zà-ÿ]")
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


def people(line: str, site: tuple[str, ...]) -> tuple[str, ...]:
    """The people's names in `line`, in order, each once; none where it names the site, a desk, an agency or a handle."""
    line = clean(ADDRESS.sub(" ", line[: MAX_LINE_CHARS * 4]))
    if not line or len(line) > MAX_LINE_CHARS:
        return ()
    for _ in range(2):
        line = OPENER.sub("", line, count=1)
    names: dict[str, str] = {}
    for part in SPLIT.split(line):
        name = TAIL.sub("", OPENER.sub("", part)).strip(" .,:;|-–—*\"'“”")
        if is_person(name) and not is_site_name(name, site):
            names.setdefault(flat(name), name)
    return tuple(names.values())[:MAX_NAMES]


def is_person(name: str) -> bool:
    """Whether `name` looks like a person's: few words, no digits, no word of desks and furniture, no address."""
    words = name.split()
    if not 1 < len(name) <= MAX_NAME_CHARS or not 1 <= len(words) <= MAX_NAME_WORDS:
        return False
    if DIGIT.search(name) or HANDLE_OR_ADDRESS.search(name) or not LETTER.search(name) or NO_PERSON.search(name):
        return False
    # In scripts with case a name's words begin with a capital, but for particles.
    return all(not LOWER_START.match(word) or word in PARTICLES or "'" in word for word in words)


def looks_full(name: str) -> bool:
    """Whether a name has two words or stands in a script that writes names without spaces."""
    return " " in name or not name.isascii()
