from datetime import UTC, datetime, timedelta

from crawler.schedule.cron import read_cron
from crawler.schedule.due import DueTimes
from crawler.schedule.every import Every
from crawler.schedule.job import Job

NOW = datetime(2026, 3, 4, 7, 5, tzinfo=UTC)
HOURLY = Job(name="a", site="memo", when=Every(3600))
NIGHTLY = Job(name="a", site="memo", when=read_cron("0 3 * * *"))


def test_a_job_that_comes_back_and_never_ran_is_due_at_once() -> None:
    assert HOURLY.first_due(None, NOW, UTC) == NOW


def test_a_nightly_job_that_never_ran_waits_for_its_night() -> None:
    assert NIGHTLY.first_due(None, NOW, UTC) == datetime(2026, 3, 5, 3, 0, tzinfo=UTC)


def test_what_was_missed_is_due_at_once_however_often() -> None:
    assert HOURLY.first_due(NOW - timedelta(days=30), NOW, UTC) == NOW
    assert NIGHTLY.first_due(NOW - timedelta(days=1), NOW, UTC) == NOW


def test_what_was_not_missed_comes_when_it_is_due() -> None:
    assert HOURLY.first_due(NOW - timedelta(minutes=4), NOW, UTC) == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    assert NIGHTLY.first_due(NOW - timedelta(hours=4), NOW, UTC) == datetime(2026, 3, 5, 3, 0, tzinfo=UTC)


def test_a_time_zone_of_its_own_goes_before_the_machines() -> None:
    job = Job(name="a", site="memo", when=read_cron("0 3 * * *"), timezone="Asia/Tokyo")

    assert job.after(NOW, UTC) == datetime(2026, 3, 4, 18, 0, tzinfo=UTC)


def test_jitter_makes_a_time_late_and_moves_no_other() -> None:
    job = Job(name="a", site="memo", when=Every(3600), jitter_s=600)
    times = DueTimes(job, UTC, chance=lambda: 0.5)

    first = times.get_next_fire_time(None, NOW)
    second = times.get_next_fire_time(first, NOW)

    assert first == datetime(2026, 3, 4, 8, 5, tzinfo=UTC)
    assert second == datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
