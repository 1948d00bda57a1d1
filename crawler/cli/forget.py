"""`newskeep forget`: articles, or a whole site, leave the store for good."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from crawler.cli import arguments
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.errors import UsageError

NAME = "forget"
SUMMARY = "take articles, or a whole site, out of the store for good"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="any address of an article")
    parser.add_argument("--file", type=Path, metavar="LIST", help="a file with an address a line")
    parser.add_argument("--site", metavar="NAME", help="all of this site, which is then not crawled any more")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it is kept, with the date")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would go, while runs go on")
    arguments.add_output(parser, "the store")
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Take it out. NOTHING when some URL is not known, UNEXPECTED when something of it could not be taken out."""
    urls = tuple(dict.fromkeys((*args.urls, *(_listed(args.file) if args.file else ()))))
    if bool(urls) == bool(args.site):
        raise UsageError("give what is to be forgotten: URL..., --file LIST, or --site NAME alone")
    if not args.reason.strip():
        raise UsageError("--reason says why, and is not empty")
    for url in args.urls:
        arguments.check_url(url)
    from datetime import UTC, datetime

    from crawler.cli.run_settings import settings_for
    from crawler.cli.signals import raise_on_sigint
    from crawler.forget.job import Job, Removed, Task
    from crawler.forget.named import named_elsewhere
    from crawler.run.exports_made import exports_made
    from crawler.run.forgotten import read_forgotten

    folder = args.output or arguments.store_folder()
    if not (folder / "records").is_dir():
        raise UsageError(f"no store at {folder}: it has no folder records")
    settings, reason = settings_for(()), " ".join(args.reason.split())
    task = Task(folder, reason, urls, args.site, settings.getint("DUPLICATE_MIN_WORDS"))
    before = read_forgotten(folder)
    raise_on_sigint()
    job = Job(task, settings.getint("DISK_FREE_MIN_BYTES"), datetime.now(UTC), say)
    done: Removed = job.preview() if args.dry_run else job.run()
    unknown = [url for url in done.unknown if before.of_url(url) is None]
    for url in done.unknown:
        tombstone = before.of_url(url)
        say(f"{url} was {tombstone.said}" if tombstone else f"not known in {folder}: {url}")
    for line in done.left:
        say(line)
    if not args.quiet and done.is_something:
        would = "would be forgotten" if args.dry_run else "forgotten"
        say(
            f"{would}: articles: {done.articles}, their versions: {done.versions}, rejects: {done.rejects},"
            f" captures: {done.captures}"
        )
        for line in (*named_elsewhere(folder, done.urls), *(f"exported before: {one}" for one in exports_made(folder))):
            say(line)
    if done.left:
        return Exit.UNEXPECTED
    if args.site and not done.is_something:
        tombstone = before.of_site(args.site)
        say(f"{args.site} was {tombstone.said}" if tombstone else f"not known in {folder}: the site {args.site}")
        return Exit.DONE if tombstone else Exit.NOTHING
    return Exit.NOTHING if unknown else Exit.DONE


def _listed(path: Path) -> Iterator[str]:
    """The addresses in a file; empty lines and those that begin with # are passed over."""
    try:
        lines = path.read_text("utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if (url := line.strip()) and not url.startswith("#"):
            arguments.check_url(url, f" in line {number} of {path}")
            yield url
