"""The outermost loop: streams, signals, the command, and an exit code for whatever comes out of it."""

import argparse
import errno
import sys
from collections.abc import Sequence
from typing import Protocol

from crawler import __version__
from crawler.cli import (
    archive,
    clean,
    crawl_options,
    demo_options,
    export,
    extract,
    fault,
    fetch_options,
    forget,
    history,
    reprocess,
    schedule_options,
    signals,
    sites,
    state,
    streams,
    why,
)
from crawler.cli.arguments import Parser
from crawler.cli.exits import Exit, exit_lines
from crawler.cli.messages import say
from crawler.errors import (
    CannotWrite,
    NewskeepError,
    ProfileError,
    RetryLater,
    SiteBusy,
    SourceChanged,
    UsageError,
)


class Command(Protocol):
    """What a command's module offers."""

    NAME: str
    SUMMARY: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Define the command's arguments on `parser`."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the exit code."""


ALL: tuple[Command, ...] = (
    crawl_options,
    fetch_options,
    extract,
    clean,
    archive,
    reprocess,
    forget,
    why,
    history,
    export,
    state,
    sites,
    demo_options,
    schedule_options,
)
COMMANDS = {command.NAME: command for command in ALL}

EXITS: tuple[tuple[type[NewskeepError], Exit], ...] = (
    (ProfileError, Exit.USAGE),
    (UsageError, Exit.USAGE),
    (SiteBusy, Exit.BUSY),
    (CannotWrite, Exit.CANNOT_WRITE),
    (RetryLater, Exit.NOTHING),
    (SourceChanged, Exit.NOTHING),
)

# What the system answers when a store or destination cannot be written.
UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EFBIG})


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that `words` (default: the process's arguments) ask for; its exit code.

    Owns the process: standard streams become UTF-8 whatever the locale, and SIGTERM raises Terminated. Nothing
    comes out of it but the code, and every code but 0 has been explained in one line on standard error.
    """
    words = sys.argv[1:] if words is None else words
    try:
        streams.prepare()
        signals.raise_on_sigterm()
        code = _run(words)
        sys.stdout.flush()
    except BaseException as error:  # the outermost loop answers everything
        return _answer(error, verbose="--verbose" in words)
    return code


def parsers() -> tuple[Parser, dict[str, Parser]]:
    """The parser of the whole command line, and each command's own."""
    parser = Parser(
        prog="newskeep",
        description="Crawl news sites, keep what was fetched, and turn it into clean article records.",
        epilog=f"exit codes:\n{exit_lines()}\n\n'newskeep COMMAND --help' tells a command's options.",
    )
    parser.add_argument("--version", action="version", version=f"newskeep {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    own: dict[str, Parser] = {}
    for name, command in COMMANDS.items():
        own[name] = subparsers.add_parser(name, help=command.SUMMARY, description=f"newskeep {name}: {command.SUMMARY}")
        command.add_arguments(own[name])
    return parser, own


def _run(words: Sequence[str]) -> int:
    parser, own = parsers()
    first = words[0] if words else ""
    if first and not first.startswith("-") and first not in own:
        from crawler.profiles.nearest import nearest  # here, for its imports would slow --help

        raise UsageError(f"no command {first!r}{nearest(first, own)}; there are {', '.join(own)}")
    try:
        if first in own:
            # The command's own parser, for only this way may options stand between positionals.
            args = own[first].parse_intermixed_args(words[1:])
        else:
            parser.parse_args(words)
            raise UsageError("the command comes first")
    except SystemExit as stop:  # --help and --version end this way
        return int(stop.code or Exit.DONE)
    return int(COMMANDS[first].run(args))


def _answer(error: BaseException, *, verbose: bool) -> int:
    match error:
        case signals.Terminated():
            return Exit.TERMINATED
        case KeyboardInterrupt():
            return Exit.INTERRUPTED
        case BrokenPipeError() if streams.nobody_reads():
            streams.silence()
            return Exit.DONE
        case NewskeepError():
            for kind, code in EXITS:
                if isinstance(error, kind):
                    say(str(error))
                    return code
        case OSError(errno=number) if number in UNWRITABLE:
            say(f"cannot write {error.filename or 'standard output'}: {error.strerror}")
            return Exit.CANNOT_WRITE
    fault.tell(error, verbose=verbose)
    return Exit.FAULT
