"""The values that travel: a fetched page, a found URL, an article record, a reject.

The string beside a record field's type is its description in the JSON Schema and in the record reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

SCHEMA_VERSION = 1  # raised when a field changes its meaning

SourceKind = Literal["site", "sitemap", "feed", "wordpress", "listing", "links"]


@dataclass(frozen=True, slots=True)
class Page:
    """One response as it was served.

    `headers` holds (lower-case name, value) in the order received; `body` is still encoded as its
    Content-Encoding says. `url` is the address that answered, `requested_url` the one first asked for.
    """

    url: str
    requested_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime

    def header(self, name: str) -> str:
        """The value of header `name` (lower case), several joined by ", ", or "" when absent."""
        return ", ".join(value for key, value in self.headers if key == name)


@dataclass(frozen=True, slots=True)
class Source:
    """A place that names articles. `site` stands for a home page whose sources are yet to be found.

    `depth` counts the steps from the profile's own source: nested sitemaps, listing pages, link hops. `modified` is
    when the source above it says that it last changed.
    """

    kind: SourceKind
    url: str
    depth: int = 0
    modified: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An article's URL as a source gave it. Dates are aware date-times, or days when only the day is known."""

    url: str
    via: SourceKind
    source_url: str
    title: str | None = None
    published: datetime | date | None = None
    modified: datetime | date | None = None
    depth: int = 0  # steps from the profile's own source


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What one response of a source said: articles, further sources, and the base profile it calls for.

    `profile` is the name of a built-in profile ("wordpress") that the site turned out to need, or None.
    """

    found: tuple[Found, ...] = ()
    further: tuple[Source, ...] = ()
    profile: str | None = None
    left: tuple[str, ...] = ()  # addresses that were not followed: they go too deep, or look like no end


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to the article."""

    url: Annotated[str, "Absolute URL of the picture."]
    caption: Annotated[str | None, "What the caption says, without the credit."] = None
    credit: Annotated[str | None, "Photographer or agency, as the page names it."] = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another article that a READ-style line of this one pointed at."""

    title: Annotated[str, "Words of the link, without the label."]
    url: Annotated[str | None, "Absolute URL; null when the line was no link."] = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that the page's article body held and `text` does not."""

    rule: Annotated[str, "Name of the rule that removed it, or `unlike_text:` and what spoke against the block."]
    text: Annotated[str, "The line, at most 300 characters of it."]


@dataclass(frozen=True, slots=True)
class Extraction:
    """How the record's content came out of the page."""

    extractor: Annotated[str, "newskeep's and trafilatura's versions."]
    profile: Annotated[str, "Name of the site profile."]
    memory: Annotated[str | None, "Hash of the site memory's snapshot that the page was read with; null for none."] = (
        None
    )
    rules: Annotated[tuple[str, ...], "Names of the rules that fired."] = ()
    removed: Annotated[tuple[Removed, ...], "Lines that were removed, with the rule."] = ()
    readers: Annotated[
        Mapping[str, str],
        "Field name to its reader; that of `text` is `place`, or `trafilatura` where that was asked.",
    ] = field(default_factory=dict)
    language_score: Annotated[
        float | None, "How sure `language` is, 0 to 1; null where only the page says it, or nothing does."
    ] = None
    other_languages: Annotated[tuple[str, ...], "Tags of languages that a fifth of `text` or more is in."] = ()


@dataclass(frozen=True, slots=True)
class ArchivePointer:
    """Where the bytes lie that the record was made from."""

    record_id: Annotated[str, "WARC-Record-ID."]
    file: Annotated[str, "WARC file, relative to the store."]
    offset: Annotated[int, "First byte of the record in the file."]
    length: Annotated[int, "Bytes of the record in the file."]
    digest: Annotated[str, "WARC-Payload-Digest."]


