import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.schedule.cron import read_cron
from crawler.schedule.every import Every
from crawler.schedule.job import Job, Schedule
from crawler.schedule.systemd import calendar_lines, command_line, units

STORE = Path("/srv/new s/100%")
ODD = Job(
    name="odd",
    site="/srv/a b/it's 5%.toml",
    when=read_cron("*/10 6,18 13 * fri"),
    timezone="Europe/Istanbul",
    jitter_s=90,
    longest_s=7200,
    words=("--set=USER_AGENT=$HOME \"x\" \\ %n; #",),
)  # fmt: skip
PLAIN = Job(name="plain", site="memo", when=Every(900))


def schedule(*jobs: Job) -> Schedule:
    return Schedule(file=Path("/srv/schedule.toml"), jobs=jobs, output=STORE, at_once=2, keep_logs=20)


def command(job: Job, output: Path) -> list[str]:
    return [shutil.which("env") or "env", "crawl", job.site, "--output", str(output), *job.words]


def systemd_analyze(*words: str) -> str:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    ended = subprocess.run([program, *words], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert not ended.stderr
    return ended.stdout


def test_a_job_is_a_service_and_a_timer() -> None:
    found = units(schedule(PLAIN, ODD), STORE, command, user="news")

    assert set(found) == {
        "newskeep-plain.service",
        "newskeep-plain.timer",
        "newskeep-odd.service",
        "newskeep-odd.timer",
    }
    service, timer = found["newskeep-odd.service"].splitlines(), found["newskeep-odd.timer"].splitlines()
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "User=news", "TimeoutStartSec=7200"} <= set(service)
    assert 'ReadWritePaths="/srv/new s/100%%"' in service
    assert {"RandomizedDelaySec=90", "Persistent=yes"} <= set(timer)
    assert "OnUnitActiveSec=900s" in found["newskeep-plain.timer"].splitlines()


def test_in_a_users_own_manager_nobody_else_is_named() -> None:
    service = units(schedule(PLAIN), STORE, command, user=None)["newskeep-plain.service"]

    assert "User=" not in service.replace("PrivateUsers=", "")
    assert "PrivateUsers=yes" in service
    assert "CapabilityBoundingSet" not in service


def test_what_systemd_expands_is_escaped() -> None:
    line = command_line(["/bin/x", "a b", '"', "\\", "100%", "$HOME", "it's", ";", "plain-1.0"])

    assert line == r'/bin/x "a b" "\"" "\\" "100%%" "$$HOME" "it' + "'" + r's" ";" plain-1.0'


def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    for name, text in units(schedule(PLAIN, ODD), STORE, command, user="root").items():
        (tmp_path / name).write_text(text)

    systemd_analyze("verify", *(str(path) for path in sorted(tmp_path.iterdir())))


@pytest.mark.parametrize(
    "text",
    [
        "*/10 * * * *",
        "30 6 * * mon-fri",
        "0 0 1,15 * *",
        "5 4 * */3 sun",
        "0 12 13 * fri",
        "59 23 31 12 *",
        "0 0 29 2 *",
    ],
)
def test_systemd_takes_an_expression_for_the_same_times(text: str) -> None:
    cron = read_cron(text)
    now = datetime.now(UTC)

    said = [
        systemd_analyze("calendar", "--iterations=1", line)
        .split("Next elapse: ")[1].splitlines()[0].strip()
        for line in calendar_lines(cron, "UTC")
    ]  # fmt: skip

    next_times = [datetime.strptime(when, "%a %Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC) for when in said]
    assert min(next_times) in (cron.after(now, UTC), cron.after(datetime.now(UTC), UTC))
