"""`newskeep schedule install`: the jobs handed to systemd or cron."""

import os
import pwd
import sys
from pathlib import Path

from crawler.cli.destination import opened
from crawler.cli.exits import Exit
from crawler.cli.messages import plain, say
from crawler.cli.schedule_file import crawl_command, load, local_zone, store_of
from crawler.errors import CannotWrite, UsageError
from crawler.schedule.crontab import crontab
from crawler.schedule.systemd import units

SYSTEM_UNITS = Path("/etc/systemd/system")


def print_crontab(file: Path, output: Path | None) -> int:
    """Print the crontab's lines to standard output. Raises ProfileError, and UsageError for what cron cannot do."""
    schedule = load(file)
    local = getattr(local_zone(), "key", None)
    sys.stdout.write(crontab(schedule, store_of(schedule, output), crawl_command, local))
    return Exit.DONE


def write_units(file: Path, output: Path | None, *, for_user: bool, to: Path | None) -> int:
    """Write the units and say how to start them. Raises ProfileError, and CannotWrite."""
    schedule = load(file)
    store = store_of(schedule, output)
    folder = to or (_user_units() if for_user else SYSTEM_UNITS)
    user = None if for_user else _owner(schedule.file)
    found = units(schedule, store, crawl_command, user)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"cannot make the folder {folder}: {error.strerror}") from error
    for name, text in found.items():
        with opened(folder / name) as unit:
            unit.write(text)
        sys.stdout.write(plain(str(folder / name)) + "\n")
    systemctl = "systemctl --user" if for_user else "systemctl"
    timers = " ".join(name for name in found if name.endswith(".timer"))
    say(f"to start them: {systemctl} daemon-reload && {systemctl} enable --now {timers}")
    if user == "root":
        say(f"the crawls would run as root, who owns {schedule.file}: give that file to the user who is to crawl")
    if not store.is_dir():
        say(
            f"the store must exist before the first run: mkdir -p {store}"
            + (f" && chown {user} {store}" if user else "")
        )
    return Exit.DONE


def _owner(path: Path) -> str:
    """Whom the services run as: the owner of the schedule."""
    number = path.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError as error:
        raise UsageError(
            f"{path} belongs to user {number}, who has no name; give it to the user who is to crawl"
        ) from error


def _user_units() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
