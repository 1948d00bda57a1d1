"""What the page says about its use: licence, free access, robots directives, text and data mining."""

import re
from dataclasses import dataclass

from crawler.extract.metadata.document import Document
from crawler.extract.metadata.robots_directives import METAS, robots_directives
from crawler.extract.metadata.text import clean

LICENSE_HREF = re.compile(
    r"^https?://(?:[\w-]+\.)?(?:creativecommons\.org/(?:licenses|publicdomain)/|opendatacommons\.org/licenses/)."
)


@dataclass(frozen=True, slots=True)
class Rights:
    """As `Metadata` names them; `license_reader` is set with `license`."""

    license: str | None
    license_reader: str
    is_accessible_for_free: bool | None
    robots: tuple[str, ...]
    tdm_reservation: str | None
    tdm_policy: str | None


def read_rights(doc: Document) -> Rights:
    """All signals of one page, from its head and its response headers."""
    license_text, reader = _license(doc)
    reservation = doc.meta("tdm-reservation") or clean(doc.page.header("tdm-reservation"))
    policy = doc.meta("tdm-policy") or clean(doc.page.header("tdm-policy"))
    return Rights(
        license=license_text or None,
        license_reader=reader,
        is_accessible_for_free=_is_free(doc),
        robots=robots_directives(
            (content for name in METAS for content in doc.metas.get(name, ())),
            (value for key, value in doc.page.headers if key == "x-robots-tag"),
        ),
        tdm_reservation=reservation if reservation in ("0", "1") else None,
        tdm_policy=doc.absolute(policy) or None if policy else None,
    )


def _license(doc: Document) -> tuple[str, str]:
    """rel=license of the page's head or of the text, JSON-LD, meta, then a Creative Commons link in the page."""
    if doc.article is not None and (text := doc.graph.text(doc.article.get("license"), "url", "@id", "name")):
        return text, "jsonld"
    if text := doc.meta("dcterms.license", "dc.rights.license", "license"):
        return text, "meta"
    for element in (*doc.links, *doc.marked_anchors):
        href = element.get("href") or ""
        if "license" in (element.get("rel") or "").lower().split() and href:
            return doc.absolute(href), "rel_license"
    for anchor in doc.marked_anchors:
        if LICENSE_HREF.match(href := (anchor.get("href") or "").strip()):
            return href, "license_link"
    return (doc.profile.license, "profile") if doc.profile.license else ("", "")


def _is_free(doc: Document) -> bool | None:
    if doc.article is None:
        return None
    value = doc.article.get("isAccessibleForFree")
    if isinstance(value, bool):
        return value
    match str(value).strip().lower().rsplit("/", 1)[-1]:
        case "true" | "yes" | "1":
            return True
        case "false" | "no" | "0":
            return False
        case _:
            return None
