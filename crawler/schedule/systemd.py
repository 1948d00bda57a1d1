"""A schedule as systemd units: a service and a timer a job."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from crawler.schedule.cron import FIELDS, Cron
from crawler.schedule.every import Every
from crawler.schedule.job import Command, Job, Schedule

PLAIN = re.compile(r"[A-Za-z0-9_./:=,@+-]+", re.ASCII)  # words that systemd takes as they are

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

SERVICE = """\
# Written by newskeep schedule install from {file}; write it anew after a change there.
[Unit]
Description=newskeep job {name}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
# 5: the site is in use by another run, and this one is left out. 143: stopped, cleanly.
SuccessExitStatus=5 143
KillMode=mixed
TimeoutStopSec=30
{longest}{user}NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={output}
PrivateTmp=yes
{hardening}RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
"""

# A user's own manager may do these, and what ProtectSystem needs, only within a user namespace.
USER_HARDENING = "PrivateUsers=yes\n"
SYSTEM_HARDENING = """\
PrivateDevices=yes
ProtectHome=read-only
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectClock=yes
ProtectHostname=yes
CapabilityBoundingSet=
"""

TIMER = """\
# Written by newskeep schedule install from {file}; write it anew after a change there.
[Unit]
Description=newskeep job {name}: when it runs

[Timer]
{when}AccuracySec=1s
{jitter}
[Install]
WantedBy=timers.target
"""


def units(schedule: Schedule, output: Path, command: Command, user: str | None) -> dict[str, str]:
    """The text of each unit by its file's name. `user` is whom the services run as, None in a user's own manager."""
    found: dict[str, str] = {}
    for job in schedule.jobs:
        found[f"newskeep-{job.name}.service"] = SERVICE.format(
            file=schedule.file,
            name=job.name,
            command=command_line(command(job, output)),
            longest=f"TimeoutStartSec={job.longest_s}\n" if job.longest_s else "TimeoutStartSec=infinity\n",
            user=f"User={user}\n" if user else "",
            output=path_value(output),
            hardening=SYSTEM_HARDENING if user else USER_HARDENING,
        )
        found[f"newskeep-{job.name}.timer"] = TIMER.format(
            file=schedule.file,
            name=job.name,
            when="".join(f"{line}\n" for line in _when(job)),
            jitter=f"RandomizedDelaySec={job.jitter_s}\n" if job.jitter_s else "",
        )
    return found


def command_line(words: Sequence[str]) -> str:
    """`words` as ExecStart takes them: systemd expands % and $, and undoes quotes and backslashes."""
    return " ".join(word if PLAIN.fullmatch(word) else _quoted(word.replace("$", "$$")) for word in words)


def path_value(path: Path) -> str:
    """`path` as ReadWritePaths takes it: % is expanded there, $ is not."""
    return str(path) if PLAIN.fullmatch(str(path)) else _quoted(str(path))


def calendar_lines(cron: Cron, timezone: str | None) -> list[str]:
    """The OnCalendar expressions that together mean `cron`."""
    numbers = (cron.minutes, cron.hours, cron.days, cron.months)
    minutes, hours, days, months = (
        _list(have, range(field.least, field.most + 1)) for have, field in zip(numbers, FIELDS, strict=False)
    )
    week = ",".join(WEEKDAYS[number] for number in cron.weekdays) + " " if len(cron.weekdays) < 7 else ""
    clock = f"{hours}:{minutes}:00" + (f" {timezone}" if timezone else "")
    if cron.either:
        return [f"*-{months}-{days} {clock}", f"{week}*-{months}-* {clock}"]
    return [f"{week}*-{months}-{days} {clock}"]


def _when(job: Job) -> Iterable[str]:
    match job.when:
        case Every(seconds):
            yield "OnActiveSec=1s"
            yield f"OnUnitActiveSec={seconds}s"
        case Cron() as cron:
            yield from (f"OnCalendar={line}" for line in calendar_lines(cron, job.timezone))
            yield "Persistent=yes"


def _list(numbers: Sequence[int], whole: range) -> str:
    return "*" if len(numbers) == len(whole) else ",".join(f"{number:02}" for number in numbers)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
