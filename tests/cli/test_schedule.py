import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest

from crawler.schedule.history import JobRun, read_history
from tests.command import Newskeep
from tests.server import Answer, Route, Web, news_page, serving, sitemap

PATH = "/20260301-story-number-1-of-the-week/"
PATIENCE_S = 90.0
JOB = '[[job]]\nname = "{name}"\nsite = "daily.toml"\nevery = "1d"\noptions = {{ delay = 0, jobs = 1 }}\n'


@pytest.fixture
def web() -> Iterator[Web]:
    """A daily of one article."""
    routes: dict[str, Route] = {
        "/robots.txt": Answer("User-agent: *\nAllow: /\n", kind="text/plain"),
        "/sitemap.xml": sitemap([PATH]),
        PATH: news_page("Story number 1 of the week", "The mayor", path=PATH),
    }
    with serving(routes) as running:
        yield running


def site(web: Web, folder: Path) -> None:
    (folder / "daily.toml").write_text(
        'name = "daily"\nextends = "generic"\ntitle = "Daily"\ndomains = ["127.0.0.1"]\n'
        f'sources = [{{ kind = "sitemap", url = "{web.url}/sitemap.xml" }}]\n[network]\nallow = ["127.0.0.0/8"]\n'
    )


@contextmanager
def started(newskeep: Newskeep, *words: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*newskeep.words(), "schedule", *words], cwd=newskeep.folder, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ended_runs(store: Path, names: list[str], process: "subprocess.Popen[str]") -> list[JobRun]:
    """The runs of `names`, as soon as each has ended."""
    began = monotonic()
    while True:
        jobs = read_history(store).jobs
        runs = [run for name in names if name in jobs for run in jobs[name].runs if run.ended_at]
        if len(runs) == len(names):
            return runs
        assert process.poll() is None
        assert monotonic() - began < PATIENCE_S
        sleep(0.05)


def test_jobs_crawl_and_one_site_in_two_jobs_is_crawled_once(web: Web, newskeep: Newskeep) -> None:
    site(web, newskeep.folder)
    (newskeep.folder / "schedule.toml").write_text(JOB.format(name="one") + JOB.format(name="two"))

    with started(newskeep) as process:
        runs = ended_runs(newskeep.folder / "output", ["one", "two"], process)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=PATIENCE_S)[1]
    status = newskeep("schedule", "status")

    assert process.returncode == 143
    # Whichever was first. A machine so slow that the first has ended before the second begins lets both in.
    assert sorted(run.exit_code or 0 for run in runs) in ([0, 5], [0, 0])
    assert "job=one exit=" in said
    assert web.count(PATH) == 1
    assert status.code == 0
    assert "scheduler: not running" in status.stdout
    assert "done (also when nothing was new)" in status.stdout
    log = newskeep.folder / "output" / str(next(run for run in runs if run.exit_code == 0).log)
    assert "records/daily-" in log.read_text()


def test_ctrl_c_during_a_crawl_lets_it_finish_what_it_has(web: Web, newskeep: Newskeep) -> None:
    site(web, newskeep.folder)
    (newskeep.folder / "schedule.toml").write_text(JOB.format(name="one"))
    web.routes["/sitemap.xml"] = sitemap([PATH, *(f"/2026030{n}-slow-{n}-of-the-week/" for n in range(2, 9))])
    with started(newskeep, "--quiet") as process:
        began = monotonic()
        while not web.count(PATH):
            assert monotonic() - began < PATIENCE_S
            sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE_S)[1]

    (run,) = read_history(newskeep.folder / "output").jobs["one"].runs
    assert process.returncode == 130
    assert run.exit_code in (143, 0)
    assert said == ""


def test_a_store_has_one_scheduler(web: Web, newskeep: Newskeep) -> None:
    site(web, newskeep.folder)
    (newskeep.folder / "schedule.toml").write_text(JOB.format(name="one"))
    with started(newskeep) as process:
        ended_runs(newskeep.folder / "output", ["one"], process)

        second = newskeep("schedule")

    assert second.code == 5
    assert f"is in use by pid {process.pid} on " in second.stderr


