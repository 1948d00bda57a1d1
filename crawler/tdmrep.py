"""/.well-known/tdmrep.json: what a site says of text and data mining, for its pages by their paths.

TDM Reservation Protocol, W3C community group report: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.items import Article, Reservation
from crawler.path_pattern import PathPattern, path_of, read_pattern

PATH = "/.well-known/tdmrep.json"
READER = "tdmrep"  # in a record's extraction.readers
MAX_BYTES = 100_000  # the files of publishers have a few rules
MAX_RULES = 1000
MAX_URL = 2000  # characters of a policy's URL


@dataclass(frozen=True, slots=True)
class LocationRule(PathPattern):
    """What holds for the paths of a pattern; None: nothing, as for a value that the report does not know."""

    says: Reservation | None


def read_tdmrep(body: bytes) -> tuple[LocationRule, ...]:
    """The rules of a tdmrep.json, decoded, in their order. A value that the report does not know counts as unset.

    Raises ValueError when it is no array of objects with a `location` each, or has more than MAX_RULES of them.
    """
    try:
        entries = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(entries, list) or len(entries) > MAX_RULES:
        raise ValueError(f"no array of at most {MAX_RULES} rules")
    return tuple(map(_rule, entries))


def reservation_for(rules: Sequence[LocationRule], url: str) -> Reservation | None:
    """What the first rule that matches says of `url`; None where none does, or nothing is said."""
    path = path_of(url)
    return next((rule.says for rule in rules if rule.matches(path)), None)


def with_reservation(article: Article, says: Reservation | None) -> Article:
    """`article` with what its site's file says, where page and header say nothing: they come first."""
    if says is None or article.tdm_reservation is not None:
        return article
    readers = {**article.extraction.readers, "tdm_reservation": READER}
    policy = article.tdm_policy
    if policy is None and says.policy is not None:
        policy, readers["tdm_policy"] = says.policy, READER
    extraction = replace(article.extraction, readers=readers)
    return replace(article, tdm_reservation=says.reservation, tdm_policy=policy, extraction=extraction)


def _rule(entry: object) -> LocationRule:
    if not isinstance(entry, dict) or not isinstance(location := entry.get("location"), str):
        raise ValueError("a rule without a location")
    pattern, to_end = read_pattern(location.strip().encode("utf-8", "replace"))
    says = None
    # The report has numbers. Sites that write "1" mean it, and a page that is reserved should not pass for free.
    match entry.get("tdm-reservation"):
        case bool():
            pass
        case 0 | 1 | "0" | "1" as value:
            says = Reservation(str(int(value)), _policy(entry.get("tdm-policy")))
    return LocationRule(tuple(pattern.split("*")), to_end, says)


def _policy(value: object) -> str | None:
    if not isinstance(value, str) or len(value) > MAX_URL or not (url := value.strip()).isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
