"""What the hosts of a site reserve by their tdmrep.json: asked for once a host and run."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

from crawler.errors import CannotWrite
from crawler.items import Page, Reservation
from crawler.middlewares.unfetched import failure_of
from crawler.run.tasks import read_reservations
from crawler.run.workers import NoWorkers, WorkerPool
from crawler.tdmrep import PATH, LocationRule, reservation_for
from crawler.urls import origin_of

logger = logging.getLogger(__name__)


class Reservations:
    """Asks each origin for its tdmrep.json, through `fetch`, which raises whatever keeps it from an answer.

    An origin without one, or with one that cannot be had or read, reserves nothing by it. Raises CannotWrite and
    NoWorkers: then no page of the run can be taken in.
    """

    def __init__(self, fetch: Callable[[str], Awaitable[Page]], workers: WorkerPool) -> None:
        self._fetch, self._workers = fetch, workers
        self._asked: dict[str, asyncio.Task[tuple[LocationRule, ...]]] = {}

    def ask(self, url: str) -> None:
        """Have the file of `url`'s origin on its way: before a host's pages stand in line, or the first would wait."""
        self._of(origin_of(url))

    async def for_page(self, url: str) -> Reservation | None:
        """What the file of `url`'s origin says of it; those who ask while it is on its way wait for the same one."""
        return reservation_for(await asyncio.shield(self._of(origin_of(url))), url)

    def _of(self, origin: str) -> asyncio.Task[tuple[LocationRule, ...]]:
        if origin not in self._asked:
            self._asked[origin] = task = asyncio.create_task(self._fetched(origin))
            # What ends the run ends it by way of a page, or of the commit: nobody may wait for this one.
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self._asked[origin]

    async def _fetched(self, origin: str) -> tuple[LocationRule, ...]:
        try:
            page = await self._fetch(urljoin(origin, PATH))
            return await self._workers.run(read_reservations, page) if page.status == 200 else ()
        except (CannotWrite, NoWorkers):
            raise
        except Exception as error:  # the outermost loop of this file: the pages it would be about have their answers
            logger.info("no tdmrep.json to be had origin=%s: %s", origin, failure_of(error).detail)
        return ()
