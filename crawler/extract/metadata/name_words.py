"""The words around names: what opens a byline, parts it and ends it, and what stands where a name should."""

import re


def any_word(words: str) -> re.Pattern[str]:
    """A pattern for any of `words` (regular expressions parted by spaces) as a whole word, case aside."""
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)


# "By Ann Lee", "Posted on Friday by", "Von Eva Roth", "Ein Kommentar von", "Yazan: Ali Kaya", "بقلم: …"
OPENER = re.compile(
    r"^\W*(?:"
    r"(?:(?:written|posted|published|reported|reporting|reviewed|created|submitted|added|story|words|text|article|"
    r"report|analysis|opinion|commentary|column|essay|review|interview|guest|post|blog|an?|in|on)\s+){0,4}by"
    r"|(?:(?:ein|eine|gast|kommentar|gastkommentar|beitrag|gastbeitrag|blog|artikel|text|bericht|interview|"
    r"kolumne|gastkolumne|essay|glosse|rezension|reportage|porträt|geschrieben|verfasst|veröffentlicht|eingestellt|"
    r"gepostet|erstellt|analyse|und)\s+){0,4}von"
    r"|(?:(?:escrito|publicado|texto|una?|columna|entrevista|écrit|publié|propos recueillis|une?|tribune|"
    r"scritto)\s+){0,2}(?:por|par|da)"
    r"|a cura di|di|door|av|af|przez"
    r"|(?:authors?|writers?|reporters?|correspondents?|words|text|texte|texto|testo|tekst|text und interview|interview|"
    r"autor(?:in|en|es|a|as)?|auteurs?|autore|yazan|yazar|haber|автор|текст|الكاتب|تحرير|نویسنده|כתב|כתבת|文|記者|取材)"
    r"(?=\s*[:：])"
    r"|автор|yazan|بقلم|كتبه?|به قلم|מאת|文／|文/"
    r")(?:\s*[:：]\s*|\s+|$)",
    re.IGNORECASE,
)
# Names that begin with the letter for "and": "أحمد وليد", "אדם וייס"
WAW_NAMES = "وليد|وائل|وسام|وفاء|وجيه|وجدي|وسيم|وديع|وداد|واثق|وحيد|وهيب|وفيق|وردة|ولاء|وئام|وعد"
VAV_NAMES = "וייס|ויס|ויצמן|ו?וקנין|וולף|וינר|וסרמן|ורד"
# Between two names: "Ann Lee as told to Bo Hansen". Spanish, Portuguese, Polish "and", and an Arabic or Hebrew one that
# is written onto the next word, part names only where two words follow: "José Ortega y Gasset", "João Costa e Silva".
# As a capital it is an initial: "Mary E Smith". A run of spaces is begun once: from each of them it took their square.
SPLIT = re.compile(
    r"(?:(?<!\s)\s+)?(?:[;/|•·、，،\n]|,(?!\s*(?:jr|sr|ii|iii)\b)|\s&\s|\s\+\s)\s*"
    r"|(?<!\s)\s+(?:(?:and|und|et|ve|og|och|en|with|mit|as told to|im gespräch mit|in conversation with|gemeinsam mit|"
    r"zusammen mit)\s+"
    r"|(?-i:y|e|i|и)\s+(?=\S+\s+\S\S)|و\s+"
    rf"|(?!(?:{WAW_NAMES})\b)و(?=\S+\s+\S)|(?!(?:{VAV_NAMES})\b)ו(?=\S+\s+\S))",
    re.IGNORECASE,
)
# "Reuters, Berlin", "Reuters | 4 March", "annlee on May 4", "annlee under Ports", but not "Institute in motion"
CREDIT_END = re.compile(r"[|•·;,(\[/]| [-–—] | (?:am|on|in|at|um|@) (?=[A-Z\d])| under\b")
# "Ann Lee (Berlin)", "Ann Lee - Reuters", "Ann Lee in Berlin", "Ann Lee, Reuters" is split before
TAIL = re.compile(
    r"(?<!\s)\s*(?:\(.*|\[.*|<.*|\s[-–—:].*|[-–—]\s.*|"
    r"\s(?-i:in|aus|für|for|at|from|of|on|is|ist|am|as)\s.*|@.*|https?:.*)$",
    re.IGNORECASE,
)
# Behind the names: "Ann Lee, in Politics, Europe", "Ann Lee | 4 March | Berlin"
LAST_PART = re.compile(
    r"(?:in|on|am|at|unter|under|für|for|tags?|kategorien?|category|filed|posted|updated)\b|\D{0,12}\d", re.IGNORECASE
)
LAST_FIRST = re.compile(r"(?P<last>[^\W\d_][\w'’-]{1,30}), ?(?P<first>[^\W\d_][\w.'’-]{1,30})")  # "Lee, Ann"
DEGREE = re.compile(r"[A-Z-]{2,5}|(?:Ph|M|B|J)\.? ?(?:D|A|S|Sc|Ed|Phil)\.?")  # "Ann Lee, RDN, Ph.D": behind a name
ADDRESS = re.compile(r"\S{0,100}@\S{0,100}|https?:\S{0,300}|www\.\S{0,300}", re.IGNORECASE)
NO_NAME = re.compile(r"https?:|www\.|\.(?:com|org|net|html?|php)\b|[\\{}<>=@#→»©?!_%]|::", re.IGNORECASE)
LOGIN = re.compile(r"[a-z]+[._][a-z]+|admin\w*|\w+admin")  # christian.stadtfeld
DIGIT = re.compile(r"\d")
DIGIT_WORD = re.compile(r"(?:^|\s)\d")  # "REUTERS 11", but not "BR24 Redaktion"
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
LETTER = re.compile(r"[^\W\d_]")
# In a name that begins with a small letter: "Anne d'Or", "Bríd Ó hÉinniú", "Basil de nGeard"
SMALL_PREFIX = re.compile(r"['’]|^(?:[hnt]|bh)[AÁEÉIÍOÓUÚGDS]")
PARTICLES = frozenset({
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn",
    "ben", "abu", "st", "ter", "ten", "zu", "af", "av", "und", "y", "e", "i", "for", "of", "do", "das", "an", "het",
    "'t", "op", "vom", "zum", "zur", "auf", "dello", "degli", "dalla", "lo", "bint",
})  # fmt: skip

