"""Article URLs: what an address alone says about the page behind it.

The profile's rules come first. Where they are silent the shape of the address decides: the words, days and numbers
that publishing systems put into the address of a story, and not into that of a section.
"""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.profiles.matching import url_rule_for
from crawler.profiles.model import SiteProfile

# Sections have one to three words ("middle-east", "arts-and-culture", "us-election-2024"). Of 903 article addresses
# of 600 hosts, 84% have four words, a day or a long number; what is left are mostly shops, recipes and home pages.
MIN_SLUG_WORDS = 4
MIN_FILE_WORDS = 3  # "/dieta-atkinsa-menu.html": sections are seldom files
MIN_UNSPACED_CHARS = 10  # Chinese, Japanese and Thai slugs have no hyphens; a section's name has 2 to 6 characters
MIN_SHORT_LINK_DIGITS = 3  # "?p=2" is a page number on many sites; WordPress numbers its posts so from 1

DAY_FOLDERS = re.compile(  # "/2025/03/04/story", "/2025/mar/04/story", "/2025-03-04/story", "/2025/03/story"
    r"/(?:19|20)\d\d[/_-](?:0?[1-9]|1[0-2]|[a-z]{3,9})(?:[/_-](?:0?[1-9]|[12]\d|3[01]))?/"
    r"(?!(?:page|feed)/|\d{1,2}(?:/|$))[^/]{3,}",
    re.IGNORECASE | re.ASCII,
)
DAY = r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])"
DAY_WITH_WORDS = re.compile(  # "/20250304-story", "/2025-03-04-story", "/story-20250304"
    rf"/(?:{DAY}[-_][^/]{{3,}}|[^/]{{3,}}[-_]{DAY})(?:/|$)", re.ASCII
)
LONG_NUMBER = re.compile(r"(?<!\d)\d{5,20}(?!\d)", re.ASCII)  # "/world-12345678", "/a/1234567", "story.2345678.html"
HEX_NUMBER = re.compile(
    r"(?<![0-9a-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,40}(?![0-9a-z])", re.ASCII
)  # "65fb2c9ae4"
MIXED_NUMBER = re.compile(
    r"(?<![0-9A-Z])(?=[A-Z]*\d[A-Z]*\d[A-Z]*\d)[0-9A-Z]{8,40}(?![0-9A-Za-z])", re.ASCII
)  # "AST1F4445T"
WORD = re.compile(r"[^\W\d_][\w'’]*")
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
FILE_SUFFIX = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms|ece|story|news)$", re.IGNORECASE)  # "/harbour-reopens.html"
# Parameters that hold the number of an article: "?newsid=17", "?ArtNr=335614", "?Seq_Code=181595"
NUMBER_NAME = re.compile(r"(?:art|article|news|story|post|seq|n)?_?(?:id|nr|no|code)", re.IGNORECASE)


def refusal(url: str, profile: SiteProfile) -> str | None:
    """Why `url` is not to be fetched as an article, or None: "refuse/NAME" of the rule, or "accept" when none fits."""
    if rule := url_rule_for(profile.refuse, url):
        return f"refuse/{rule.name}"
    if profile.accept and not url_rule_for(profile.accept, url):
        return "accept"
    return None


def article_sign(url: str, profile: SiteProfile) -> str | None:
    """What about `url` says that it is an article's, or None: "accept/NAME" of the rule, or the sign in its shape.

    Shapes: "day", "words", "number", "query". None too when a rule refuses it.
    """
    if url_rule_for(profile.refuse, url):
        return None
    if profile.accept:
        rule = url_rule_for(profile.accept, url)
        return f"accept/{rule.name}" if rule else None
    return _sign_in_path(url) or _sign_in_query(url, "wordpress" in profile.lineage)


def looks_like_article(url: str, profile: SiteProfile) -> bool:
    """Whether `url` itself is evidence enough to fetch it as an article. `article_sign` says why."""
    return article_sign(url, profile) is not None


def _sign_in_path(url: str) -> str | None:
    path = unquote(urlsplit(url).path)
    if DAY_FOLDERS.search(path) or DAY_WITH_WORDS.search(path):
        return "day"
    segments = [segment for segment in path.split("/") if segment]
    # The last segment names the page, the one before it where the last is only a number or a format.
    if any(_has_words(segment) for segment in segments[-2:]):
        return "words"
    if segments and any(shape.search(segments[-1]) for shape in (LONG_NUMBER, HEX_NUMBER, MIXED_NUMBER)):
        return "number"
    return None


def _has_words(segment: str) -> bool:
    slug = FILE_SUFFIX.sub("", segment)
    if len(UNSPACED.findall(slug)) >= MIN_UNSPACED_CHARS:
        return True
    parts = [part for part in re.split(r"[-_+ .,~]+", slug) if part.isdecimal() or WORD.fullmatch(part)]
    words = [part for part in parts if not part.isdecimal()]
    needed = MIN_SLUG_WORDS if slug == segment else MIN_FILE_WORDS
    return len(words) >= 2 and len(parts) >= needed


def _sign_in_query(url: str, is_wordpress: bool) -> str | None:
    for name, value in parse_qsl(urlsplit(url).query):
        if not re.fullmatch(r"\d{1,20}", value, re.ASCII):
            continue
        if name == "p" and (is_wordpress or len(value) >= MIN_SHORT_LINK_DIGITS):
            return "query"
        if NUMBER_NAME.fullmatch(name):
            return "query"
    return None
