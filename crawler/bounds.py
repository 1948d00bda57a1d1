"""Bounds on what is read of one page or source. What is beyond them is cut or refused, and said to be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a worker reads. The settings of `crawler/settings.py` show these values, and override them."""

    body_bytes: int = 10_000_000  # after each decoding step; the longest live blogs have 5 MB, most of it script
    sitemap_bytes: int = 50_000_000  # of a sitemap, after each decoding step: the protocol's own bound
    html_bytes: int = 2_000_000  # that extraction is handed, in UTF-8: it needs about a second for as much
    links: int = 5_000  # read of one page
    sitemap_depth: int = 3  # an index of indexes is the most that is seen; beyond it is a loop or a trap
    large_bytes: int | None = None  # a body beyond it, decoded, is not read, but TooLargeForNow


DEFAULT = Bounds()


class TooLargeForNow(Exception):
    """The page is large, and others may be read beside it."""
