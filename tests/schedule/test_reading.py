import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import ProfileError
from crawler.profiles.table import Table
from crawler.schedule.every import Every
from crawler.schedule.job import Schedule
from crawler.schedule.reading import JOB_KEYS, SCHEDULE_KEYS, read_job, read_schedule

DOCS = Path(__file__).parents[2] / "docs" / "schedule.md"
JOB = '[[job]]\nsite = "memo"\nevery = "1h"\n'


def read(folder: Path, text: str) -> Schedule:
    path = folder / "schedule.toml"
    path.write_text(text, encoding="utf-8")
    return read_schedule(path)


def test_a_job_needs_a_site_and_when(tmp_path: Path) -> None:
    schedule = read(tmp_path, JOB)

    (job,) = schedule.jobs
    assert (job.name, job.site, job.when, job.words) == ("memo", "memo", Every(3600), ())
    assert (schedule.output, schedule.at_once, schedule.keep_logs) == (None, 2, 20)


def test_the_documented_schedule_is_one(tmp_path: Path) -> None:
    text = DOCS.read_text().split("```toml\n")[1].split("```")[0]

    schedule = read(tmp_path, text)

    memo, daily = schedule.jobs
    assert schedule.output == Path("/srv/news")
    assert (memo.name, memo.jitter_s, memo.longest_s) == ("memo", 120, None)
    assert (daily.name, daily.site) == ("daily_archive", str(tmp_path / "sites" / "daily.toml"))
    assert (daily.timezone, daily.longest_s) == ("Europe/Istanbul", 4 * 3600)
    assert daily.words == ("--limit=2000", "--delay=3.0", "--set=DOWNLOAD_TIMEOUT=30")


def test_the_documentation_names_every_key() -> None:
    named = set(re.findall(r"`([a-z_]+)`", DOCS.read_text()))

    assert named >= {*SCHEDULE_KEYS, *JOB_KEYS}


def test_paths_are_relative_to_the_schedule_and_urls_and_names_stay(tmp_path: Path) -> None:
    schedule = read(
        tmp_path,
        '[schedule]\noutput = "store"\n'
        '[[job]]\nsite = "sites/daily.toml"\nevery = "1h"\n'
        '[[job]]\nsite = "https://www.weekly.example/news"\nevery = "1h"\n',
    )

    assert schedule.output == tmp_path / "store"
    assert [(job.name, job.site) for job in schedule.jobs] == [
        ("daily", str(tmp_path / "sites" / "daily.toml")),
        ("weekly_example", "https://www.weekly.example/news"),
    ]


def test_what_a_job_says_goes_before_what_is_said_for_all(tmp_path: Path) -> None:
    schedule = read(
        tmp_path,
        '[schedule]\njitter = "1m"\nlongest = "2h"\ntimezone = "Europe/Paris"\nat_once = 5\nkeep_logs = 3\n'
        '[[job]]\nname = "one"\nsite = "memo"\ncron = "0 6 * * *"\n'
        '[[job]]\nname = "two"\nsite = "memo"\ncron = "0 6 * * *"\n'
        'jitter = "5m"\nlongest = "1h"\ntimezone = "Asia/Tokyo"\n',
    )

    assert [(job.jitter_s, job.longest_s, job.timezone) for job in schedule.jobs] == [
        (60, 7200, "Europe/Paris"),
        (300, 3600, "Asia/Tokyo"),
    ]
    assert (schedule.at_once, schedule.keep_logs) == (5, 3)


