"""Extraction: bytes and profile in, `Article` or `Rejected` out; the only door to trafilatura."""

from crawler.extract.article import read_article
from crawler.extract.explain import Explanation, explain
from crawler.extract.join import join_pages
from crawler.extract.memory import NO_MEMORY, SiteMemory

__all__ = ["NO_MEMORY", "Explanation", "SiteMemory", "explain", "join_pages", "read_article"]
