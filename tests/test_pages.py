"""Extraction of every recorded page, held against the article that a person has read."""

import pytest

from tests.pages import recording


@pytest.mark.parametrize("case", recording.cases())
def test_a_recorded_page_gives_the_article_that_was_read(case: str) -> None:
    expected = recording.expected(case)

    outcome = recording.outcome(case)

    assert outcome == expected


def test_there_are_recordings() -> None:
    assert len(recording.cases()) > 20
