"""Many pages on disk, read by workers, answered in their order."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass, field

from crawler.cli.formats import Writer
from crawler.cli.page_answer import NoArticle, answer
from crawler.cli.page_files import PageFile, Unusable
from crawler.cli.signals import raise_on_sigint
from crawler.items import Article
from crawler.profiles.model import SiteProfile
from crawler.run.ordered import in_order
from crawler.run.workers import WorkerDied, WorkerPool, WorkerTimeout
from crawler.settings import JOBS, WORKER_TIMEOUT_S

AHEAD = 8  # pages under way for each worker: while one is slow, the others go on that far


@dataclass(slots=True)
class Tally:
    """How the pages were answered."""

    articles: int = 0
    rejects: Counter[str] = field(default_factory=Counter)  # by reason
    fault: Exception | None = None  # the first fault of ours


def write_answers(
    files: Iterator[PageFile | Unusable], profile: SiteProfile | None, jobs: int | None, writer: Writer
) -> Tally:
    """Write an answer for each of `files`, in their order; the tally of them.

    The pages are read by `jobs` workers (None: as many as the settings say). A page that hangs, kills its worker or
    finds a fault of ours costs no other page its answer.
    """
    raise_on_sigint()
    return asyncio.run(_write_answers(files, profile, jobs or JOBS, writer))


async def _write_answers(
    files: Iterator[PageFile | Unusable], profile: SiteProfile | None, jobs: int, writer: Writer
) -> Tally:
    tally = Tally()
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
        except Exception as error:  # it is told at the end
            tally.fault = tally.fault or error
            return NoArticle("fault", f"{type(error).__name__}: {error}")

    try:
        async with aclosing(in_order(files, ask, jobs * AHEAD)) as answers:
            async for file, outcome in answers:
                if isinstance(outcome, NoArticle):
                    writer.reject(file.id, outcome.reason, outcome.detail)
                    tally.rejects[outcome.reason] += 1
                else:
                    is_listed = isinstance(file, PageFile) and file.is_listed
                    writer.article(outcome, file.id if is_listed else None)
                    tally.articles += 1
    finally:
        await pool.close()
    return tally
