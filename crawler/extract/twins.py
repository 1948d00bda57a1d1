"""Twins: the same article once more, for phones, the printer, or all on one page, as address and canonical link say.

A canonical link alone is no evidence: it may be wrong, or claim another's article. It is believed when nothing but the
mark of such a form parts the two addresses.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.extract.links import absolute
from crawler.urls import AMP_PARAMETERS, AMP_PATH, canonical_url, url_key

# "m.daily.example", "amp.daily.example", "print.daily.example"; but not "m.example"
HOST = re.compile(r"(?:www\.)?(?:m|mobile?|touch|wap|amp|print|druck)\.(?=[^.]+\.)")
PATH = re.compile(
    r"/(?:amp|print|printpage|print-?version|druck|drucken|druckversion|imprimer|imprimir|stampa)(?=/|$)|^/(?:m|mobile)(?=/.)"
    r"|/(?:all|single-?page|komplettansicht)(?=/?$)|[.,_-](?:amp|print|druck)(?=\.html?$|$)",
    re.IGNORECASE,
)  # "/story/print/", "/print/story", "/news/amp/story", "/m/story", "/story/all", "/story-print.html"
PARAMETERS = AMP_PARAMETERS | {
    "print", "printable", "printview", "printversion", "printer_friendly", "mobile", "m", "is_mobile", "tmpl",
    "singlepage", "single_page", "showall", "pagewanted",
}  # fmt: skip
VALUES = frozenset(
    {"print", "printable", "printview", "print-view", "amp", "mobile", "all"}
)  # "?view=print", "?page=all"


def twin_target(tree: HtmlElement, base: str, url: str) -> str | None:
    """The article that the page at `url` is another form of, by its canonical link and both addresses; else None."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            target = absolute(base, link.get("href") or "")
            return target if target and is_twin(url, target) else None
    return None


def is_twin(url: str, canonical: str) -> bool:
    """Whether `url` is a form of the article at `canonical`: AMP, for phones, for the printer, all pages on one."""
    try:
        bare, is_marked = _bare(url)
        whole, is_canonical_marked = _bare(canonical)
    except ValueError:
        return False
    return is_marked and not is_canonical_marked and bare == whole


def _bare(url: str) -> tuple[str, bool]:
    """The key of `url` without all marks of a form, and whether it had one. Raises ValueError as `url_key` does."""
    parts = urlsplit(canonical_url(url))
    host = HOST.sub("", parts.netloc, count=1) if HOST.match(parts.netloc) else parts.netloc
    path = PATH.sub("", AMP_PATH.sub("", parts.path))
    pairs = [pair for pair in parts.query.split("&") if pair]
    kept = [pair for pair in pairs if not _is_mark(pair)]
    is_marked = (host, path, len(kept)) != (parts.netloc, parts.path, len(pairs))
    return url_key(urlunsplit((parts.scheme, host, path or "/", "&".join(kept), ""))), is_marked


def _is_mark(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    return name in PARAMETERS or value in VALUES
