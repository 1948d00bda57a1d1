"""Expressions of extraction, as they are used, on the texts that cost them most: time grows with the length only."""

from collections.abc import Callable
from time import process_time

import pytest

from crawler.extract.metadata.name_words import LOGIN, SPLIT, TAIL
from crawler.extract.metadata.site_name import SEPARATOR
from crawler.extract.related import PREFIX
from crawler.extract.walls import SEGMENT

LENGTH = 8_000  # a run of spaces took the first four from half a second to fifteen as long as this
UNITS = (" ", "\n", "\u00a0", "a", "'", ".", ":", "|", "(", "@", "-", "_", "& ", "- ", "» ", "a. ", "i ", "و ", " و")


@pytest.mark.parametrize(
    "use",
    [
        SPLIT.split,
        lambda text: TAIL.sub("", text),
        lambda text: list(SEPARATOR.finditer(text)),
        SEGMENT.split,
        PREFIX.fullmatch,
        LOGIN.fullmatch,
    ],
    ids=["SPLIT", "TAIL", "SEPARATOR", "SEGMENT", "PREFIX", "LOGIN"],
)
def test_no_text_costs_an_expression_more_than_its_length(use: Callable[[str], object]) -> None:
    texts = [(unit * LENGTH)[:LENGTH] + "!" for unit in UNITS]
    began = process_time()

    for text in texts:
        use(text)

    assert process_time() - began < 0.3


def test_spaces_that_lead_to_a_separator_still_part_and_end_names() -> None:
    assert SPLIT.split("Ann Lee ,  Bo Hansen   and Eva Berg; , Tom  &  Jo") == [
        "Ann Lee", "Bo Hansen", "Eva Berg", "", "Tom", "Jo",
    ]  # fmt: skip
    assert TAIL.sub("", "Ann Lee   in Berlin") == "Ann Lee"
    assert SEPARATOR.split("Harbour opens  – Daily") == ["Harbour opens", "Daily"]
