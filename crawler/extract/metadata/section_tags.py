"""The article's section and its keywords."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.etree import _Element

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.elements import text_of
from crawler.extract.metadata.loose_json import Json
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.site_name import is_site_name
from crawler.extract.metadata.text import flat

MAX_TAGS = 40
MAX_TEXTS = 500  # looked at to find them
MAX_TAG_CHARS = 80
MAX_TAG_WORDS = 8
SECTION_METAS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "cxenseparse:recs:articlesection",
    "sailthru.section",
    "section",
    "dc.subject.section",
)
TAG_METAS = ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "dc.subject")
# The keywords of a whole site, on every page alike, are longer than an article's.
MAX_META_KEYWORDS = 15
# <article class="post-12 category-middle-east tag-libya">: slugs, the last resort
CLASS_SLUG = re.compile(r"(?:^|\s)(?P<kind>category|tag)-(?P<slug>[^\s\d][^\s]{1,60})")
PREFIX = re.compile(  # "Category: Jupiter", "tag:Libya"
    r"^(?:tags?|categor(?:y|ies)|topics?|keywords?|subjects?|sections?|kategorien?|schlagw(?:ort|orte)) ?: ?",
    re.IGNORECASE,
)
# WordPress's own name for "no category chosen", in the languages it is installed in.
NO_SECTION = frozenset({
    "uncategorized", "uncategorised", "allgemein", "nichtkategorisiert", "sincategoría", "sincategoria", "nonclassé",
    "genel", "غيرمصنف", "senzacategoria", "دستهبندینشده", "ללאקטגוריה", "home", "homepage", "startseite",
})  # fmt: skip


def read_section(doc: Document, names: tuple[str, ...]) -> tuple[str, str] | None:
    """The section and its reader."""
    for reader, texts in (
        ("profile", select(doc, doc.profile.metadata.section)),
        ("jsonld", _article_texts(doc, "articleSection")),
        ("og", chain.from_iterable(doc.metas.get(name, ()) for name in SECTION_METAS)),
        ("wordpress", _linked(doc, "category tag", ("cat-links", "taxonomy-category"))),
        ("itemprop", _itemprop(doc, "articleSection")),
        ("wordpress_class", _slugs(doc, "category")),
    ):
        for text in texts:
            if _is_tag(text) and flat(text) not in NO_SECTION and not is_site_name(text, names):
                return text, reader
    return None


def read_tags(doc: Document, names: tuple[str, ...], authors: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    """The keywords, each once, and their reader. Names of the site and of the article's `authors` are none."""
    others = {flat(author) for author in authors} | {""}
    for reader, texts in (
        ("profile", select(doc, doc.profile.metadata.tags)),
        ("jsonld", _split(_article_texts(doc, "keywords"))),
        ("og", _split(chain.from_iterable(doc.metas.get(name, ()) for name in TAG_METAS))),
        ("wordpress", _linked(doc, "tag", ("tags-links", "taxonomy-post_tag", "tag-links"))),
        ("wordpress_class", _slugs(doc, "tag")),
        ("meta_keywords", _meta_keywords(doc)),
    ):
        found = {
            flat(text): text for text in islice(texts, MAX_TEXTS) if _is_tag(text) and not is_site_name(text, names)
        }
        tags = tuple(text for key, text in found.items() if key not in others)
        if tags:
            return tags[:MAX_TAGS], reader
    return None


def _article_texts(doc: Document, key: str) -> Iterator[str]:
    if doc.article is None:
        return
    for member in doc.graph.items(doc.article.get(key)):
        yield doc.graph.text(_named(member), "name", "@value")


def _named(member: Json) -> Json:
    return member if isinstance(member, (str, dict)) else None


def _meta_keywords(doc: Document) -> list[str]:
    words = [word for word in _split(doc.metas.get("keywords", ())) if word]
    return words if len(words) <= MAX_META_KEYWORDS else []


def _split(texts: Iterable[str]) -> Iterator[str]:
    """Keywords of texts that hold one or several; a vendor's prefix ("tag:Libya") goes."""
    for text in texts:
        for part in re.split(r"[,;|،、]", text):
            yield PREFIX.sub("", part.strip())


def _linked(doc: Document, rel: str, classes: tuple[str, ...]) -> Iterator[str]:
    """Links that WordPress themes mark as the post's own: in a container of one of `classes`, else by the whole rel.

    Only the first such container counts: lists of other posts have theirs too.
    """
    # With plain addresses, /?cat=7, WordPress leaves "tag" out of the rel of a category.
    tagged = [anchor for anchor in doc.marked_anchors if {"tag", *rel.split()} & set((anchor.get("rel") or "").split())]
    contained = [(box, anchor) for anchor in tagged if (box := _container(anchor, classes)) is not None]
    anchors = [anchor for box, anchor in contained if box is contained[0][0]]
    for anchor in (anchors or [anchor for anchor in tagged if anchor.get("rel") == rel])[:MAX_TAGS]:
        yield text_of(anchor)


def _container(anchor: _Element, classes: tuple[str, ...]) -> _Element | None:
    for above in islice(anchor.iterancestors(), 2):  # <span class="tags-links"><a>, or with an <li> between
        if set((above.get("class") or "").split()).intersection(classes):
            return above
    return None


def _itemprop(doc: Document, name: str) -> Iterator[str]:
    yield from doc.metas.get(name.lower(), ())


def _slugs(doc: Document, kind: str) -> Iterator[str]:
    for element in doc.tree.iter("article", "body"):
        for match in CLASS_SLUG.finditer((element.get("class") or "")[:2_000]):
            if match["kind"] == kind and element.tag == "article":
                yield match["slug"].replace("-", " ")
        if element.tag == "article":
            return


def _is_tag(text: str) -> bool:
    return 1 < len(text) <= MAX_TAG_CHARS and len(text.split()) <= MAX_TAG_WORDS and "://" not in text
