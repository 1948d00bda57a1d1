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
    """As `Metadata` names them; each reader is set with its field."""

    license: str | None
    license_reader: str
    is_accessible_for_free: bool | None
    robots: tuple[str, ...]
    tdm_reservation: str | None
    tdm_reader: str
    tdm_policy: str | None
    tdm_policy_reader: str


def read_rights(doc: Document) -> Rights:
    """All signals of one page, from its head and its response headers."""
    license_text, reader = _license(doc)
    reservation, reservation_reader = _tdm(doc, "tdm-reservation")
    policy, policy_reader = _tdm(doc, "tdm-policy")
    policy = doc.absolute(policy) if policy else ""
    is_known = reservation in ("0", "1")
    return Rights(
        license=license_text or None,
        license_reader=reader,
        is_accessible_for_free=_is_free(doc),
        robots=robots_directives(
            (content for name in METAS for content in doc.metas.get(name, ())),
            (value for key, value in doc.page.headers if key == "x-robots-tag"),
        ),
        tdm_reservation=reservation if is_known else None,
        tdm_reader=reservation_reader if is_known else "",
        tdm_policy=policy or None,
        tdm_policy_reader=policy_reader if policy else "",
    )


def _tdm(doc: Document, name: str) -> tuple[str, str]:
    """A TDMRep property and its reader: the page's word comes before its header's, as the report has it."""
    if text := doc.meta(name):
        return text, "meta"
    text = clean(doc.page.header(name))
    return text, "header" if text else ""


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
