"""Days in running text, in any language that CLDR knows month names of."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

# "2020-08-18", "2020/08/18", "2020.8.18", "2020年8月18日", "2020년 8월 18일"
YEAR_FIRST = re.compile(
    r"(?<![\d.])(?P<year>(?:1[3-4]|19|20)\d\d) ?[-/.年년] ?(?P<month>\d{1,2}) ?[-/.月월] ?(?P<day>\d{1,2})(?!\d)"
)
# "18.08.2020", "8/18/2020", "18-08-2020", "18.08.20"
NUMERIC = re.compile(
    r"(?<![\d./:-])(?P<one>\d{1,2}) ?(?P<gap>[./-]) ?(?P<two>\d{1,2}) ?(?P=gap) ?(?P<year>\d{4}|\d\d)(?![\d/-])"
)
# "18 August 2020", "18. August 2020", "18 de agosto de 2020", "1er août 2020", "۱۸ اوت ۲۰۲۰"
DAY_WORD_YEAR = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|a|:e|e)?[.,-]? ?(?:de |di |of |d[’'])?"
    r"(?P<word>[^\W\d_][\w'’]{1,14}(?: [^\W\d_]\w{1,9})?)\.?,?[ -]?(?:de |del |of )?,?"
    r"(?P<year>(?:1[3-4]|19|20)\d\d)(?!\d)"
)
# "August 18, 2020", "Aug. 18th 2020", "agosto 18, 2020"
WORD_DAY_YEAR = re.compile(
    r"(?P<word>[^\W\d_]\w{2,14})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)(?!\d)"
)
# "18 August 2020, 10:42", "Aug 18, 2020 at 10:42 a.m. GMT+1", "18.08.2020 um 10.42 Uhr"
TIME = re.compile(
    r"(?:[ ,|·•–—-]|at |um |à |kl\.? |ore |saat |às |a las ){0,4}(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?!\d)(?::\d\d)?"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?(?: ?(?P<zone>(?:GMT|UTC)?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)|GMT\b|UTC\b|Z\b))?",
    re.IGNORECASE,
)
MIXED_DIGITS = re.compile(r"[٠-٩۰-۹０-９]")

MAX_TEXT = 1_000  # a date stands at the beginning of its line or not at all
# Countries' own names for the months, where the language alone does not tell.
VARIANTS = {"ar": ("ar", "ar_LB", "ar_DZ", "ar_MA"), "es": ("es", "es_MX"), "de": ("de", "de_AT"), "no": ("nb",)}
# The Iranian calendar's months, which CLDR's Python data has not: ۲۸ مرداد ۱۳۹۹
JALALI_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
EVERYWHERE = ("en",)
# Tried where the page's own language and English know no month: the languages most news is written in.
COMMON = ("de", "fr", "es", "it", "pt", "nl", "tr", "ru", "pl", "ar", "fa", "he", "sv", "da", "nb", "cs", "uk", "id")
SHORT_MONTH_CHARS = 3
FIRST_GREGORIAN = 1500  # years below are Iranian


@dataclass(frozen=True, slots=True)
class Seen:
    """A day, or a moment where its time and zone are known, as a text wrote it; `swapped` reads d/m the other way."""

    value: datetime | date
    raw: str
    swapped: date | None = None


def days_in(text: str, language: str, zone: str | None, month_first: bool) -> Iterator[Seen]:
    """Every day that `text` names, in order of the pattern and then of the text.

    `language` is a BCP 47 tag or "". A time of day counts only with a zone: its own, or `zone` (an IANA name).
    """
    original = text[:MAX_TEXT]
    text = MIXED_DIGITS.sub(lambda match: str(unicodedata.digit(match[0])), original)
    for seen, begin in _found(text, language, zone, month_first):
        yield replace(seen, raw=original[begin : begin + len(seen.raw)])


def _found(text: str, language: str, zone: str | None, month_first: bool) -> Iterator[tuple[Seen, int]]:
    """Each day with the offset of its first character."""
    for match in YEAR_FIRST.finditer(text):
        if found := _day(int(match["year"]), int(match["month"]), int(match["day"])):
            yield _seen(found, text, match, zone), match.start()
    for pattern in (DAY_WORD_YEAR, WORD_DAY_YEAR):
        for match in pattern.finditer(text):
            year = int(match["year"])
            month = _month(match["word"], language) if year >= FIRST_GREGORIAN else _jalali_month(match["word"])
            if month and (found := _day(year, month, int(match["day"]))):
                yield _seen(found, text, match, zone), match.start()
    for match in NUMERIC.finditer(text):
        one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
        if year < 100:
            if match["gap"] == "-":
                continue  # 12-11-10 may be anything
            year += 2000
        first = month_first and match["gap"] != "."
        found = _day(year, one, two) if first else _day(year, two, one)
        other = _day(year, two, one) if first else _day(year, one, two)
        if best := found or other:
            seen = _seen(best, text, match, zone)
            yield replace(seen, swapped=other if other != best else None), match.start()


@lru_cache(maxsize=100)
def months_of(language: str) -> Mapping[str, int]:
    """Month names and their abbreviations, case folded, to 1-12; empty for a language that CLDR does not know."""
    names: dict[str, int] = {}
    for code in VARIANTS.get(language, (language,)):
        try:
            locale = Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    key = _word(name)
                    if (width == "wide" or len(key) >= SHORT_MONTH_CHARS) and not key[0].isdigit():
                        names.setdefault(key, number)
                        if width == "wide":
                            names.setdefault(key[:SHORT_MONTH_CHARS], number)
    if language == "en":
        names["sept"] = 9
    return MappingProxyType(names)


def _month(words: str, language: str) -> int | None:
    keys = [_word(words), _word(words.split(" ")[0])]
    primary = language.split("-")[0].lower()
    for code in dict.fromkeys((primary, *EVERYWHERE, *COMMON)):
        known = months_of(code) if code else {}
        for key in keys:
            if key in known:
                return known[key]
            if code == primary and len(key) > SHORT_MONTH_CHARS and key[0] in "בל" and key[1:] in known:
                return known[key[1:]]  # Hebrew writes "in" as a prefix: באוגוסט
    return None


def _jalali_month(words: str) -> int | None:
    word = _word(words.split(" ")[0])
    return JALALI_MONTHS.index(word) + 1 if word in JALALI_MONTHS else None


def _word(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().rstrip(".").replace("ي", "ی").replace("ك", "ک").rstrip("ٔ")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _from_jalali(year, month, day) if year < FIRST_GREGORIAN else date(year, month, day)
    except ValueError:
        return None


def _from_jalali(year: int, month: int, day: int) -> date:
    """The Gregorian day of an Iranian one, 1300 to 1498 (leap years by the 33-year rule, right until 1502)."""
    if not (1300 <= year < 1500 and 1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"no Iranian day: {year}-{month}-{day}")
    before = sum(_is_jalali_leap(past) for past in range(1300, year))
    days = (year - 1300) * 365 + before + (month - 1) * 30 + min(month - 1, 6) + day - 1
    return date(1921, 3, 21) + timedelta(days=days)


def _is_jalali_leap(year: int) -> bool:
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def _seen(day: date, text: str, match: re.Match[str], zone: str | None) -> Seen:
    time = TIME.match(text, match.end())
    if time is None or not (time["zone"] or zone):
        return Seen(day, match[0])
    hour, minute = int(time["hour"]), int(time["minute"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return Seen(day, match[0])
    info = _zone(time["offset"]) if time["zone"] else ZoneInfo(zone or "UTC")
    return Seen(datetime(day.year, day.month, day.day, hour, minute, tzinfo=info), match[0] + time[0])


def _zone(offset: str | None) -> timezone:
    if not offset:
        return timezone(timedelta(0))
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    shift = timedelta(hours=min(hours, 14), minutes=min(minutes, 59))
    return timezone(-shift if offset[0] == "-" else shift)
