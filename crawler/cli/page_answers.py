"""Many pages on disk, read by workers, answered in their order."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import aclosing
from typing import TypeVar

from crawler.cli.formats import Writer
from crawler.cli.page_answer import NoArticle, answer
from crawler.cli.page_files import PageFile, Unusable
from crawler.cli.signals import raise_on_sigint
from crawler.items import Article
from crawler.profiles.model import SiteProfile
from crawler.run.workers import WorkerDied, WorkerPool, WorkerTimeout
from crawler.settings import JOBS, WORKER_TIMEOUT_S

F = TypeVar("F")
T = TypeVar("T")

AHEAD = 8  # pages under way for each worker: while one is slow, the others go on that far


def write_answers(
    files: Iterator[PageFile | Unusable], profile: SiteProfile | None, jobs: int | None, writer: Writer
) -> Counter[str]:
    """Write an answer for each of `files`, in their order; how many had no article, by reason.

    The pages are read by `jobs` workers (None: as many as the settings say). A page that hangs or kills its worker
    costs that worker only.
    """
    raise_on_sigint()
    return asyncio.run(_write_answers(files, profile, jobs or JOBS, writer))


async def _write_answers(
    files: Iterator[PageFile | Unusable], profile: SiteProfile | None, jobs: int, writer: Writer
) -> Counter[str]:
    pool = WorkerPool(jobs, WORKER_TIMEOUT_S)

    async def ask(file: PageFile | Unusable) -> Article | NoArticle:
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
) -> AsyncGenerator[tuple[F, T], None]:
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
