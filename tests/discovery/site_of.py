"""What the tests of discovery share: a site of no profile in particular, and its answers."""

from datetime import UTC, datetime

from crawler.dates import Window
from crawler.discovery.reading import read_source
from crawler.items import Page, Source, SourceKind, SourceReading
from crawler.profiles.model import SiteProfile, UrlRule

SITE = "https://daily.example"
TAG = UrlRule("tag", r"^/tag/", f"{SITE}/tag/harbour/", f"{SITE}/tags-stolen/")
HOME = UrlRule("home", r"^/$", f"{SITE}/", f"{SITE}/?p=1")
GENERIC = SiteProfile(
    name="daily",
    lineage=("daily", "generic"),
    domains=("daily.example",),
    timezone="Europe/Istanbul",
    refuse=(HOME, TAG),
)
WORDPRESS = SiteProfile(
    name="daily", lineage=("daily", "wordpress", "generic"), domains=("daily.example",), refuse=(HOME, TAG)
)


def read(
    kind: SourceKind,
    body: str | bytes,
    *,
    path: str = "/source",
    depth: int = 0,
    profile: SiteProfile = GENERIC,
    window: Window | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> SourceReading:
    """What `body` says, served at `path` of the site as a source of `kind`."""
    url = path if path.startswith("http") else SITE + path
    data = body.encode() if isinstance(body, str) else body
    page = Page(url, url, 200, headers, data, datetime(2025, 3, 4, tzinfo=UTC))
    return read_source(Source(kind, url, depth), page, profile, window or Window())


def paths(reading: SourceReading) -> list[str]:
    """The addresses of what was found, without the site."""
    return [found.url.removeprefix(SITE) for found in reading.found]


def sources(reading: SourceReading) -> list[tuple[str, str]]:
    """Kind and address of the further sources, without the site."""
    return [(source.kind, source.url.removeprefix(SITE)) for source in reading.further]
