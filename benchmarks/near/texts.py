"""Real texts: the corpus's gold, by which method and bounds were chosen, and others, which were not looked at then."""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench.corpus import read_pages
from crawler.extract.article import read_article
from crawler.items import Article
from crawler.profiles import load_profile

LEAST_WORDS = 80  # shorter ones would be below what is compared once they are cut


def gold_texts(corpus: Path) -> list[str]:
    """The texts that people or per-site parsers took out of the pages, whole."""
    return [text for body, text in _bodies(corpus) if body != "segments" and len(text.split()) >= LEAST_WORDS]


def read_texts(corpus: Path) -> list[str]:
    """The texts that newskeep reads in the pages of which the gold has only segments, and so none of `gold_texts`."""
    profile = load_profile("generic")
    kinds = [body for body, _ in _bodies(corpus)]
    outcomes = (
        read_article(page, profile).outcome
        for page, kind in zip(read_pages(corpus / "gold.jsonl"), kinds, strict=True)
        if kind == "segments"
    )
    texts = (one.text for one in outcomes if isinstance(one, Article))
    return list(dict.fromkeys(text for text in texts if len(text.split()) >= LEAST_WORDS))


def _bodies(corpus: Path) -> Iterator[tuple[str, str]]:
    """Kind of the gold, and its paragraphs."""
    for line in (corpus / "gold.jsonl").read_text("utf-8").splitlines():
        fields = json.loads(line)
        paragraphs = [one.strip() for one in fields["paragraphs"] or [] if one.strip()]
        yield fields["body_kind"], "\n\n".join(paragraphs)
