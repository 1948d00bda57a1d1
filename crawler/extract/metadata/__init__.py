"""What a page says about its article, outside the text: title, authors, days, rights and kin."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from crawler.dates import rfc3339
from crawler.extract.metadata.authors import read_authors
from crawler.extract.metadata.description import read_description
from crawler.extract.metadata.document import Document, read_document
from crawler.extract.metadata.elements import surroundings
from crawler.extract.metadata.headings import find_heading
from crawler.extract.metadata.images import read_images
from crawler.extract.metadata.jsonld import types_of
from crawler.extract.metadata.language import read_language
from crawler.extract.metadata.published import read_modified, read_published
from crawler.extract.metadata.rights import read_rights
from crawler.extract.metadata.section_tags import read_section, read_tags
from crawler.extract.metadata.site_name import read_publisher, site_names
from crawler.extract.metadata.title import read_title
from crawler.items import Image, Page
from crawler.profiles.model import SiteProfile


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article, in the record's words; None or empty where it says nothing.

    `canonical_url`, `og_type` and `ld_types` are evidence for other steps, no fields of the record. `readers` names
    for each filled field the reader that gave it.
    """

    title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    date_published: str | None = None
    date_published_raw: str | None = None
    date_modified: str | None = None
    date_modified_raw: str | None = None
    license: str | None = None
    is_accessible_for_free: bool | None = None
    robots: tuple[str, ...] = ()
    tdm_reservation: str | None = None
    tdm_policy: str | None = None
    publisher: str | None = None
    language: str | None = None
    canonical_url: str | None = None
    og_type: str | None = None
    ld_types: frozenset[str] = frozenset()
    images: tuple[Image, ...] = ()
    readers: Mapping[str, str] = field(default_factory=dict)


def read_metadata(tree: HtmlElement, page: Page, profile: SiteProfile) -> Metadata:
    """The metadata of the page whose whole parsed document is `tree`; the tree is only read. Raises nothing."""
    doc = read_document(tree, page, profile)
    readers: dict[str, str] = {}
    language = read_language(doc)
    doc = replace(doc, language=language[0] if language else profile.language or "")
    names = site_names(doc)
    title = read_title(doc, names)
    heading = find_heading(tree, doc.headings, title.text if title else "")
    doc = replace(doc, heading=heading, near=surroundings(heading))
    authors = read_authors(doc, names)
    published = read_published(doc)
    modified = read_modified(doc)
    rights = read_rights(doc)
    images, images_reader = read_images(doc)
    publisher = read_publisher(doc)
    description = read_description(doc, title.text if title else "")
    section, tags = read_section(doc, names), read_tags(doc, names, authors.names if authors else ())
    # A change before the publication is a contradiction: the words are kept, the value is not.
    is_later = modified is not None and (published is None or modified.day >= published.day)
    readers = {
        "title": title.reader if title else "",
        "description": description[1] if description else "",
        "authors": authors.reader if authors else "",
        "section": section[1] if section else "",
        "tags": tags[1] if tags else "",
        "date_published": published.reader if published else "",
        "date_modified": modified.reader if modified and is_later else "",
        "license": rights.license_reader,
        "tdm_reservation": rights.tdm_reader,
        "tdm_policy": rights.tdm_policy_reader,
        "publisher": publisher[1] if publisher else "",
        "language": language[1] if language else "",
        "images": images_reader,
    }
    return Metadata(
        title=title.text if title else None,
        description=description[0] if description else None,
        authors=authors.names if authors else (),
        section=section[0] if section else None,
        tags=tags[0] if tags else (),
        date_published=rfc3339(published.value) if published else None,
        date_published_raw=published.raw if published else None,
        date_modified=rfc3339(modified.value) if modified and is_later else None,
        date_modified_raw=modified.raw if modified else None,
        license=rights.license,
        is_accessible_for_free=rights.is_accessible_for_free,
        robots=rights.robots,
        tdm_reservation=rights.tdm_reservation,
        tdm_policy=rights.tdm_policy,
        publisher=publisher[0] if publisher else None,
        language=language[0] if language else None,
        canonical_url=_canonical(doc),
        og_type=doc.meta("og:type").lower() or None,
        ld_types=frozenset(name for node in doc.graph.nodes for name in types_of(node)),
        images=images,
        readers={name: reader for name, reader in readers.items() if reader},
    )


def _canonical(doc: Document) -> str | None:
    for link in doc.links:
        if "canonical" in (link.get("rel") or "").lower().split() and (href := link.get("href")):
            return doc.absolute(href) or None
    return None
