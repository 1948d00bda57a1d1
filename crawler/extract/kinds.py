"""Page kinds: whether a page can be an article at all, and if not, what it is.

Structure is asked first (body classes, declared types, links against prose), words second. Every reason here is a
`Rejected.reason`:

| reason | what the page is |
| --- | --- |
| `http_4xx`, `http_5xx` | answered with such a status |
| `not_html` | something else than a page of HTML |
| `empty` | no body, or no text in it |
| `unreadable` | cannot be parsed |
| `too_large` | beyond the bound after decoding |
| `undecodable` | in a content encoding that nobody knows |
| `challenge` | a bot check ("Just a moment...") |
| `consent_wall` | only a question about cookies |
| `login_wall` | only a form to log in |
| `paywall` | only an offer to subscribe, or little more than that |
| `maintenance` | the site is closed for a while |
| `server_error` | the server's own error, with status 200 |
| `region_block` | not for readers from where we are |
| `parked_domain` | the domain is for sale |
| `password_protected` | a WordPress post that asks for its password |
| `soft_404` | says "not found" with status 200 |
| `home_page` | the front of the site |
| `listing` | category, tag, author, search, archive |
| `attachment` | WordPress's page of one media file |
| `gallery` | pictures without a text |
| `static_page` | about, contact, privacy and kin |
| `moved` | only sends the reader on |
| `too_short` | no text of an article |
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extract.blocks import Block, Blocks
from crawler.extract.metadata import Metadata
from crawler.extract.walls import stub_of, wall_of

# What WordPress's body_class() says. `single` is any post; `page` a static page, which some sites use for stories.
BODY_CLASSES = {
    "error404": "soft_404", "search": "listing", "search-results": "listing", "search-no-results": "listing",
    "archive": "listing", "category": "listing", "tag": "listing", "author": "listing", "date": "listing",
    "tax-post_format": "listing", "post-type-archive": "listing", "blog": "home_page", "home": "home_page",
    "attachment": "attachment",
}  # fmt: skip

SURE_CLASSES = frozenset({"error404", "search-results", "search-no-results", "attachment", "post-type-archive"})

LISTING_TYPES = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"})
STATIC_TYPES = frozenset({"AboutPage", "ContactPage"})
ARTICLE_TYPE = re.compile(
    r"Article$|^(?:BlogPosting|LiveBlogPosting|Report|Review|Recipe|DiscussionForumPosting|AnalysisNewsArticle)$"
)

LISTING_PATH = re.compile(
    r"^/(?:[a-z]{2}/)?(?:category|categories|tags?|topics?|authors?|search|archives?)(?:/[^/]+){0,4}/?$|/page/\d+/?$",
    re.IGNORECASE,
)  # "/category/world/page/2/", "/tag/harbour/"
STATIC_PATH = re.compile(
    r"^/(?:[a-z]{2}/)?(?:[^/]+/)?(?:about(?:-us)?|contact(?:-us)?|privacy(?:-policy)?|cookie-policy|sample-page"
    r"|terms(?:-of-(?:use|service))?|terms-and-conditions|imprint|impressum|datenschutz(?:erklaerung)?|kontakt|agb"
    r"|(?:our-)?team|(?:ü|u|ue)ber-uns|advertise(?:-with-us)?|careers|jobs|donate|subscribe|newsletter|faq"
    r"|a-propos|qui-sommes-nous|mentions-legales|contacto|quienes-somos|chi-siamo|contatti|hakkimizda|hakkımızda"
    r"|iletisim|iletişim|künye|kunye|من-نحن|اتصل-بنا|אודות|צור-קשר|درباره-ما|تماس-با-ما)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)  # "/about/contact", "/privacy-policy/"
HOME_PATH = re.compile(r"^/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|default|home)\.\w{2,5})?$", re.IGNORECASE)

LISTING_WORDS = 150  # a page at a list's address that says less than this is one
FEW_WORDS = 12  # fewer words are no text: "Read more" and a date; the shortest flashes of true wires have one sentence
TEASER_TITLE_WORDS = 4  # "World" and "More news" are no headlines
TEASERS = 5  # linked headings: fewer stand below any story as "related"
TITLE_REACH = 3  # blocks between a teaser's heading and its text: date, author, section
LEAD_WORDS = 80  # what a category says about itself above its list; a story with a list below it says more
TEASER_WORDS = 60  # words of prose for each linked heading among it; WordPress's own excerpts have 55


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells a page's kind."""

    url: str
    classes: frozenset[str]
    og_type: str
    ld_types: frozenset[str]
    is_free: bool | None
    title: str
    headline: str
    has_password_form: bool
    has_login_form: bool
    scripts: str
    teasers: int
    pictures: int

    @property
    def says_article(self) -> bool:
        """Whether the page declares itself an article by a type that is not put on every page."""
        is_single = "single" in self.classes or any(name.startswith("single-") for name in self.classes)
        return any(map(ARTICLE_TYPE.search, self.ld_types)) or (is_single and "attachment" not in self.classes)


