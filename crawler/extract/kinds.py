"""Page kinds: whether a page can be an article at all, and if not, what it is.

Structure is asked first (body classes, declared types, links against prose), words second. Every reason here is a
`Rejected.reason`:

| reason | what the page is |
| --- | --- |
| `http_error` | answered with a status of 400 or more |
| `not_html` | something else than a page of HTML |
| `empty` | no body, or no text in it |
| `unreadable` | cannot be parsed |
| `too_large` | beyond the bound after decoding |
| `undecodable` | in a content encoding that nobody knows |
| `challenge` | a bot check ("Just a moment...") |
| `consent_wall` | only a question about cookies |
| `login_wall` | only a form to log in |
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
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extract.blocks import Blocks

HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "")

# What WordPress's body_class() says. `single` is any post; `page` a static page, which some sites use for stories.
BODY_CLASSES = {
    "error404": "soft_404", "search": "listing", "search-results": "listing", "search-no-results": "listing",
    "archive": "listing", "category": "listing", "tag": "listing", "author": "listing", "date": "listing",
    "tax-post_format": "listing", "post-type-archive": "listing", "blog": "home_page", "home": "home_page",
    "attachment": "attachment",
}  # fmt: skip

LISTING_TYPES = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"})
STATIC_TYPES = frozenset({"AboutPage", "ContactPage", "FAQPage"})
ARTICLE_TYPE = re.compile(
    r"Article$|^(?:BlogPosting|LiveBlogPosting|Report|Review|Recipe|DiscussionForumPosting|AnalysisNewsArticle)$"
)

LISTING_PATH = re.compile(
    r"^/(?:[a-z]{2}/)?(?:category|categories|tag|tags|topic|topics|author|authors|search|page|archive|archives)"
    r"(?:/[^/]+){0,4}/?$|/page/\d+/?$",
    re.IGNORECASE,
)  # "/category/world/page/2/", "/tag/harbour/"
STATIC_PATH = re.compile(
    r"^/(?:[a-z]{2}/)?(?:[^/]+/)?(?:about(?:-us)?|contact(?:-us)?|privacy(?:-policy)?|cookie-policy|terms(?:-of-(?:use|service))?"
    r"|terms-and-conditions|imprint|impressum|datenschutz|kontakt|team|our-team|advertise(?:-with-us)?|careers|jobs"
    r"|donate|subscribe|newsletter|faq)(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)  # "/about/contact", "/privacy-policy/"
HOME_PATH = re.compile(r"^/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|default|home)\.\w{2,5})?$", re.IGNORECASE)

NOT_FOUND = re.compile(
    r"(?:^|\b)(?:404|page (?:was )?not found|not found|(?:page|content|article) (?:does not|doesn[’']t|no longer) exists?"
    r"|page (?:is )?(?:unavailable|no longer available)|nothing (?:was )?found|oops"
    r"|seite (?:wurde )?nicht gefunden|nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada"
    r"|página não encontrada|pagina non trovata|sayfa bulunamadı|הדף לא נמצא|העמוד לא נמצא"
    r"|الصفحة غير موجودة|صفحه مورد نظر یافت نشد|страница не найдена)(?:\b|$)",
    re.IGNORECASE,
)  # "Page not found – Daily Example"
CHALLENGE = re.compile(
    r"^(?:just a moment\b|attention required!|checking your browser|access denied|ddos-guard|please wait\b"
    r"|are you a robot|robot check|security check|verify(?:ing)? (?:that )?you are (?:a )?human|pardon our interruption"
    r"|un momento|einen moment|un instant|bir dakika)",
    re.IGNORECASE,
)  # "Just a moment..."
CHALLENGE_MARK = re.compile(
    r"cf-chl|challenge-platform|cf_chl_|_incapsula_|captcha-delivery|px-captcha|ddos-guard", re.I
)
CONSENT = re.compile(
    r"\b(?:cookies?|consent|zustimm\w*|einwillig\w*|datenschutz|consentement|consenso|çerez\w*)\b", re.IGNORECASE
)  # "We and our partners use cookies"
LOGIN = re.compile(
    r"^(?:(?:log|sign)[ -]?in|log ?on|anmelden|einloggen|connexion|se connecter|iniciar sesión|accedi|giriş(?: yap)?"
    r"|تسجيل الدخول|ورود|התחברות)\b",
    re.IGNORECASE,
)  # "Log In ‹ Daily Example — WordPress"

WALL_WORDS = 150  # a page that is only a wall says less than this outside of it
FEW_WORDS = 25  # fewer words of article than this are none: captions and stubs; news in brief begins near 30
SOFT_404_WORDS = 80  # excuses and a few hints; a story about a missing page is longer
TEASERS = 5  # articles or headings that are links: fewer stand below any story as "related"
TEASER_PROSE = 1.0  # words of the longest run of prose for each word in teasers, below which the page is a list


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells a page's kind."""

    url: str
    classes: frozenset[str]
    og_type: str
    ld_types: frozenset[str]
    title: str
    headline: str
    has_password_form: bool
    has_login_form: bool
    has_challenge: bool
    teasers: int
    pictures: int

    @property
    def says_article(self) -> bool:
        """Whether the page declares itself an article by a type that is not put on every page."""
        return any(ARTICLE_TYPE.search(name) for name in self.ld_types) or bool(
            self.classes & {"single", "single-post"} or any(name.startswith("single-") for name in self.classes)
        )


