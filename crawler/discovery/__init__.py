"""Discovery: bytes of a source in, articles and further sources out. No network, no clock."""

from crawler.discovery.article_url import article_sign, looks_like_article, refusal
from crawler.discovery.links import article_links
from crawler.discovery.reading import read_source
from crawler.discovery.sitemap_names import sitemaps_from
from crawler.discovery.wordpress import newest_edits

__all__ = [
    "article_links", "article_sign", "looks_like_article", "newest_edits", "read_source", "refusal", "sitemaps_from",
]  # fmt: skip
