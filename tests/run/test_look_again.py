from datetime import UTC, datetime, timedelta

import pytest

from crawler.run.look_again import next_look

PUBLISHED = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
LADDER_S = (3600, 86400)


@pytest.mark.parametrize(
    ("age", "due_after"),
    [
        (timedelta(minutes=-5), timedelta(hours=1)),  # dated tomorrow by a paper east of us
        (timedelta(0), timedelta(hours=1)),
        (timedelta(minutes=59), timedelta(hours=1)),
        (timedelta(hours=1), timedelta(days=1)),
        (timedelta(hours=23), timedelta(days=1)),
    ],
)
def test_the_next_look_is_the_first_step_that_lies_ahead(age: timedelta, due_after: timedelta) -> None:
    assert next_look(PUBLISHED, PUBLISHED + age, LADDER_S) == PUBLISHED + due_after


def test_an_article_older_than_the_last_step_is_left_alone() -> None:
    assert next_look(PUBLISHED, PUBLISHED + timedelta(days=1), LADDER_S) is None
    assert next_look(PUBLISHED, PUBLISHED, ()) is None
