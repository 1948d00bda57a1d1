"""Metadata over the extraction corpus: floors that a change may raise and must not lower without a reason."""

from pathlib import Path

import lxml.html

from crawler.extract.metadata import read_metadata
from tests.extract.metadata.pages import GENERIC, page_at
from tests.quality.corpus import Gold, read_corpus
from tests.quality.floors import read_floors
from tests.quality.prediction import Prediction
from tests.quality.scorer import Scorer


def read(page: Gold) -> Prediction:
    found = read_metadata(lxml.html.document_fromstring(page.html()), page_at(page.url), GENERIC)
    return Prediction(page.id, "", found.title or "", found.authors, (found.date_published or "")[:10])


def test_titles_authors_and_days_of_the_corpus_keep_their_floors(corpus: Path) -> None:
    scorer = Scorer(corpus)

    columns = scorer.columns([scorer.page(page, read(page)) for page in read_corpus(corpus)])

    floors = read_floors().metadata
    assert {name: columns[name] for name in floors if columns[name] < floors[name]} == {}
