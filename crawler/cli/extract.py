"""`newskeep extract`: pages on disk in, records out."""

import argparse
import asyncio
import os
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from crawler.cli import arguments
from crawler.cli.destination import opened
from crawler.cli.exits import Exit
from crawler.cli.messages import say
from crawler.cli.options import Format
from crawler.cli.page_files import PageFile, Unusable, in_manifest, in_paths
from crawler.errors import UsageError

if TYPE_CHECKING:  # their imports would slow --help
    from crawler.cli.formats import Writer
    from crawler.cli.page_answer import NoArticle
    from crawler.items import Article
    from crawler.profiles.model import SiteProfile

F = TypeVar("F")
T = TypeVar("T")

NAME = "extract"
SUMMARY = "extract articles from pages on disk, records to standard output"

# Answers come in the order of the pages, so a slow page holds up the others once this many a worker are under way.
AHEAD = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments on `parser`."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="FILE|FOLDER", help="pages: .html, .htm, also with .gz")
    parser.add_argument(
        "--manifest", type=Path, metavar="FILE", help="JSONL with `id`, `url` and `html` (a path beside the manifest)"
    )
    parser.add_argument("--url", help="the URL of a single page (else what the page says of itself)")
    parser.add_argument("--site", metavar="NAME", help="use this profile, whatever the URL's host")
    arguments.add_jobs(parser)
    parser.add_argument("--to", type=Path, metavar="FILE", help="write the records there instead")
    parser.add_argument("--format", choices=get_args(Format), default="jsonl", help="(default: jsonl)")
    arguments.add_loudness(parser)


def run(args: argparse.Namespace) -> int:
    """Extract from each page, in order; NOTHING when no page gave an article."""
    files = _files(args)
    from crawler.cli.formats import Writer
    from crawler.profiles import load_profile

    profile = load_profile(args.site) if args.site else None
    jobs = args.jobs or len(os.sched_getaffinity(0))
    with opened(args.to) as out:
        writer = Writer(out, args.format)
        rejects = asyncio.run(_extract(files, profile, jobs, writer))
        writer.close()
    if not args.quiet:
        say(_summary(writer.articles, rejects))
    return Exit.DONE if writer.articles else Exit.NOTHING


def _files(args: argparse.Namespace) -> Iterator[PageFile | Unusable]:
    if args.manifest and (args.paths or args.url):
        raise UsageError("--manifest stands alone: it names the pages and their URLs")
    if args.manifest:
        return in_manifest(args.manifest)
    if not args.paths:
        raise UsageError("no page named: give FILE, FOLDER or --manifest FILE (see newskeep extract --help)")
    if args.url:
        if len(args.paths) > 1 or args.paths[0].is_dir():
            raise UsageError("--url is for a single file")
        arguments.check_url(args.url)
    return in_paths(args.paths, args.url)


async def _extract(
    files: Iterator[PageFile | Unusable], profile: "SiteProfile | None", jobs: int, writer: "Writer"
) -> Counter[str]:
    """Write an answer for each of `files`; how many rejects there were for each reason."""
    from crawler.cli.page_answer import NoArticle, answer
    from crawler.run.workers import WorkerDied, WorkerPool, WorkerTimeout
    from crawler.settings import WORKER_TIMEOUT_S

    pool = WorkerPool(jobs, WORKER_TIMEOUT_S)

    async def ask(file: PageFile | Unusable) -> "Article | NoArticle":
        if isinstance(file, Unusable):
            return NoArticle("unreadable", file.detail)
        try:
            return await pool.run(answer, file, profile)
        except WorkerTimeout as error:
            return NoArticle("timeout", str(error))
        except WorkerDied as error:
            return NoArticle("worker_died", str(error))

    rejects: Counter[str] = Counter()
    try:
        async with aclosing(_in_order(files, ask, jobs * AHEAD)) as answers:
            async for file, outcome in answers:
                if isinstance(outcome, NoArticle):
                    writer.reject(file.id, outcome.reason, outcome.detail)
                    rejects[outcome.reason] += 1
                else:
                    is_listed = isinstance(file, PageFile) and file.is_listed
                    writer.article(outcome, file.id if is_listed else None)
    finally:
        await pool.close()
    return rejects


async def _in_order(
    files: Iterator[F], ask: Callable[[F], Coroutine[None, None, T]], most: int
) -> AsyncIterator[tuple[F, T]]:
    """Each of `files` with its answer, in their order, at most `most` being asked at a time."""
    under_way: deque[tuple[F, asyncio.Task[T]]] = deque()
    try:
        for file in files:
            under_way.append((file, asyncio.create_task(ask(file))))
            if len(under_way) == most:
                first, task = under_way.popleft()
                yield first, await task
        while under_way:
            first, task = under_way.popleft()
            yield first, await task
    finally:
        for _, task in under_way:
            task.cancel()


def _summary(articles: int, rejects: Counter[str]) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in rejects.most_common())
    return f"{articles + rejects.total()} pages, {articles} records" + (
        f", {rejects.total()} without an article ({reasons})" if rejects else ""
    )