# A part with one of these words is a role, a desk, an agency: who published, but no person. "Sid Lowe" and "Efe Kaya"
# are people, SID and EFE agencies; "Guest Author" is none, "Ann Guest" one, "Das Team" none, "Asha Das" one.
NO_PERSON = any_word(
    r"""
    staff editors? editorial redaktion\w* redactie redacción redaccion redação rédaction redazione redakcja redakce
    newsroom news desk team agency agencies agentur\w* agencia agence agenzia ajansı press presse media magazine
    reuters associated bloomberg anadolu xinhua wires? ^das ^die ^ihr the our your this ^guest guest(?!$)
    ^gast gast(?!$)
    (?-i:AFP|afp|DPA|dpa|TASS|tass|EFE|efe|ANSA|ansa|UPI|upi|PTI|pti|IANS|ians|SID|sid|APA|apa|KNA|kna|EPD|epd|SDA|sda)
    services? reporters? correspondents? contributors? writers? columnist journalist\w* reporterin korrespondent\w*
    producer manager director chief senior junior assistant associate deputy photograph\w* photos? fotos?
    fotograf\w* images? getty video gastautor\w* gastbeitrag company inc llc ltd gmbh group institute?
    university universität daily times herald tribune gazette chronicle zeitung tagblatt kurier nachrichten
    rundschau department foundation stiftung association verein council committee online school
    haber merkezi editör servisi تحرير محرر وكالة وكالات مراسل هيئة رئيس rédacteur\w* journaliste
    redacteur technolog\w* solutions partners projektleit\w* geschäftsführ\w* pressesprech\w* sprecher(?:in)?
    vorsitzende\w* spokes\w+ ceo founder
    """
)
# "The Associated Press", "AFP", but not "AFP Fact Check": an agency and no more
AGENCY = re.compile(
    r"(?:the )?(?:associated press|ap|reuters|afp|agence france[- ]presse|dpa(?:-afx)?|bloomberg(?: news)?|upi|pti|"
    r"ians|anadolu(?: agency| ajansı)?|xinhua|tass|interfax|efe|europa press|ansa|apa|kna|epd|sda|keystone-sda|sid|ntb|"
    r"tt|ritzau|belga|anp|kyodo(?: news)?|yonhap|aap|pa media|press association|canadian press)",
    re.IGNORECASE,
)
# "Ann Lee Staff Writer", "Ann Lee Redakteurin", "Ann Lee MS": a name of two words, then what the person is
ROLE = re.compile(
    r"(?<=\S )(?:staff|senior|chief|special|contributing|guest|editor|writer|reporter|correspondent|contributor|"
    r"columnist|journalist(?:in)?|redakteur(?:in)?|volontär(?:in)?|korrespondent(?:in)?|reporterin|autor(?:in)?|"
    r"projektleiter(?:in)?|geschäftsführer(?:in)?|"
    r"(?-i:M\.?[AS]c?|B\.?[AS]c?|M\.?D|Ph\.? ?D|RDN?|RN|LD|MPH|MBA|JD|CPA|Esq))\b.*$",
    re.IGNORECASE,
)
# A line with one of these is a page's furniture and names nobody. "April" is none, "April Brown" and "June Hall" are.
FURNITURE = any_word(
    r"""
    facebook twitter youtube instagram linkedin flickr whatsapp telegram logout abmelden anmelden
    admin administrator webmaster wordpressadmin anonymous unknown user authors? autor autoren autorin autorenseite
    published updated posted read reading view all alle posts follow subscribe newsletter share teilen comments?
    kommentare? add new log login sign website about über by mehr more minutes? mins? hours? ago uhr today yesterday
    heute zur artikel\w* articles? beitrag beiträge publiziert veröffentlicht erstellt geschrieben text texte
    january february july september october november december februar märz juli oktober
    dezember monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag
    freitag samstag sonntag ^(?:april|june|august|januar|juni)$
    """
)
# Says only that someone of the house wrote it: "Staff", "News Desk", "Redaktion", "Web Team"
BARE_STAFF = re.compile(
    any_word(
        r"""
        from staff reports? news web digital online central national our the editors? editorial writers? reporters?
        correspondents? desk team newsroom nachrichten noticias actualités redaktion\w* redactie redacción redaccion
        redação rédaction la redazione redakcja redakce guest contributors? haber merkezi editör المحرر التحرير هيئة
        journalist\w* chief in senior content executive
        """
    ).pattern
    + r"\W*",
    re.IGNORECASE,
)
