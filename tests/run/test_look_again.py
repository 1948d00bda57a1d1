from datetime import UTC, datetime, timedelta

import pytest

from crawler.cli.run_settings import settings_for
from crawler.profiles.model import SiteProfile
from crawler.run.look_again import ladder_of, next_look

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


@pytest.mark.parametrize(
    ("own", "said", "ladder_s"),
    [
        (None, (), (3600, 21600, 86400, 604800, 2592000)),
        ((7200, 86400), (), (7200, 86400)),
        ((), (), ()),
        ((7200,), (("LOOK_AGAIN_S", "60,120"),), (60, 120)),
    ],
)
def test_the_command_line_comes_before_the_profile_and_that_before_the_settings(
    own: tuple[int, ...] | None, said: tuple[tuple[str, str], ...], ladder_s: tuple[float, ...]
) -> None:
    profile = SiteProfile("daily", ("daily",), look_again_s=own)

    assert ladder_of(profile, settings_for(said)) == ladder_s
