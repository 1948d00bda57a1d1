"""Parts of a page that their element, role or name shows to be no article text."""

import re
from dataclasses import dataclass
from functools import lru_cache

# Never shown, or never prose.
SILENT = frozenset(
    {
        "script", "style", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video",
        "map", "select", "textarea", "button", "input", "option", "datalist", "progress", "meter", "noscript",
        "noframes", "dialog", "head", "title", "figcaption", "area", "source", "track", "rp",
    }
)  # fmt: skip

INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "nobr", "q", "rb", "rt", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip

# Text inside lists and quotes says so, however deep it stands.
KINDS = {
    "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6",
    "li": "li", "dt": "li", "dd": "li", "blockquote": "quote", "td": "cell", "th": "cell", "pre": "pre",
}  # fmt: skip

HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)  # "display: none;"


@dataclass(frozen=True, slots=True)
class PartRule:
    """Elements of a kind go, unless they hold more than `most` of the page's prose: then the name misleads."""

    name: str
    most: float


# Cut by measurement on 416 pages: above a third of the prose a "sidebar" is the article more often than not;
# comments and consent boxes may well be longer than the story they hang on.
MOST = 0.35
MOST_COMMENTS = 0.9

TAGS = {
    "nav": PartRule("nav", MOST),
    "footer": PartRule("footer", MOST),
    "aside": PartRule("aside", MOST),
    "header": PartRule("header", MOST),
    "form": PartRule("form", MOST),
    "menu": PartRule("nav", MOST),
}
ROLES = {
    "navigation": PartRule("nav", MOST),
    "banner": PartRule("header", MOST),
    "contentinfo": PartRule("footer", MOST),
    "complementary": PartRule("aside", MOST),
    "search": PartRule("form", MOST),
    "dialog": PartRule("dialog", MOST),
    "alertdialog": PartRule("dialog", MOST),
}

# Never dropped by a rule: the story is in there.
KEPT_TAGS = frozenset({"article", "main", "body", "html", "h1"})


@dataclass(frozen=True, slots=True)
class NameRule:
    """A class or id whose last part is one of `endings`, with one that it drops and one that it must spare."""

    rule: PartRule
    endings: str
    drops: str
    spares: str


# Names are compared at the end of a token: "page-with-sidebar" would match, "sidebar-layout" or "handrail" do not.
NAMES = (
    NameRule(
        PartRule("consent", MOST_COMMENTS),
        r"cookies?|cookie-?(?:banner|notice|consent|bar|law|policy)|gdpr|consent(?:-(?:banner|modal|popup))?"
        r"|(?:onetrust|didomi)-[\w-]*",
        "cookie-notice",
        "cookie-recipe",
    ),
    NameRule(
        PartRule("comments", MOST_COMMENTS),
        "comments?|comment-?(?:list|form|area|section|thread|wrapper|box|respond)|respond|disqus_thread"
        "|comments-?(?:area|section|wrapper|container|list)|kommentare?|comentarios",
        "comments-area",
        "commentary",
    ),
    NameRule(
        PartRule("caption", MOST),
        "caption|caption-?text|figcaption|(?:photo|image|img|media|picture)-?(?:caption|credits?|copyright)|credit",
        "wp-caption-text",
        "captioned",
    ),
    NameRule(
        PartRule("sidebar", MOST),
        "sidebar|side-?bar|footer|site-?footer|right-?rail",
        "right-sidebar",
        "sidebar-layout",
    ),
    NameRule(
        PartRule("newsletter", MOST),
        "newsletter|newsletter-?(?:signup|form|box|widget|promo)|subscribe|sign-?up|subscription|donate|donation"
        "|paywall",
        "newsletter-signup",
        "newsletters-archive",
    ),
    NameRule(
        PartRule("author_bio", MOST),
        "(?:author|about-?author|about-?the-?author)-?(?:bio|box|info|card|description)?|biography",
        "author-bio",
        "authority",
    ),
    NameRule(
        PartRule("share", MOST),
        "share|sharing|sharedaddy|social|social-?(?:share|links|icons|media)|share-?(?:bar|box|buttons?|links|tools)",
        "social-share",
        "market-shares",
    ),
)

_NAME = re.compile(r"(?<![a-z0-9])(?:" + "|".join(f"({name.endings})" for name in NAMES) + r")(?=\s|$)")


@lru_cache(maxsize=4096)  # a page has few kinds of elements
def part_rule(tag: str, names: str, role: str | None) -> PartRule | None:
    """The rule for an element with this tag, class and id (`names`, parted by spaces) and ARIA role, or None."""
    if tag in KEPT_TAGS:
        return None
    if found := TAGS.get(tag):
        return found
    if role and (found := ROLES.get(role)):
        return found
    if names and (match := _NAME.search(names.lower())):
        return NAMES[(match.lastindex or 1) - 1].rule
    return None
