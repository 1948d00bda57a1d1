"""robots.txt, read by RFC 9309: which of its rules are ours, and what they let us fetch.

Scrapy's reader (Protego) takes a group for "news" as ours, has rules of its own for index.html, and takes all bytes
that are no UTF-8 for the same one; and since it keeps every group, 500 KB of them can cost it gigabytes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.path_pattern import PathPattern, path_of, read_pattern

PRODUCT_TOKEN = "newskeep"  # noqa: S105 - the name we go by in robots.txt and X-Robots-Tag, no secret
MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: read at least this much; what lies beyond may be ignored

# Names of lines, with the slips that other robots forgive, too.
NAMES = {
    "user-agent": "agent", "useragent": "agent", "user agent": "agent",
    "allow": "allow",
    "disallow": "disallow", "dissallow": "disallow", "dissalow": "disallow", "disalow": "disallow",
    "diasllow": "disallow", "disallaw": "disallow",
    "crawl-delay": "delay", "crawldelay": "delay", "crawl delay": "delay",
    "sitemap": "sitemap", "sitemaps": "sitemap", "site-map": "sitemap",
}  # fmt: skip
LINE_END = re.compile(r"\r\n|\r|\n")
PRODUCT = re.compile(r"[A-Za-z_-]+(?![\w-])")  # "newskeep/1.0 beta" names newskeep, "newskeep2" somebody else
EVERYBODY = re.compile(r"\*(?:\s|$)")
SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?")  # "10", "0.5 # two a second"


@dataclass(frozen=True, slots=True)
class Rule(PathPattern):
    """What a pattern's paths are to us. `weight` is its length in octets: the longest match counts."""

    allows: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Robots:
    """What one robots.txt says to us. `crawl_delay_s` is 0 where it says nothing; the sitemaps are for everybody."""

    crawl_delay_s: float = 0.0
    sitemaps: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()  # the longest first; of two as long, the one that allows

    def allows(self, url: str) -> bool:
        """Whether `url`, an absolute one, may be fetched. robots.txt itself always may."""
        path = path_of(url)
        return path == "/robots.txt" or next((rule.allows for rule in self.rules if rule.matches(path)), True)


@dataclass(slots=True)
class _Group:
    """All groups of a robot together, as RFC 9309 joins them."""

    is_named: bool = False
    rules: dict[tuple[bool, str], None] = field(default_factory=dict)
    delay_s: float = 0.0


def read_robots(body: bytes, token: str) -> Robots:
    """What the first MAX_BYTES of `body` say to the robot `token`; where they do not name it, what they say to all.

    Never fails: a line that is no rule says nothing, and ends no group. Any charset will do: octets are compared.
    """
    ours, everybody = _Group(), _Group()
    sitemaps: dict[str, None] = {}
    current: list[_Group] = []
    in_rules = False
    for name, value in _lines(body[:MAX_BYTES]):
        if name == "agent":
            if in_rules:
                current, in_rules = [], False
            group = ours if _names(value, token) else everybody if EVERYBODY.match(value) else None
            if group is not None:
                group.is_named = True
                current.append(group)
        elif name == "sitemap":
            sitemaps[_text(value)] = None
        elif name == "delay":
            seconds = SECONDS.match(value)
            for group in current:
                group.delay_s = max(group.delay_s, float(seconds[0]) if seconds else 0.0)
        else:
            in_rules = True
            for group in current if value else ():
                group.rules[name == "allow", value] = None
    group = ours if ours.is_named else everybody
    rules = sorted(
        (_rule(value, allows) for allows, value in group.rules), key=lambda rule: (-rule.weight, not rule.allows)
    )
    return Robots(group.delay_s, tuple(filter(None, sitemaps)), tuple(rules))


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    """Kind and value of each line that is known, its octets as characters."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            body = body[2:].decode(encoding, "ignore").encode("utf-8", "ignore")
    for line in LINE_END.split(body.removeprefix(b"\xef\xbb\xbf").decode("latin-1")):
        line = line.partition("#")[0].strip(" \t\x00")
        name, _, value = line.partition(":")
        if (kind := NAMES.get(name.strip().lower())) is not None:
            yield kind, value.strip()
            continue
        # Without a colon, or with one of the value's: "Disallow /a", "Sitemap https://daily.example/s.xml"
        words = line.split(None, 2)
        for count in (1, 2):
            if (kind := NAMES.get(" ".join(words[:count]).lower())) is not None:
                yield kind, " ".join(words[count:]).strip()
                break


def _names(agent: str, token: str) -> bool:
    found = PRODUCT.match(agent)
    return found is not None and found[0].lower() == token


def _rule(value: str, allows: bool) -> Rule:
    pattern, to_end = read_pattern(value.encode("latin-1"))
    return Rule(tuple(pattern.split("*")), to_end, allows, len(pattern) + to_end)


def _text(value: str) -> str:
    octets = value.encode("latin-1")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return value
