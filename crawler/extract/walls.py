"""Walls: pages that stand where an article should be, and come with status 200.

A wall is told by what it says to its reader, never by a word that a story may hold: its heading is nothing but a wall's
heading, or its sentences are a wall's, and there is hardly any text beside them. So a story about bot checks, cookies
or lost pages is a story.
"""

import re
from collections.abc import Sequence

from crawler.extract.blocks import Block
from crawler.extract.wall_words import LOGIN, PAYWALL, STUB_END, WALLS

REST_WORDS = 60  # words beside a wall's own: hints and excuses have fewer, a story that quotes a wall has more
WALL_WORDS = 250  # of a whole wall; with more words a page is not looked at
FEW_WORDS = 12  # a text of fewer is none: a wall's words may then stand anywhere in the page
SENTENCE_WORDS = 90  # a wall's longest paragraph; what is longer is prose
HEAD_WORDS = 20
STUB_REACH = 4  # blocks below a stub's text in which the offer to subscribe stands
SEGMENT = re.compile(r"(?<!\s)\s+[|‹›»«·–—-]\s+|(?:(?<!\s)\s+)?\|\s*")  # "Just a moment... | Daily Example"

# In a page's scripts: the check itself, which the walls' makers put on no other page.
CHECK_MARK = re.compile(
    r"_cf_chl_opt|orchestrate/chl_|challenges\.cloudflare\.com/turnstile|captcha-delivery\.com/c\.js|_incapsula_resource"
    r"|sucuri_cloudproxy_js|captcha\.px-cdn|px-captcha|/captcha\.js|captcha\.awswaf|/_sec/cp_challenge|ddos-guard"
    r"|/[0-9a-f-]{36}/[0-9a-f-]{36}/ips\.js",
    re.IGNORECASE,
)  # "window._cf_chl_opt={cvId:"3"}"


def wall_of(
    heads: Sequence[str], page: Sequence[Block], taken: Sequence[Block], *, has_login_form: bool, scripts: str
) -> tuple[str, str] | None:
    """Reason and evidence of the wall that the blocks `taken` of a `page` are, under title and heading; or None.

    `scripts` are the addresses and beginnings of the page's scripts.
    """
    words = sum(block.words for block in taken)
    if words > WALL_WORDS:
        return None
    segments = [segment.strip() for head in heads for segment in (head, *SEGMENT.split(head)) if segment]
    segments = [segment for segment in segments if len(segment.split()) <= HEAD_WORDS]
    where = page if words < FEW_WORDS else taken
    for wall in (LOGIN, *WALLS) if has_login_form else WALLS:
        head = next(filter(wall.heads.fullmatch, segments), None)
        said = _said(wall.says, where)
        rest = words - sum(block.words for block in said if block in taken)
        if rest < REST_WORDS and (head is not None or sum(block.words for block in said) > rest):
            return wall.reason, head if head is not None else said[0].text[:120]
    if words < REST_WORDS and CHECK_MARK.search(scripts):
        return "challenge", "a bot check's script"
    return stub_of(page, taken)


def stub_of(page: Sequence[Block], taken: Sequence[Block]) -> tuple[str, str] | None:
    """Reason and evidence when the blocks `taken` are only the beginning of what is to be paid for; or None."""
    if not taken or sum(block.words for block in taken) > WALL_WORDS:
        return None
    near = page[taken[0].index : taken[-1].index + 1 + STUB_REACH]
    said = _said(STUB_END, near)
    rest = sum(block.words for block in taken if block not in said)
    return (PAYWALL, said[0].text[:120]) if said and rest < REST_WORDS else None


def _said(pattern: re.Pattern[str], blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if block.words <= SENTENCE_WORDS and pattern.search(block.text)]