def test_every_option_becomes_one_word_of_the_command_line(tmp_path: Path) -> None:
    (job,) = read(
        tmp_path,
        JOB + "[job.options]\nlimit = 5\nconcurrency = 2\njobs = 1\ndelay = 0.5\nmax_time = 1234567\n"
        'since = "2026-01-01"\nuntil = "2026-02-01"\nrefetch = true\nquiet = true\nverbose = false\n'
        'allow_network = ["10.0.0.0/8", "::1"]\nset = { USER_AGENT = "-x $HOME; rm", HTTPCACHE_ENABLED = true }\n',
    ).jobs

    assert job.words == (
        "--limit=5", "--concurrency=2", "--jobs=1", "--delay=0.5", "--max-time=1234567.0",
        "--since=2026-01-01", "--until=2026-02-01",
        "--set=USER_AGENT=-x $HOME; rm", "--set=HTTPCACHE_ENABLED=True",
        "--allow-network=10.0.0.0/8", "--allow-network=::1/128", "--refetch", "--quiet",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "job: missing; at least one"),
        ("[[job]\n", "is no TOML: "),
        ("[job]\nsite = 'memo'\n", "job: must be a list of tables, not a table"),
        (JOB + "[shedule]\n", "shedule: unknown key (did you mean 'schedule'?)"),
        (JOB + "[schedule]\nat_one = 3\n", "schedule.at_one: unknown key (did you mean 'at_once'?)"),
        (JOB + "[schedule]\nat_once = 0\n", "schedule.at_once: must be from 1 to 64, not 0"),
        (JOB + "[schedule]\nkeep_logs = '9'\n", "schedule.keep_logs: must be a whole number, not a text"),
        (JOB + "[schedule]\noutput = 5\n", "schedule.output: must be a text, not a whole number"),
        (JOB + "[schedule]\noutput = \"a\\u0007b\"\n", "schedule.output: must not hold control"),
        (JOB + "[schedule]\ntimezone = 'Europe/Pari'\n[[job]]\nsite='memo'\ncron='0 6 * * *'\n", "schedule.timezone"),
        (JOB + "evry = '1h'\n", "job[0].evry: unknown key (did you mean 'every'?)"),
        ("[[job]]\nevery = '1h'\n", "job[0].site: missing"),
        ("[[job]]\nsite = 'memo'\n", "job[0].every: missing; every ="),
        (JOB + "cron = '0 6 * * *'\n", "job[0].cron: stands beside every"),
        (JOB + "timezone = 'Europe/Paris'\n", "job[0].timezone: goes with cron"),
        (JOB + "jitter = '1h'\n", "job[0].jitter: must be shorter than every"),
        (JOB + "jitter = 60\n", "job[0].jitter: must be a text, not a whole number"),
        (JOB + "longest = 'soon'\n", "job[0].longest: 'soon' is no span"),
        ("[[job]]\nsite = 'memo'\nevery = '1 h'\n", "job[0].every: '1 h' is no span"),
        ("[[job]]\nsite = 'memo'\ncron = '61 * * * *'\n", "job[0].cron: '61' is no minute"),
        ("[[job]]\nsite = '--help'\nevery = '1h'\n", "job[0].site: '--help' is no name"),
        ("[[job]]\nsite = 'ftp://daily.example/'\nevery = '1h'\n", "job[0].site: 'ftp://daily.example/' is no abs"),
        ("[[job]]\nsite = './.toml'\nevery = '1h'\n", "job[0].name: missing, and './.toml' gives none"),
        (JOB + "name = '../x'\n", "job[0].name: '../x' is no name"),
        (JOB + JOB, "job[1].name: two jobs are called 'memo'"),
        (JOB + "options = 5\n", "job[0].options: must be a table"),
        (JOB + "options = { out = 'x' }\n", "job[0].options.out: unknown key"),
        (JOB + "options = { limit = 0 }\n", "job[0].options.limit: must be from 1"),
        (JOB + "options = { limit = true }\n", "job[0].options.limit: must be a whole number, not true or false"),
        (JOB + "options = { delay = nan }\n", "job[0].options.delay: must be from 0"),
        (JOB + "options = { since = 2026-01-01 }\n", "job[0].options.since: must be a text, not a date"),
        (JOB + "options = { since = '2026-02-30' }\n", "job[0].options.since: '2026-02-30' is not a day"),
        (JOB + "options = { since = '2026-02-02', until = '2026-02-01' }\n", "job[0].options.since: is after until"),
        (JOB + "options = { set = { timeout = 5 } }\n", "job[0].options.set.timeout: is no setting"),
        (JOB + "options = { set = { TIMEOUT = [5] } }\n", "job[0].options.set.TIMEOUT: must be a text, not a list"),
        (JOB + "options = { allow_network = ['10.0.0.1/8'] }\n", "job[0].options.allow_network[0]: 10.0.0.1/8 has"),
        (JOB + "options = { quiet = true, verbose = true }\n", "job[0].options.verbose: goes not with quiet"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_file_and_key(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read(tmp_path, text)

    assert str(caught.value).startswith(f"{tmp_path}/schedule.toml: {problem}")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_a_fault_as_well(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"schedule\.toml: cannot be read: No such file"):
        read_schedule(tmp_path / "schedule.toml")


VALUES = st.recursive(
    st.integers() | st.floats() | st.booleans() | st.text(max_size=20) | st.sampled_from(["1h", "memo", "0 6 * * *"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*JOB_KEYS, "set", "limit"]), inner),
    max_leaves=5,
)


@settings(deadline=None)  # the first time zone that is none is compared with all that there are
@given(st.dictionaries(st.sampled_from(JOB_KEYS), VALUES))
def test_any_job_is_one_or_a_profile_error(values: dict[str, object]) -> None:
    try:
        job = read_job(Table("f", "job[0]", values), Table("f", "schedule", {}), Path("/x"))
    except ProfileError:
        return

    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", job.name)
