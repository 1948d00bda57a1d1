"""Pictures that the page's head and JSON-LD name."""

from collections.abc import Iterator
from itertools import chain

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.loose_json import Json
from crawler.items import Image

MAX_IMAGES = 20
MAX_URL_CHARS = 2_000


def read_images(doc: Document) -> tuple[tuple[Image, ...], str]:
    """The article's pictures, each URL once, JSON-LD's (with captions) before OpenGraph's, and the first's reader."""
    found: dict[str, Image] = {}
    reader = ""
    for image, source in chain(_from_jsonld(doc), _from_metas(doc)):
        key = image.url.split("?", 1)[0]  # one file in many sizes
        if key not in found:
            found[key] = image
            reader = reader or source
        if len(found) >= MAX_IMAGES:
            break
    return tuple(found.values()), reader


def _from_jsonld(doc: Document) -> Iterator[tuple[Image, str]]:
    if doc.article is None:
        return
    for member in doc.graph.items(doc.article.get("image")):
        if image := _image(doc, member):
            yield image, "jsonld"


def _image(doc: Document, member: Json) -> Image | None:
    graph = doc.graph
    if isinstance(member, str):
        url = _url(doc, member)
        return Image(url) if url else None
    if not isinstance(member, dict):
        return None
    url = _url(doc, graph.text(member.get("url") or member.get("contentUrl") or member.get("@id"), "url", "@id"))
    if not url:
        return None
    credit = next(
        (text for key in ("creditText", "creator", "author") if (text := graph.text(member.get(key), "name"))), ""
    )
    return Image(url, graph.text(member.get("caption")) or None, credit or None)


def _from_metas(doc: Document) -> Iterator[tuple[Image, str]]:
    for name in ("og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src"):
        for content in doc.metas.get(name, ()):
            if url := _url(doc, content):
                caption = doc.meta("og:image:alt") if name.startswith("og:") else doc.meta("twitter:image:alt")
                yield Image(url, caption or None), "og" if name.startswith("og:") else "twitter"


def _url(doc: Document, href: str) -> str:
    if not href or len(href) > MAX_URL_CHARS or href.startswith("data:"):
        return ""
    url = doc.absolute(href)
    return url if url.startswith(("http://", "https://")) else ""
