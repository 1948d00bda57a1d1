"""The site's names, and how they are cut from a title."""

import re
from typing import cast

from lxml.etree import XPath, _Element

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import text_of
from crawler.extract.metadata.jsonld import types_of
from crawler.extract.metadata.text import flat
from crawler.urls import host_of

# "Story title – Middle East Monitor", "Reuters | Story title". A hyphen and a colon need a space: "Self-made"
# Of a run of spaces nine are enough: from each of them to the run's end took their square.
SEPARATOR = re.compile(r" ?[|·•»«›‹¦]+ ?| ?:: ?| // | {1,9}[-–—―~:] +|: +| [–—] ?")

# <p class="site-title">, <h1 class="wp-block-site-title">, <div id="site-title">, <a class="site-name">
SITE_TITLES = XPath(
    "descendant::*[contains(@class, 'site-title') or contains(@class, 'site-name') or contains(@class, 'blog-title')"
    " or @id='site-title' or @id='site-name' or @id='blog-title']"
)
PUBLISHER_TYPES = frozenset({"NewsMediaOrganization", "Organization", "WebSite", "Corporation"})
MAX_NAMES = 20
GUILLEMETS = frozenset("«»‹›")  # at an end of a title they open or close a quotation: "Le maire : « Nous partons »"
MAX_CUTS = 4  # "Story | Politics | Harbour Post | Home" has names at the end only once or twice


def site_names(doc: Document) -> tuple[str, ...]:
    """Every name the site gives itself, as it writes them; its host's name last."""
    graph = doc.graph
    names = [doc.profile.title or "", doc.meta("og:site_name"), doc.meta("application-name")]
    names += [doc.meta("apple-mobile-web-app-title"), doc.meta("twitter:app:name:iphone"), doc.meta("dc.publisher")]
    if doc.article is not None:
        names.append(graph.text(doc.article.get("publisher"), "name"))
    for node in graph.nodes[:MAX_NAMES]:
        types = types_of(node)
        if PUBLISHER_TYPES.intersection(types) and "Person" not in types:  # a blog's owner is both
            names.append(graph.text(node.get("name")))
    if not doc.meta("og:site_name") and (name := shown_name(doc)):
        names.append(name)
    host = host_of(doc.page.url)
    labels = host.split(".")
    names += [host, ".".join(labels[-2:]), max(labels[:-1], key=len, default="")]
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) <= 80))


def is_site_name(text: str, names: tuple[str, ...]) -> bool:
    """Whether `text` is no more than one of the site's names."""
    return flat(text) in {flat(name) for name in names}


def without_site_name(title: str, names: tuple[str, ...]) -> str:
    """`title` without a name of the site at either end, where a separator sets it off; else as it was.

    A part counts as the site's name when it equals one, or when one of two words or more stands in it with little
    else ("The Guardian Nigeria News").
    """
    keys = {flat(name) for name in names} - {""}
    for _ in range(MAX_CUTS):
        cuts = list(SEPARATOR.finditer(title))
        if not cuts:
            return title
        for part, rest, cut in (
            (title[cuts[-1].end() :], title[: cuts[-1].start()], cuts[-1]),
            (title[: cuts[0].start()], title[cuts[0].end() :], cuts[0]),
        ):
            is_quotation = not part and GUILLEMETS.intersection(cut[0])
            if rest.strip() and not is_quotation and _names_site(part, keys):
                title = rest.strip()
                break
        else:
            return title
    return title


def _names_site(part: str, keys: set[str]) -> bool:
    key = flat(part)
    if not key:
        return True
    bare = key.removeprefix("www").removeprefix("the")
    return any(bare == other.removeprefix("www").removeprefix("the") for other in keys) or any(
        len(other) >= 5 and key.startswith(other) and len(key) <= len(other) * 2 and "." not in other for other in keys
    )


def read_publisher(doc: Document) -> tuple[str, str] | None:
    """Who publishes the site, and the reader."""
    if doc.profile.title:
        return doc.profile.title, "profile"
    if doc.article is not None and (name := doc.graph.text(doc.article.get("publisher"), "name")):
        return name, "jsonld"
    if name := doc.meta("og:site_name"):
        return name, "og"
    if name := shown_name(doc):
        return name, "site_title"
    return None


def shown_name(doc: Document) -> str:
    """The name that the page's header shows and that ends, or opens, its <title> behind a separator; "" for none."""
    ends = doc.title_tag and SEPARATOR.split(doc.title_tag)
    if not ends or len(ends) < 2:
        return ""
    for element in cast("list[_Element]", SITE_TITLES(doc.tree))[:MAX_NAMES]:
        name = text_of(element)
        if flat(name) and any(flat(name) == flat(end) for end in (ends[-1], ends[0])):
            return name
    return ""
