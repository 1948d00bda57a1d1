"""The texts that block trees give on hosts that they were not learned from."""

from pathlib import Path

from tests.extract.picker.learning import cross_validated, read_rows
from tests.extract.picker.scoring import text_of
from tests.quality.prediction import Prediction


def cross_validated_texts(corpus: Path) -> dict[str, Prediction]:
    """Each page's text by trees learned from the other folds of hosts, by its id. No page is rejected."""
    judged = cross_validated(read_rows(corpus))
    return {
        found.id: found
        for found in (Prediction(str(page.item["id"]), text_of(page, choice, sure)) for page, choice, sure in judged)
    }
