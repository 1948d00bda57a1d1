"""Metadata over the extraction corpus: floors that a change may raise and must not lower without a reason."""

import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean

import lxml.html

from crawler.extract.metadata import Metadata, read_metadata
from tests.extract.metadata.pages import GENERIC, page_at

# Measured in November 2026 on the dev split, wrong gold left out: .915, .795, .927.
TITLE_FLOOR, AUTHORS_FLOOR, DAY_FLOOR = 0.905, 0.78, 0.915


def flat(text: str | None) -> str:
    return "".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


def author_f1(gold: Iterable[str], found: Iterable[str]) -> float:
    wanted, mine = {flat(name) for name in gold}, {flat(name) for name in found}
    return 2 * len(wanted & mine) / (len(wanted) + len(mine))


def readings(corpus: Path) -> Iterator[tuple[dict[str, object], Metadata]]:
    wrong = json.loads((corpus / "wrong_gold.json").read_text("utf-8"))
    fields = {"title": "title", "date": "date_published", "authors": "authors"}
    for line in (corpus / "gold.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        for name, field in fields.items():
            if item["id"] in wrong[name]:
                item[field] = None
        html = gzip.decompress((corpus / item["html"]).read_bytes()).decode()
        yield item, read_metadata(lxml.html.document_fromstring(html), page_at(item["url"]), GENERIC)


def test_titles_authors_and_days_of_the_corpus_keep_their_floors(corpus: Path) -> None:
    titles, authors, days = [], [], []

    for item, found in readings(corpus):
        if item["title"]:
            titles.append(flat(str(item["title"])) == flat(found.title))
        if isinstance(item["authors"], list) and item["authors"]:
            authors.append(author_f1(item["authors"], found.authors))
        if item["date_published"]:
            days.append((found.date_published or "")[:10] == item["date_published"])

    assert fmean(titles) >= TITLE_FLOOR
    assert fmean(authors) >= AUTHORS_FLOOR
    assert fmean(days) >= DAY_FLOOR
