"""The language that the page declares."""

import re

from crawler.extract.metadata.document import Document

TAG = re.compile(
    r"^(?P<language>[A-Za-z]{2,3})(?:[-_](?P<script>[A-Za-z]{4}))?(?:[-_](?P<region>[A-Za-z]{2}|\d{3}))?(?![A-Za-z0-9])"
)  # "en", "en_US", "zh-Hans-CN", "en-US, en"
# Codes that were withdrawn, and names that pages use for codes.
RENAMED = {
    "iw": "he", "in": "id", "ji": "yi", "eng": "en", "ger": "de", "deu": "de", "fra": "fr", "fre": "fr", "spa": "es",
    "ara": "ar", "tur": "tr", "heb": "he", "fas": "fa", "per": "fa",
}  # fmt: skip


def normalised(tag: str) -> str:
    """`tag` as BCP 47 writes it ("en_us" -> "en-US"); "" for what is no language tag."""
    match = TAG.match(tag.strip())
    if match is None:
        return ""
    language = match["language"].lower()
    language = RENAMED.get(language, language)
    script, region = match["script"], match["region"]
    parts = [language, script.title() if script else "", region.upper() if region else ""]
    return "-".join(filter(None, parts))


def read_language(doc: Document) -> tuple[str, str] | None:
    """The declared language and its reader."""
    for text, reader in (
        (doc.html_language, "html_lang"),
        (_from_jsonld(doc), "jsonld"),
        (doc.meta("og:locale"), "og"),
        (doc.meta("content-language", "language", "dc.language", "dcterms.language"), "meta"),
        (doc.page.header("content-language"), "header"),
    ):
        if tag := normalised(text):
            return tag, reader
    return None


def _from_jsonld(doc: Document) -> str:
    return doc.graph.text(doc.article.get("inLanguage"), "alternateName", "name") if doc.article is not None else ""
