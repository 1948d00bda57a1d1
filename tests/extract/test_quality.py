"""Texts over the extraction corpus: floors that a change may raise and must not lower without a reason."""

from pathlib import Path

from crawler.items import Article
from tests.extract.pages import reading_of
from tests.quality.corpus import Gold, read_corpus
from tests.quality.figures import measure
from tests.quality.floors import below, other_corpus, read_floors
from tests.quality.prediction import Prediction
from tests.quality.scorer import Scorer

EVERY = 8  # pages: all of them take a minute, and `make quality` reads them


def extracted(page: Gold) -> Prediction:
    outcome = reading_of(page.html(), page.url).outcome
    if not isinstance(outcome, Article):
        return Prediction(page.id, rejected=outcome.reason)
    day = (outcome.date_published or "")[:10]
    return Prediction(page.id, outcome.text, outcome.title or "", outcome.authors, day)


def test_the_corpus_is_the_one_that_the_floors_were_measured_on(corpus: Path) -> None:
    floors = read_floors()

    complaint = other_corpus(corpus, floors)

    assert complaint is None


def test_every_eighth_page_of_the_corpus_keeps_the_floors(corpus: Path) -> None:
    scorer = Scorer(corpus)
    pages = read_corpus(corpus)[::EVERY]

    figures = measure(scorer, [scorer.page(page, extracted(page)) for page in pages])

    assert below({name: found.value for name, found in figures.items()}, read_floors().sample) == []
