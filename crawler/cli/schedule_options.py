"""`newskeep schedule`: its options, read and checked."""

import argparse
from pathlib import Path

from crawler.cli import arguments
from crawler.errors import UsageError

NAME = "schedule"
SUMMARY = "run the jobs of a schedule file, each when it is due"

ACTIONS = ("check", "status", "install")
DEFAULT_FILE = Path("schedule.toml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="ACTION|FILE",
        help="check: say whether FILE can be used and when its jobs run; status: what became of the last runs;"
        " install: hand the jobs to systemd or cron; none of them: run the jobs until a signal comes."
        f" FILE is the schedule (default: ./{DEFAULT_FILE})",
    )
    arguments.add_output(parser, "the store, over the one that FILE names")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--systemd", action="store_true", help="install: write a service and a timer a job")
    kind.add_argument("--crontab", action="store_true", help="install: print lines for a crontab")
    parser.add_argument("--user", action="store_true", help="install --systemd: for your own systemd, not the system's")
    parser.add_argument("--to", type=Path, metavar="DIR", help="install --systemd: write the units there")
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Do what the words ask for."""
    action, file = _split(args.words)
    given = [f"--{name}" for name in ("systemd", "crontab", "user", "to") if getattr(args, name)]
    if given and action != "install":
        raise UsageError(f"{given[0]} goes with newskeep schedule install")
    if action == "install":
        if not args.systemd and not args.crontab:
            raise UsageError("install needs --systemd or --crontab")
        if args.crontab and (args.user or args.to):
            raise UsageError(f"{given[-1]} goes with --systemd; --crontab prints to standard output")
        from crawler.cli import schedule_install

        if args.crontab:
            return schedule_install.print_crontab(file, args.output)
        return schedule_install.write_units(file, args.output, for_user=args.user, to=args.to)
    if action == "check":
        from crawler.cli.schedule_check import check

        return check(file, args.output)
    if action == "status":
        from crawler.cli.schedule_status import status

        return status(file, args.output)
    from crawler.cli.logs import Loudness
    from crawler.cli.schedule import run_schedule

    return run_schedule(file, args.output, Loudness(args.quiet, args.verbose))


def _split(words: list[str]) -> tuple[str | None, Path]:
    """The action, None for running, and the file."""
    action = words[0] if words and words[0] in ACTIONS else None
    files = words[1:] if action else words
    if len(files) > 1:
        hint = "" if action else f"; the actions are {', '.join(ACTIONS)}"
        raise UsageError(f"one schedule at a time, not {' '.join(files)}{hint}")
    file = Path(files[0]) if files else DEFAULT_FILE
    if files and not action and file.name == files[0] and not file.suffix and not file.exists():
        from crawler.profiles.nearest import nearest  # here, for its imports would slow --help

        raise UsageError(
            f"no action {files[0]!r}{nearest(files[0], ACTIONS)}; there are {', '.join(ACTIONS)}, or a file"
        )
    return action, file
