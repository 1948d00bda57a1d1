"""Robots directives of a page: what its robots meta tags and X-Robots-Tag headers say to us or to everybody.

As Google documents them: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag
"""

import re
from collections.abc import Iterable, Iterator

from crawler.robots import PRODUCT_TOKEN

METAS = ("robots", PRODUCT_TOKEN)
OURS = frozenset({"*", *METAS})
# "otherbot: noindex, nofollow": from here to the next agent of the same header the directives are for that one
AGENT = re.compile(r"\s*(?P<agent>[a-z][\w.-]{0,60}|\*)\s*:\s*(?=[a-z]|$)", re.IGNORECASE)
VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
DATED = re.compile(r"unavailable_after ?:")
# "unavailable_after: Wed, 25 Jun 2025 15:00:00 GMT" and "...: Jun 25, 2025": no directive begins like the second part
REST_OF_DATE = re.compile(r"\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d")
DATE_PARTS = 3
DIRECTIVE = re.compile(r"[a-z][a-z_-]{1,30}(?::[\w :+.,-]{1,60})?")
MAX_DIRECTIVES = 30


def robots_directives(metas: Iterable[str], headers: Iterable[str]) -> tuple[str, ...]:
    """The directives of `metas` (contents of the tags named in METAS) and `headers` (values of X-Robots-Tag) that are
    for us, in lower case, each once, in order; at most MAX_DIRECTIVES. What looks like no directive is left out.
    """
    found: dict[str, None] = {}
    for part in (*(part for meta in metas for part in _parts(meta)), *(part for one in headers for part in _ours(one))):
        directive = re.sub(r" ?: ?", ":", part, count=1)
        if DIRECTIVE.fullmatch(directive):
            found[directive] = None
    return tuple(found)[:MAX_DIRECTIVES]


def _ours(header: str) -> Iterator[str]:
    agent = "*"
    for part in _parts(header):
        match = AGENT.match(part)
        if match and match["agent"] not in VALUED:
            agent, part = match["agent"], part[match.end() :]
        if agent in OURS:
            yield part


def _parts(line: str) -> Iterator[str]:
    """The parts between commas, in lower case with single spaces; a date stays in one."""
    held: list[str] = []
    for raw in line.lower().split(","):
        part = " ".join(raw.split())
        if held and len(held) < DATE_PARTS and DATED.search(held[0]) and REST_OF_DATE.match(part):
            held.append(part)
            continue
        if held:
            yield ", ".join(held)
        held = [part]
    yield ", ".join(held)
