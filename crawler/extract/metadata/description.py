"""The article's summary."""

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.selectors import select
from crawler.extract.metadata.text import flat

MIN_CHARS = 10  # shorter ones are "Home", "-", a site's initials


def read_description(doc: Document, title: str) -> tuple[str, str] | None:
    """The summary and its reader; a description that only repeats the title is none."""
    article = doc.article or {}
    for reader, text in (
        ("profile", next(select(doc, doc.profile.metadata.description), "")),
        ("jsonld", doc.graph.text(article.get("description"), "name", "@value")),
        ("og", doc.meta("og:description")),
        ("meta_description", doc.meta("description")),
        ("twitter", doc.meta("twitter:description")),
        ("meta", doc.meta("dc.description", "dcterms.abstract", "sailthru.description")),
    ):
        if len(text) >= MIN_CHARS and flat(text) != flat(title):
            return text, reader
    return None