def test_check_prints_the_next_times_by_the_jobs_own_clocks(web: Web, newskeep: Newskeep) -> None:
    site(web, newskeep.folder)
    (newskeep.folder / "my.toml").write_text(
        '[schedule]\noutput = "store"\n'
        '[[job]]\nsite = "daily.toml"\ncron = "30 6 * * *"\ntimezone = "Asia/Tokyo"\njitter = "2m"\n'
    )

    ended = newskeep("schedule", "check", "my.toml")

    assert ended.code == 0, ended.stderr
    assert ended.stdout.count("T06:30:00+09:00") == 3
    assert f"at most 2 at once, into {newskeep.folder}/store" in ended.stdout
    assert not (newskeep.folder / "store").exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '[[job]]\nsite = "mem"\nevery = "1h"\n',
            "schedule.toml: job[0].site: no profile is named 'mem' (did you mean",
        ),
        ('[[job]]\nsite = "gone.toml"\nevery = "1h"\n', "gone.toml: cannot be read: No such file"),
        ('[[job]]\nsite = "generic"\nevery = "1h"\n', "schedule.toml: job[0].site: generic is no site"),
        ('[[job]]\nsite = "memo"\nevery = "1y"\n', "schedule.toml: job[0].every: '1y' is no span of time"),
    ],
)
@pytest.mark.parametrize("action", [(), ("check",), ("install", "--crontab")])
def test_a_fault_in_the_schedule_is_one_line_and_exit_2(
    newskeep: Newskeep, action: tuple[str, ...], text: str, problem: str
) -> None:
    (newskeep.folder / "schedule.toml").write_text(text)

    ended = newskeep("schedule", *action)

    assert ended.code == 2
    assert ended.stderr.startswith("newskeep: ")
    assert problem in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (newskeep.folder / "output").exists()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ((), "schedule.toml: cannot be read: No such file or directory"),
        (("chek",), "no action 'chek' (did you mean 'check'?); there are check, status, install, or a file"),
        (("chek", "my.toml"), "one schedule at a time, not chek my.toml; the actions are check, status, install"),
        (("check", "a", "b"), "one schedule at a time, not a b"),
        (("install",), "install needs --systemd or --crontab"),
        (("check", "--user"), "--user goes with newskeep schedule install"),
        (("install", "--crontab", "--to", "x"), "--to goes with --systemd; --crontab prints to standard output"),
        (("install", "--crontab", "--systemd"), "not allowed with argument"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_2(newskeep: Newskeep, words: tuple[str, ...], problem: str) -> None:
    ended = newskeep("schedule", *words)

    assert ended.code == 2
    assert problem in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_store_that_cannot_be_made_is_exit_6(newskeep: Newskeep) -> None:
    (newskeep.folder / "schedule.toml").write_text('[[job]]\nsite = "memo"\nevery = "1h"\n')
    (newskeep.folder / "file").touch()

    ended = newskeep("schedule", "--output", "file")

    assert ended.code == 6
    assert "cannot make the folder" in ended.stderr


def test_status_names_a_history_that_is_none(newskeep: Newskeep) -> None:
    (newskeep.folder / "output").mkdir()
    (newskeep.folder / "output" / "schedule.json").write_text("{")

    ended = newskeep("schedule", "status", "--output", "output")

    assert ended.code == 2
    assert "schedule.json: is no history of runs" in ended.stderr


def test_installed_units_are_whole_and_systemd_finds_no_fault(newskeep: Newskeep) -> None:
    (newskeep.folder / "schedule.toml").write_text('[[job]]\nsite = "memo"\ncron = "*/10 * * * *"\n')

    ended = newskeep("schedule", "install", "--systemd", "--to", "units")

    units = newskeep.folder / "units"
    assert ended.code == 0, ended.stderr
    assert sorted(path.name for path in units.iterdir()) == ["newskeep-memo.service", "newskeep-memo.timer"]
    assert f"ReadWritePaths={newskeep.folder}/output\n" in (units / "newskeep-memo.service").read_text()
    assert "systemctl enable --now newskeep-memo.timer" in ended.stderr
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    verified = subprocess.run(
        [analyze, "verify", *map(str, units.iterdir())], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")


def test_units_of_ones_own_go_where_a_users_systemd_looks(newskeep: Newskeep, tmp_path: Path) -> None:
    (newskeep.folder / "schedule.toml").write_text('[[job]]\nsite = "memo"\nevery = "1h"\n')

    ended = newskeep("schedule", "install", "--systemd", "--user", env={"XDG_CONFIG_HOME": str(tmp_path / "config")})

    assert ended.code == 0, ended.stderr
    assert (tmp_path / "config" / "systemd" / "user" / "newskeep-memo.timer").is_file()
    assert "systemctl --user enable" in ended.stderr


def test_a_line_of_the_crontab_runs_as_the_shell_reads_it(web: Web, newskeep: Newskeep) -> None:
    site(web, newskeep.folder)
    (newskeep.folder / "schedule.toml").write_text(
        '[schedule]\noutput = "a 100% store"\n' + JOB.format(name="one").replace('"1d"', '"6h"')
    )

    ended = newskeep("schedule", "install", "--crontab")
    line = ended.stdout.splitlines()[-1]
    fields, command = line.split(" ", 5)[:5], line.split(" ", 5)[5]
    run = subprocess.run(
        ["/bin/sh", "-c", command.replace("\\%", "%")], capture_output=True, timeout=PATIENCE_S, check=False
    )

    assert fields == ["0", "*/6", "*", "*", "*"]
    assert command.startswith(sys.executable)
    assert "%" not in command.replace("\\%", "")
    assert run.returncode == 0, run.stderr
    assert list((newskeep.folder / "a 100% store" / "records").iterdir())
