"""Trap URLs: what an address says about a site that never ends."""

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

MAX_REPEATS = 3  # of one folder: "/a/b/a/b/a/b/"
MAX_FOLDERS = 12
MIN_FACETS = 3  # parameters that narrow one list

# Names and values that change with every visit: "?sid=8f3a…", "/;jsessionid=0A1B", "?PHPSESSID=…".
SESSION_NAME = re.compile(
    r"(?:.{0,20}_)?(?:sid|s_id|sess|session|session_?id|sessid|phpsessid|jsessionid|cfid|cftoken|aspsessionid\w{0,20}|visit(?:or)?_?id)",
    re.IGNORECASE,
)
SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=|/\(S\([a-z0-9]{8,40}\)\)/", re.IGNORECASE)
DATE_NAME = re.compile(r"(?:cal_?|event_?)?(?:date|day|month|mon|year|yr|week|ym|when)", re.IGNORECASE)
DATE_PATH = re.compile(r"/(?:\d{4}[/-]\d{1,2}(?:[/-]\d{1,2})?|\d{1,2}[/-]\d{4})/?$", re.ASCII)
CALENDAR_WORD = re.compile(r"calendar|/events?/|kalender|calendrier|agenda|takvim|تقويم", re.IGNORECASE)
DIGIT = re.compile(r"\d")
PAGE = re.compile(r"/page/\d|[?&](?:paged?|p|pg|start|offset)=\d", re.IGNORECASE)


def trap_sign(url: str) -> str | None:
    """What `url` looks like a step of: "session ids", "endless path", "facets", "calendar", "paging"; or None.

    Of the last two many a sound site has some, and of the others hardly one.
    """
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if SESSION_PATH.search(parts.path) or any(SESSION_NAME.fullmatch(name) for name, _ in query):
        return "session ids"
    folders = [folder for folder in parts.path.split("/") if folder]
    if len(folders) > MAX_FOLDERS or max(Counter(folders).values(), default=0) >= MAX_REPEATS:
        return "endless path"
    if len(query) >= MIN_FACETS:
        return "facets"
    if any(DATE_NAME.fullmatch(name) for name, _ in query) or DATE_PATH.search(parts.path):
        return "calendar"
    if CALENDAR_WORD.search(parts.path) and DIGIT.search(parts.path + parts.query):
        return "calendar"
    return "paging" if PAGE.search(url) else None