def read_signals(tree: HtmlElement, page: Blocks, url: str, og_type: str | None, ld_types: frozenset[str]) -> Signals:
    """The signals of a page. `tree` is only read."""
    body = tree.find("body")
    classes = frozenset((body.get("class") or "").lower().split()) if body is not None else frozenset()
    title = tree.find(".//title")
    headline = next((block.text for block in page.blocks if block.kind == "h1"), "")
    scripts = " ".join(script.get("src") or (script.text or "")[:2000] for script in tree.iter("script"))[:50_000]
    return Signals(
        url=url,
        classes=classes,
        og_type=og_type or "",
        ld_types=ld_types,
        title=" ".join((title.text or "").split()) if title is not None else "",
        headline=headline,
        has_password_form=any("post-password-form" in (form.get("class") or "") for form in tree.iter("form")),
        has_login_form=any((field.get("type") or "").lower() == "password" for field in tree.iter("input")),
        has_challenge=CHALLENGE_MARK.search(scripts) is not None,
        teasers=_teasers(page),
        pictures=sum(1 for _ in tree.iter("figure")),
    )


def kind_before_text(signals: Signals) -> tuple[str, str] | None:
    """Reason and detail for a page that needs no look at its text to be no article, or None."""
    if signals.has_password_form:
        return "password_protected", "the post asks for its password"
    if CHALLENGE.match(signals.title) and (signals.has_challenge or not signals.says_article):
        return "challenge", signals.title
    for name in ("error404", "search", "search-results", "attachment"):
        if name in signals.classes and not signals.says_article:
            return BODY_CLASSES[name], f"body class {name!r}"
    is_single = any(name == "single" or name.startswith("single-") for name in signals.classes)
    if not is_single and "wp-singular" not in signals.classes:
        for name, reason in BODY_CLASSES.items():
            if name in signals.classes and _is_wordpress_list(signals, name):
                return reason, f"body class {name!r}"
    return None


def kind_by_text(signals: Signals, words: int, prose: int) -> tuple[str, str] | None:
    """Reason and detail for a page whose article text has `words` words, `prose` of them in paragraphs, or None."""
    path = _path(signals.url)
    heads = (signals.title, signals.headline)
    if words < SOFT_404_WORDS and any(NOT_FOUND.search(head) for head in heads) and not signals.says_article:
        return "soft_404", next(head for head in heads if NOT_FOUND.search(head))
    if words < WALL_WORDS and signals.has_login_form and any(LOGIN.match(head) for head in heads):
        return "login_wall", signals.title
    if words < WALL_WORDS and any(CONSENT.search(head) for head in heads) and not signals.says_article:
        return "consent_wall", signals.title
    if not signals.says_article:
        if listing := _listing(signals, path, words, prose):
            return listing
        if STATIC_PATH.match(path) or signals.ld_types & STATIC_TYPES:
            return "static_page", path
        if {"page", "page-template-default"} & signals.classes and "wp-singular" not in signals.classes - {"page"}:
            return "static_page", "body class 'page'"
    if words < FEW_WORDS:
        if signals.pictures >= 2:  # noqa: PLR2004 - one picture is any story's
            return "gallery", f"{signals.pictures} pictures and {words} words"
        return "too_short", f"{words} words"
    return None


def _listing(signals: Signals, path: str, words: int, prose: int) -> tuple[str, str] | None:
    is_list = signals.teasers >= TEASERS and prose < TEASER_PROSE * 40 * signals.teasers
    if HOME_PATH.match(path) and not urlsplit(signals.url).query and (is_list or words < WALL_WORDS):
        return "home_page", path
    if LISTING_PATH.search(path) and (is_list or words < WALL_WORDS or signals.teasers >= TEASERS):
        return "listing", path
    if signals.ld_types & LISTING_TYPES and signals.og_type != "article" and is_list:
        return "listing", ", ".join(sorted(signals.ld_types & LISTING_TYPES))
    if is_list and signals.og_type != "article" and prose < 20 * signals.teasers:
        return "listing", f"{signals.teasers} teasers and {prose} words of prose"
    return None


def _is_wordpress_list(signals: Signals, name: str) -> bool:
    # Other systems use "home" or "search" as classes of their own; WordPress says what it is by more than one class,
    # or the page holds teasers.
    return signals.teasers >= 1 or bool(signals.classes & {"archive", "blog", "paged", "hfeed"} - {name})


def _teasers(page: Blocks) -> int:
    """Headings and list items that are nothing but a link of some words: how lists of articles look."""
    return sum(
        1
        for block in page.blocks
        if block.words >= 4 and block.linked_words == block.words and block.kind in ("h2", "h3", "h4")
    )


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path) or "/"
    except ValueError:
        return "/"