def read_signals(tree: HtmlElement, page: Blocks, url: str, metadata: Metadata) -> Signals:
    """The signals of a page. `tree` is only read."""
    body = tree.find("body")
    classes = frozenset((body.get("class") or "").lower().split()) if body is not None else frozenset()
    title = tree.find(".//title")
    headline = next((block.text for block in page.blocks if block.kind == "h1"), "")
    scripts = " ".join(script.get("src") or (script.text or "")[:2000] for script in tree.iter("script"))[:50_000]
    return Signals(
        url=url,
        classes=classes,
        og_type=metadata.og_type or "",
        ld_types=metadata.ld_types,
        is_free=metadata.is_accessible_for_free,
        title=" ".join((title.text or "").split()) if title is not None else "",
        headline=headline,
        has_password_form=any("post-password-form" in (form.get("class") or "") for form in tree.iter("form")),
        has_login_form=any((field.get("type") or "").lower() == "password" for field in tree.iter("input")),
        scripts=scripts,
        teasers=sum(map(_is_teaser, page.blocks)),
        pictures=max(sum(1 for _ in tree.iter("figure")), sum(part.rule == "caption" for part in page.parts)),
    )


def kind_before_text(signals: Signals) -> tuple[str, str] | None:
    """Reason and detail for a page that needs no look at its text to be no article, or None."""
    if signals.has_password_form:
        return "password_protected", "the post asks for its password"
    if signals.says_article:
        return None
    for name, reason in BODY_CLASSES.items():
        if name in signals.classes and (name in SURE_CLASSES or _is_wordpress_list(signals, name)):
            return reason, f"body class {name!r}"
    return None


def kind_by_text(
    signals: Signals, page: Blocks, taken: Sequence[Block], *, is_wordpress: bool
) -> tuple[str, str] | None:
    """Reason and detail for a page whose article seems to be the blocks `taken`, or None when it is an article.

    `is_wordpress` says that the site is known to be one, so that its class `page` can be believed.
    """
    words = sum(block.words for block in taken)
    path = _path(signals.url)
    if signals.is_free is False and (kind := stub_of(page.blocks, taken)):
        return kind
    if not signals.says_article and (kind := _by_words(signals, page, taken) or _by_place(signals, path, page, taken)):
        return kind
    if is_wordpress and "page" in signals.classes and not signals.classes & {"single", "single-post"}:
        return "static_page", "body class 'page'"
    if words >= FEW_WORDS:
        return None
    if signals.teasers >= TEASERS and not signals.says_article:
        return "listing", f"{signals.teasers} linked headings and {words} words"
    if signals.pictures > 1:
        return "gallery", f"{signals.pictures} pictures and {words} words"
    return "too_short", f"{words} words"


def _by_words(signals: Signals, page: Blocks, taken: Sequence[Block]) -> tuple[str, str] | None:
    return wall_of(
        (signals.title, signals.headline),
        page.blocks,
        taken,
        has_login_form=signals.has_login_form,
        scripts=signals.scripts,
    )


def _by_place(signals: Signals, path: str, page: Blocks, taken: Sequence[Block]) -> tuple[str, str] | None:
    words = sum(block.words for block in taken)
    window = page.blocks[max(0, taken[0].index - TITLE_REACH) : taken[-1].index + 1] if taken else ()
    among = [block.index for block in window if _is_teaser(block)]
    # Below an article's text stand linked headings, too; a list begins with one.
    lead = sum(block.words for block in taken if among and block.index < among[0])
    is_list = len(among) >= TEASERS and words < TEASER_WORDS * len(among) and lead < LEAD_WORDS
    if HOME_PATH.match(path) and not urlsplit(signals.url).query and signals.teasers >= TEASERS:
        return "home_page", path
    if LISTING_PATH.search(path) and (signals.teasers >= TEASERS or words < LISTING_WORDS):
        return "listing", path
    if signals.ld_types & LISTING_TYPES and signals.teasers >= TEASERS and signals.og_type != "article":
        return "listing", ", ".join(sorted(signals.ld_types & LISTING_TYPES))
    if is_list and signals.og_type != "article":
        return "listing", f"{len(among)} linked headings among {words} words"
    if STATIC_PATH.match(path) or signals.ld_types & STATIC_TYPES:
        return "static_page", path
    return None


def _is_wordpress_list(signals: Signals, name: str) -> bool:
    # Other systems use "home" or "search" as classes of their own; WordPress says what it is by more than one class,
    # or the page holds teasers.
    return signals.teasers >= 1 or bool(signals.classes & {"archive", "blog", "paged", "hfeed"} - {name})


def _is_teaser(block: Block) -> bool:
    """Whether this is a heading that is nothing but a link of some words: how lists of articles look."""
    return block.is_heading and block.words >= TEASER_TITLE_WORDS and block.linked_words == block.words


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path) or "/"
    except ValueError:
        return "/"
