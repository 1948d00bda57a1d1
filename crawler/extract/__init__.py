"""Extraction: bytes and profile in, `Article` or `Rejected` out; the only door to trafilatura.

`article.read_article` does it, `explain.explain` tells how, `join.join_pages` joins an article's pages. Nothing is
imported here: a crawl's own process needs no more than `join` and `memory`, and the rest takes 0.3 s to load.
"""