@dataclass(frozen=True, slots=True)
class Article:
    """One article record. Extraction fills the content; the crawl and its stages fill the rest.

    The order of the fields is the order in a record's line. Text fields are NFC without control characters.
    """

    schema_version: Annotated[int, "Version of this schema."]
    id: Annotated[str, "32 hex digits from the key of the final URL; stays when the article moves."]
    version: Annotated[int, "1 for the first record of an article, then 2, 3, …"]
    url: Annotated[str, "Canonical form of the URL that answered."]
    requested_url: Annotated[str, "URL that was asked for, before redirects."]
    site: Annotated[str, "Name of the site profile."]
    publisher: Annotated[str | None, "Who publishes the site."]
    title: Annotated[str | None, "Headline without the site's name."]
    description: Annotated[str | None, "Summary or standfirst."]
    text: Annotated[str, "Paragraphs of the article, parted by a blank line, without markup."]
    word_count: Annotated[int, "Words in `text`; where a script writes no spaces, characters."]
    authors: Annotated[
        tuple[str, ...],
        "Names of people, in the page's order; where it names none, whom it credits: an agency, a pen name.",
    ]
    section: Annotated[str | None, "Section or category."]
    tags: Annotated[tuple[str, ...], "Keywords of the article."]
    language: Annotated[str | None, "BCP 47 tag of the text; of its largest part where it is in several languages."]
    images: Annotated[tuple[Image, ...], "Pictures of the article."]
    related: Annotated[tuple[Related, ...], "What READ-style lines pointed at."]
    date_published: Annotated[str | None, "RFC 3339 date-time with its zone, or full-date when only the day is known."]
    date_modified: Annotated[str | None, "As `date_published`."]
    date_published_raw: Annotated[str | None, "The publication date as the page wrote it."]
    date_modified_raw: Annotated[str | None, "The modification date as the page wrote it."]
    license: Annotated[str | None, "Licence as URL or text."]
    is_accessible_for_free: Annotated[bool | None, "What the page itself says."]
    robots: Annotated[
        tuple[str, ...], "Directives of robots meta tags and X-Robots-Tag, lower case; none for other robots."
    ]
    tdm_reservation: Annotated[str | None, "TDMRep reservation as found: 0 or 1."]
    tdm_policy: Annotated[str | None, "TDMRep policy URL."]
    content_hash: Annotated[str, "sha256: and the hex digest over the words of `text`, case and punctuation aside."]
    duplicate_of: Annotated[str | None, "id of the first article of which this one is a copy or near copy; else null."]
    changed: Annotated[tuple[str, ...], "Fields that differ from the version before."]
    fetched_at: Annotated[str, "RFC 3339 date-time in UTC."]
    status: Annotated[int, "HTTP status of the page; 0 for a file."]
    found_via: Annotated[str | None, "Kind of the source that named the URL; null when a person did."]
    archive: Annotated[ArchivePointer | None, "Where the fetched bytes lie; null when not archived, or pruned since."]
    extraction: Annotated[Extraction, "How the content came out of the page."]
    # Not in the record's line: `text` once more with headings, lists, links and quotes, for --format markdown.
    markdown: str = ""
    # Nor this: `text` with the lines that site memory took, "" when it took none. That they went is no new version.
    text_untaught: str = ""
    # Nor these: what site memory counts, as `lines_of` gives it.
    memory_lines: tuple[tuple[bytes, str, int], ...] = ()
    # Nor this: by what near copies of `text` are told, as `crawler.likeness` has it. A record's text gives it again.
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a site's tdmrep.json says of a page: `reservation` is "0" or "1", `policy` an absolute URL."""

    reservation: str
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page that gives no record, and why. `reason` is a snake_case word, `detail` a short text for people.

    `duplicate_of` is the id of the article of the site that has the same text, for the reason `duplicate`.
    """

    url: str
    requested_url: str
    site: str
    reason: str
    detail: str
    fetched_at: str
    status: int
    found_via: str | None = None
    date_published: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article page said.

    `further_pages` are the URLs of the article's other pages, in order, this one not among them. `found` holds
    the page's links that may be articles, when they were asked for. `refresh_url` is set when the page only
    sends the reader on (meta refresh); the outcome is then a reject. `article_url` is set when the
    page is another form of the article there (AMP, for phones or the printer) or one of its later pages.
    `robots` are the directives that were read, of a page that gave no article those of its headers at least.
    """

    outcome: Article | Rejected
    further_pages: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    refresh_url: str | None = None
    article_url: str | None = None
    robots: tuple[str, ...] = ()
