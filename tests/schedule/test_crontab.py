import shlex
from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.schedule.cron import read_cron
from crawler.schedule.crontab import crontab, shell_line
from crawler.schedule.every import Every, span_s
from crawler.schedule.job import Job, Schedule


def lines(job: Job, local: str | None = "Europe/Paris") -> list[str]:
    schedule = Schedule(file=Path("/srv/schedule.toml"), jobs=(job,), output=None, at_once=2, keep_logs=20)
    return crontab(schedule, Path("/srv/news"), lambda job, output: ["run", job.site, *job.words], local).splitlines()


@pytest.mark.parametrize(
    ("span", "fields"),
    [("1m", "*/1 * * * *"), ("15m", "*/15 * * * *"), ("1h", "0 */1 * * *"), ("6h", "0 */6 * * *"), ("1d", "0 0 * * *")],
)
def test_a_span_that_divides_an_hour_or_a_day_is_a_line(span: str, fields: str) -> None:
    assert lines(Job(name="a", site="memo", when=Every(span_s(span))))[-1] == f"{fields} run memo --quiet"


@pytest.mark.parametrize("span", ["30s", "90s", "7m", "45m", "90m", "7h", "2d"])
def test_any_other_span_is_refused_by_name(span: str) -> None:
    with pytest.raises(UsageError, match=r"^a: a crontab cannot say every \d+ s"):
        lines(Job(name="a", site="memo", when=Every(span_s(span))))


def test_an_expression_stays_as_it_was_written() -> None:
    job = Job(name="a", site="memo", when=read_cron("*/7  1-5 1 jan Mon"), timezone="Europe/Paris", jitter_s=5)

    assert lines(job)[-2:] == [
        "# a: cron has no jitter, and this job loses its own",
        "*/7 1-5 1 jan mon run memo --quiet",
    ]


@pytest.mark.parametrize("local", ["Europe/Paris", None])
def test_a_job_by_other_clocks_is_refused(local: str | None) -> None:
    with pytest.raises(UsageError, match=r"^a: cron runs by the machine's clock.*, not by Asia/Tokyo"):
        lines(Job(name="a", site="memo", when=read_cron("0 6 * * *"), timezone="Asia/Tokyo"), local)


def test_a_percent_sign_reaches_the_shell() -> None:
    words = ["a b", "100%", "it's", "$HOME; rm -r /", "%"]

    line = shell_line(words)

    assert "%" not in line.replace("\\%", "")
    assert shlex.split(line.replace("\\%", "%")) == words  # what cron hands on, and what sh makes of it
