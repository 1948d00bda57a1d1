"""SiteProfile: what is true of one site."""

from dataclasses import dataclass, fields

from crawler.items import Source


@dataclass(frozen=True, slots=True)
class UrlRule:
    """A pattern on a URL's path and query, with an URL it matches and one it must not."""

    name: str
    pattern: str
    matches: str
    spares: str


@dataclass(frozen=True, slots=True)
class SelectorRule:
    """A CSS selector of elements that go before extraction. The examples are HTML snippets."""

    name: str
    css: str
    removes: str
    keeps: str


@dataclass(frozen=True, slots=True)
class LineRule:
    """A pattern of whole lines that are no article text. `language` is a BCP 47 tag, or "" for any."""

    name: str
    pattern: str
    removes: str
    keeps: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class LabelRule:
    """Words that open a line whose rest is a link to another article ("READ: …").

    `labels` are plain words, compared without case. `removes` and `keeps` are HTML of one paragraph.
    """

    name: str
    labels: tuple[str, ...]
    removes: str
    keeps: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What stands on the site's article pages and is no article."""

    selectors: tuple[SelectorRule, ...] = ()
    labels: tuple[LabelRule, ...] = ()
    lines: tuple[LineRule, ...] = ()


@dataclass(frozen=True, slots=True)
class MetadataSelectors:
    """CSS selectors that come before the standard readers, a field each. `sel::attr(name)` takes an attribute."""

    title: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date_published: tuple[str, ...] = ()
    date_modified: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Politeness:
    """How the site wants to be visited. `None` leaves the setting of `crawler/settings.py` as it is."""

    delay_s: float | None = None
    concurrency: int | None = None
    contact: str | None = None  # URL or e-mail address in the User-Agent


@dataclass(frozen=True, slots=True)
class Network:
    """Which addresses beyond the public web the site's hosts may have."""

    allow: tuple[str, ...] = ()  # CIDR
    ports: tuple[int, ...] = ()  # besides 80 and 443
    verify_tls: bool = True
    allow_downgrade: bool = False  # from https to http


@dataclass(frozen=True, slots=True)
class RightsPolicy:
    """What becomes of an article that bears such a sign: "keep" records it and no more, "reject" gives no record.

    "no_capture" is for noarchive only: the record comes without the bytes that it was made from.
    """

    noindex: str = "keep"
    noarchive: str = "keep"
    noai: str = "keep"
    tdm_reserved: str = "keep"

    def refused(self) -> frozenset[str]:
        """The signs that give no record."""
        return frozenset(one.name for one in fields(self) if getattr(self, one.name) == "reject")


@dataclass(frozen=True, slots=True)
class TrapBounds:
    """How far the site is followed without anything new. `None` leaves the setting of `crawler/settings.py`."""

    fruitless: int | None = None  # requests in a row
    depth: int | None = None  # link hops
    links: int | None = None  # read of one page
    sitemap_depth: int | None = None
    idle_sitemaps: int | None = None  # in a row
    idle_pages: int | None = None  # of one list, in a row


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a healthy run looks like; a miss is exit code 4."""

    articles_per_day: tuple[int, int] | None = None  # least and most published a day, mean over the last 7 full days
    filled: tuple[tuple[str, float], ...] = ()  # record field, least share of a run's records that fill it
    max_reject_share: float | None = None


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """What is true of one site, inherited values filled in. Values only: hashable, picklable, no clock, no network.

    `lineage` names the profiles it was built from, itself first: ("memo", "wordpress", "generic").
    """

    name: str
    lineage: tuple[str, ...]
    title: str | None = None  # name of the site as people know it; the record's `publisher`
    domains: tuple[str, ...] = ()  # hosts without "www.", lower case; a subdomain belongs to its domain
    language: str | None = None
    timezone: str | None = None  # IANA name, for dates without a zone
    license: str | None = None
    look_again_s: tuple[int, ...] | None = None  # seconds after publication, rising; None leaves LOOK_AGAIN_S
    sources: tuple[Source, ...] = ()
    accept: tuple[UrlRule, ...] = ()  # a URL found must match one of these, when there are any
    refuse: tuple[UrlRule, ...] = ()  # and none of these
    title_suffixes: tuple[str, ...] = ()
    boilerplate: Boilerplate = Boilerplate()
    metadata: MetadataSelectors = MetadataSelectors()
    politeness: Politeness = Politeness()
    network: Network = Network()
    rights: RightsPolicy = RightsPolicy()
    bounds: TrapBounds = TrapBounds()
    expect: Expectations = Expectations()
