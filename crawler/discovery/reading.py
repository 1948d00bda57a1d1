"""Reading a source: which reader takes which kind."""

from lxml import etree

from crawler.bodies import decoded_body, gunzipped, text_of
from crawler.bounds import DEFAULT, Bounds
from crawler.dates import Window
from crawler.discovery.feed import read_feed
from crawler.discovery.links import read_links
from crawler.discovery.listing import read_listing
from crawler.discovery.markup import html_tree
from crawler.discovery.sieve import Sieve
from crawler.discovery.site import read_site
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.wordpress import read_wordpress
from crawler.errors import SourceChanged
from crawler.items import Page, Source, SourceReading
from crawler.profiles.model import SiteProfile


def read_source(
    source: Source, page: Page, profile: SiteProfile, window: Window, bounds: Bounds = DEFAULT
) -> SourceReading:
    """What `page`, the response of `source`, says: articles and further sources, the best of these first.

    Articles refused by the profile, outside the site or certainly outside `window` are left out. Raises
    SourceChanged when the page is no source of this kind, and what `decoded_body` raises. A function of the top
    level with values only: it runs in a worker.
    """
    limit = bounds.sitemap_bytes if source.kind == "sitemap" else bounds.body_bytes
    body = decoded_body(page, limit, bounds.large_bytes)
    content_type = page.header("content-type")
    sieve = Sieve(source, profile, window, page.url, bounds)
    match source.kind:
        case "sitemap":
            return read_sitemap(
                text_of(gunzipped(body, limit, page.url, bounds.large_bytes), content_type, "xml"), sieve
            )
        case "feed":
            return read_feed(text_of(gunzipped(body, limit, page.url, bounds.large_bytes), content_type, "xml"), sieve)
        case "wordpress":
            return read_wordpress(text_of(body, content_type, "text"), page.header("x-wp-totalpages"), sieve)
        case "site":
            return read_site(_tree(body, content_type, page.url), page.header("link"), sieve)
        case "listing":
            return read_listing(_tree(body, content_type, page.url), sieve)
        case "links":
            return read_links(_tree(body, content_type, page.url), sieve)


def _tree(body: bytes, content_type: str, url: str) -> etree._Element:
    tree = html_tree(text_of(body, content_type, "html"))
    if tree is None:
        raise SourceChanged(f"an empty page at {url}")
    return tree
