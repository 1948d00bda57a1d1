"""Pictures in an article's body, with caption and credit."""

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extract.blocks import Blocks
from crawler.extract.links import absolute
from crawler.extract.words import clean
from crawler.items import Image

MAX_IMAGES = 50
MAX_CAPTION = 1000  # characters
MIN_SIDE = 60  # pixels; smaller ones are icons and counters

# "Soldiers in the harbour [Jane Miller/Example Agency]", "… (Photo: Jane Miller)", "… | © Example Agency"
CREDIT = re.compile(
    r"(?:\[(?P<square>[^\[\]]{2,120})\]"
    r"|\((?:photo|image|picture|credit|foto|bild|photograph|crédit)s?(?: by|:| credit:| courtesy of:?)?"
    r" (?P<round>[^()]{2,120})\)"
    r"|(?:photo|image|picture|credit|foto|bild|crédit)s?(?: by| credit)?: ?(?P<named>[^:]{2,120})"
    r"|(?:©|\(c\)) ?(?P<sign>[^©]{2,120}))\.?$",
    re.IGNORECASE,
)
CREDIT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:credits?|copyright|byline|source|photographer|attribution)(?:$|[\s_-])", re.IGNORECASE
)
CAPTION_NAMES = re.compile(r"(?:^|[\s_-])(?:wp-)?caption(?:[\s_-]?text)?$", re.IGNORECASE)
# "https://licensebuttons.net/l/by-nc-sa/4.0/88x31.png", "/img/cc-by-sa.svg": a licence's badge
BADGE = re.compile(
    r"^https?://(?:[\w-]+\.)?(?:licensebuttons\.net|creativecommons\.org)/"
    r"|/(?:cc[-_. ]?)?by(?:[-_](?:nc|sa|nd)){0,2}(?:[-_.\d]{0,8})\.(?:png|svg|gif|jpe?g|webp)$"
    r"|/cc[-_]?(?:by|zero|0|badge|license|licence|logo)[\w.-]{0,30}\.(?:png|svg|gif)$|/88x31\.png$",
    re.IGNORECASE,
)
LAZY = ("data-src", "data-lazy-src", "data-original", "data-full-url", "data-orig-file", "src")


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Caption and credit of a caption line: "Ships at dawn [Name/Agency]" is ("Ships at dawn", "Name/Agency")."""
    text = clean(text)[:MAX_CAPTION]
    if match := CREDIT.search(text):
        credit = next(group for group in match.groups() if group).strip()
        return text[: match.start()].strip(" |–—-") or None, credit
    return text or None, None


def body_images(page: Blocks, start: int, stop: int, base: str) -> Iterator[Image]:
    """The figures, and pictures beside them, of the smallest place that holds the blocks `start` to `stop`."""
    holder = _holder(page, start, stop)
    seen: set[str] = set()
    for element in (*_featured(page, holder, start), *holder.iter("figure", "img")):
        picture = element if element.tag == "img" else next(element.iter("img"), None)
        if picture is None or (url := _url(picture, base)) is None or url in seen or _is_aside(element, holder):
            continue
        seen.add(url)
        caption, credit = _caption(element if element.tag == "figure" else _captioned(element))
        yield Image(url, caption or None, credit)
        if len(seen) >= MAX_IMAGES:
            return


def merged(lead: Sequence[Image], body: Sequence[Image]) -> tuple[Image, ...]:
    """`lead` images, then those of the `body`; one file in two sizes is one, with what either knows about it."""
    found: dict[str, Image] = {}
    for image in (*lead, *body):
        key = SIZE.sub(r"\1", image.url.split("?", 1)[0])
        if before := found.get(key):
            image = Image(before.url, image.caption or before.caption, image.credit or before.credit)
        found[key] = image
    return tuple(found.values())


def _featured(page: Blocks, holder: HtmlElement, start: int) -> Iterator[HtmlElement]:
    """WordPress's featured picture where it stands before the text and outside of `holder`, as in block themes.

    Pictures that are links or list items, or stand in menus, belong to other articles.
    """
    text = page.places[page.blocks[start].place].element
    # Not iter("img", text.tag): lxml refuses to look for some names that it parsed, as one with a control character.
    for element in page.places[0].element.iter("*"):
        if element is text:
            return
        if element.tag != "img":
            continue
        names = (element.get("class") or "").split()
        if "wp-post-image" in names and not any(above.tag in NOT_FEATURED for above in element.iterancestors()):
            yield next(element.iterancestors("figure"), element)
            return


NOT_FEATURED = frozenset({"a", "li", "nav", "aside", "footer"})
SIZE = re.compile(r"-\d{2,4}x\d{2,4}(\.\w{3,4})$|-scaled(\.\w{3,4})$")  # WordPress: "harbour-1024x682.jpg"


def _holder(page: Blocks, start: int, stop: int) -> HtmlElement:
    place = page.blocks[start].place
    while page.places[place].stop < stop and page.places[place].parent >= 0:
        place = page.places[place].parent
    if page.places[place].tag == "p" and page.places[place].parent >= 0:
        place = page.places[place].parent  # a text of one paragraph: its pictures stand beside it
    # The picture on top often stands beside the text, inside the same <article>.
    up = place
    for _ in range(4):
        if page.places[up].tag == "article":
            return page.places[up].element
        up = page.places[up].parent
        if up < 0:
            break
    return page.places[place].element


def _is_aside(element: HtmlElement, holder: HtmlElement) -> bool:
    for above in element.iterancestors():
        if above is holder:
            return False
        if above.tag in ("aside", "nav", "footer", "a") and above.tag != "a":
            return True
    return False


def _captioned(picture: HtmlElement) -> HtmlElement | None:
    """The element around `picture` that holds its caption: a figure, or WordPress's old div.wp-caption."""
    for above in list(picture.iterancestors())[:4]:
        if above.tag == "figure" or CAPTION_NAMES.search(above.get("class") or ""):
            return above
    return None


def _caption(figure: HtmlElement | None) -> tuple[str | None, str | None]:
    if figure is None:
        return None, None
    caption = next(figure.iter("figcaption"), None)
    if caption is None:
        caption = next(
            (part for part in figure.iter() if part is not figure and CAPTION_NAMES.search(part.get("class") or "")),
            None,
        )
    if caption is None:
        return None, None
    named = next(
        (part for part in caption.iter() if part is not caption and CREDIT_NAMES.search(part.get("class") or "")), None
    )
    text, credit = split_credit(caption.text_content())
    if named is not None and (name := clean(named.text_content())):
        rest = clean(caption.text_content()).removesuffix(name).strip(" |–—-")
        return rest or None, CREDIT_PREFIX.sub("", name).strip("[]() ")
    return text, credit


CREDIT_PREFIX = re.compile(
    r"^(?:(?:photo|image|picture|credit|foto|bild|source|crédit)s?(?: by| credit)? ?:|©|\(c\)) *", re.IGNORECASE
)


def _url(picture: HtmlElement, base: str) -> str | None:
    for side in ("width", "height"):
        size = picture.get(side) or ""
        if size.isdecimal() and len(size) < 6 and int(size) < MIN_SIDE:
            return None
    for name in LAZY:
        value = picture.get(name) or ""
        if value and not value.startswith("data:"):
            url = absolute(base, value)
            return None if url is None or BADGE.search(url.split("?", 1)[0]) else url
    return None
