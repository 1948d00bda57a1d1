"""Many pages on disk, read by workers, answered in their order."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TypeVar

from crawler.cli.explain_writer import ExplainWriter
from crawler.cli.explained import ExplainedPage
from crawler.cli.formats import Writer
from crawler.cli.page_answer import NoArticle, answer, explanation
from crawler.cli.page_files import PageFile, Unusable
from crawler.cli.signals import raise_on_sigint
from crawler.extract.explain import Explanation
from crawler.items import Article
from crawler.profiles.model import SiteProfile
from crawler.run.ordered import in_order
from crawler.run.workers import WorkerDied, WorkerOutOfMemory, WorkerPool, WorkerTimeout
from crawler.settings import JOBS, WORKER_MAX_BYTES, WORKER_TIMEOUT_S

T = TypeVar("T")

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
    tally = Tally()

    def take(file: PageFile | Unusable, outcome: Article | NoArticle) -> None:
        if isinstance(outcome, NoArticle):
            writer.reject(file.id, outcome.reason, outcome.detail)
            tally.rejects[outcome.reason] += 1
        else:
            is_listed = isinstance(file, PageFile) and file.is_listed
            writer.article(outcome, file.id if is_listed else None)
            tally.articles += 1

    tally.fault = _answer_all(files, answer, profile, jobs, take)
    return tally


def write_explanations(
    files: Iterator[PageFile | Unusable], profile: SiteProfile | None, jobs: int | None, writer: ExplainWriter
) -> Tally:
    """As `write_answers`, why each page gives what it gives."""
    tally = Tally()

    def take(file: PageFile | Unusable, outcome: Explanation | NoArticle) -> None:
        page = ExplainedPage(str(file.id), outcome)
        writer.page(page)
        if verdict := page.verdict:
            tally.rejects[verdict.reason] += 1
        else:
            tally.articles += 1

    tally.fault = _answer_all(files, explanation, profile, jobs, take)
    return tally


def _answer_all(
    files: Iterator[PageFile | Unusable],
    read: Callable[[PageFile, SiteProfile | None], T | NoArticle],
    profile: SiteProfile | None,
    jobs: int | None,
    take: Callable[[PageFile | Unusable, T | NoArticle], None],
) -> Exception | None:
    """Have workers `read` each of `files`, and `take` the answers in order; the first fault of ours."""
    raise_on_sigint()
    return asyncio.run(_answer_in_workers(files, read, profile, jobs or JOBS, take))


async def _answer_in_workers(
    files: Iterator[PageFile | Unusable],
    read: Callable[[PageFile, SiteProfile | None], T | NoArticle],
    profile: SiteProfile | None,
    jobs: int,
    take: Callable[[PageFile | Unusable, T | NoArticle], None],
) -> Exception | None:
    pool = WorkerPool(jobs, WORKER_TIMEOUT_S, WORKER_MAX_BYTES)
    fault: Exception | None = None

    async def ask(file: PageFile | Unusable) -> T | NoArticle:
        nonlocal fault
        if isinstance(file, Unusable):
            return NoArticle("unreadable", file.detail)
        try:
            return await pool.run(read, file, profile)
        except WorkerTimeout as error:
            return NoArticle("extraction_timeout", str(error))
        except WorkerOutOfMemory as error:
            return NoArticle("extraction_memory", str(error))
        except WorkerDied as error:
            return NoArticle("extraction_died", str(error))
        except Exception as error:  # it is told at the end
            fault = fault or error
            return NoArticle("fault", f"{type(error).__name__}: {error}")

    try:
        async with aclosing(in_order(files, ask, jobs * AHEAD)) as answers:
            async for file, outcome in answers:
                take(file, outcome)
    finally:
        await pool.close()
    return fault
