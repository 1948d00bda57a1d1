"""Anchors: the links of a page, each once, with the best title and the day that stand beside them."""

from dataclasses import dataclass, replace

from lxml import etree

from crawler.discovery.article_url import article_sign, refusal
from crawler.discovery.sieve import Sieve, plain_title
from crawler.urls import url_key

MAX_TIMES = 5_000
MAX_TEXT_CHARS = 1_000
# Labels of sections have one to four words, headlines seldom below six. Six also lets "Read our complete coverage"
# pass as a label.
MIN_HEADLINE_WORDS = 6
MIN_HEADING_WORDS = 3  # inside <h1> to <h4>, where a page sets its headlines
MAX_CLIMB = 4  # elements from a link to the box that it shares with its date
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
# A heading in one of these is a headline however short: "<h2 class="entry-title"><a href="/hello-world/">".
TEASER_CLASSES = frozenset({"entry-title", "post-title", "wp-block-post-title", "type-post", "hentry"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link inside the site. `date_raw` is the only <time datetime> in its box, as written.

    `is_teaser` is a heading that stands in an <article> or in what WordPress calls a post.
    """

    url: str
    title: str
    relations: frozenset[str]
    classes: frozenset[str]
    is_heading: bool
    is_teaser: bool
    date_raw: str | None = None


def read_anchors(tree: etree._Element, sieve: Sieve) -> tuple[Anchor, ...]:
    """The links of a page that stay in the site, in its order, at most `bounds.links` read.

    Links to one page are one: its title is that of a heading, else the longest.
    """
    base = base_of(tree, sieve)
    dates = _dates(tree)
    anchors: dict[str, Anchor] = {}
    for number, element in enumerate(tree.iter("a", "area")):
        if number >= sieve.bounds.links:
            break
        raw = element.get("href")
        url = sieve.address(raw, base) if raw and not raw.lstrip().startswith("#") else None
        if url is None:
            continue
        key = url_key(url)
        anchor = _anchor(element, url, dates)
        anchors[key] = _better(anchors[key], anchor) if key in anchors else anchor
    return tuple(anchors.values())


def base_of(tree: etree._Element, sieve: Sieve) -> str:
    """What the page's relative links hang on: its <base href>, when that stays in the site, else its address."""
    element = next(tree.iter("base"), None)
    raw = element.get("href") if element is not None else None
    return (sieve.address(raw) if raw else None) or sieve.page_url


def is_article(anchor: Anchor, sieve: Sieve) -> bool:
    """Whether there is a positive sign that the link leads to an article: its address, else how it is set.

    Signs beside the address: rel=bookmark, a teaser's heading, a heading of some words, a text as long as a headline.
    They count only where the profile has no accept rules, and never against a refuse rule.
    """
    if article_sign(anchor.url, sieve.profile):
        return True
    if sieve.profile.accept or refusal(anchor.url, sieve.profile):
        return False
    if anchor.is_teaser or "bookmark" in anchor.relations:
        return True
    words = len(anchor.title.split())
    return words >= (MIN_HEADING_WORDS if anchor.is_heading else MIN_HEADLINE_WORDS)


def _anchor(element: etree._Element, url: str, dates: dict[etree._Element, str | None]) -> Anchor:
    box = _climb(element)
    is_heading = any(str(outer.tag) in HEADINGS for outer in box) or any(True for _ in element.iter(*HEADINGS))
    return Anchor(
        url=url,
        title=_title(element),
        relations=frozenset((element.get("rel") or "").lower().split()),
        classes=_classes(element),
        is_heading=is_heading,
        is_teaser=is_heading and any(outer.tag == "article" or _classes(outer) & TEASER_CLASSES for outer in box),
        date_raw=next((dates[outer] for outer in box if outer in dates), None),
    )


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").lower().split())


def _climb(element: etree._Element) -> list[etree._Element]:
    """`element` and the nearest elements around it, inside out."""
    outers = [element]
    for outer in element.iterancestors():
        if len(outers) > MAX_CLIMB or outer.tag in ("body", "html"):
            break
        outers.append(outer)
    return outers


def _dates(tree: etree._Element) -> dict[etree._Element, str | None]:
    """Element to the date of the one <time> below it; None where there are several."""
    dates: dict[etree._Element, str | None] = {}
    for number, element in enumerate(tree.iter("time")):
        raw = element.get("datetime")
        if number >= MAX_TIMES or not raw:
            continue
        for outer in _climb(element):
            dates[outer] = raw if dates.get(outer, raw) == raw else None
    return dates


def _title(element: etree._Element) -> str:
    parts: list[str] = []
    size = 0
    for text in element.itertext():
        parts.append(str(text))
        size += len(text)
        if size > MAX_TEXT_CHARS:
            break
    text = " ".join(parts)
    if not text.strip():
        picture = next(element.iter("img"), None)
        text = element.get("title") or (picture.get("alt") if picture is not None else None) or ""
    return plain_title(text) or ""


def _better(have: Anchor, other: Anchor) -> Anchor:
    prefers_other = (other.is_heading, len(other.title)) > (have.is_heading, len(have.title))
    return replace(
        have,
        title=other.title if prefers_other and other.title else have.title,
        relations=have.relations | other.relations,
        classes=have.classes | other.classes,
        is_heading=have.is_heading or other.is_heading,
        is_teaser=have.is_teaser or other.is_teaser,
        date_raw=have.date_raw or other.date_raw,
    )
