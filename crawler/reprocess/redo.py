"""Redoing: every page of the plan is read again in workers, and goes through the stages in the order of the crawl."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import merge
from operator import itemgetter

from scrapy.settings import BaseSettings

from crawler.archive.reader import Unreadable
from crawler.bounds import DEFAULT
from crawler.dates import Window
from crawler.errors import RetryLater
from crawler.extract.memory import NO_MEMORY, SiteMemory
from crawler.items import ArchivePointer, Article, Reading, Rejected
from crawler.profiles.model import SiteProfile
from crawler.record import record_line, reject_line
from crawler.reprocess.catalog import Beside
from crawler.reprocess.comparing import Comparison, read_line
from crawler.reprocess.new_set import NewSet
from crawler.reprocess.plan import OldLine, Plan, PlannedPage
from crawler.reprocess.sites import Sites, as_noted
from crawler.reprocess.stored import read_stored
from crawler.run.ask import Ask
from crawler.run.committer import Committer
from crawler.run.forgotten import read_forgotten, refused
from crawler.run.look_again import ladder_of
from crawler.run.ordered import in_order
from crawler.run.rebuild_lines import turn_record, turn_reject
from crawler.run.records_reader import StoredLine
from crawler.run.retries import Retries
from crawler.run.run import stages_of
from crawler.run.site import SiteRun
from crawler.run.site_memory import snapshot
from crawler.run.store import Store
from crawler.run.tasks import read_joined
from crawler.run.traps import Traps
from crawler.run.workers import WorkerDied, WorkerPool, WorkerTimeout
from crawler.spiders.page_reader import MAX_FURTHER_PAGES
from crawler.state import State
from crawler.tdmrep import with_reservation
from pipelines.context import StageContext

logger = logging.getLogger(__name__)

AHEAD = 8  # pages under way for each worker: while one is slow, the others go on that far
COMMIT_EVERY = 500  # pages; more keeps more of them in memory, fewer is slower


@dataclass(slots=True)
class Counts:
    """What became of the pages. `failed` are by reason: those that could not be read, and are as they were."""

    pages: int = 0
    records: int = 0
    kept: int = 0  # lines that stay as they are
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Answer:
    item: Article | Rejected


@dataclass(frozen=True, slots=True)
class _Failure:
    reason: str
    detail: str


class Redo:
    """One pass over the pages of `plan`; the new lines go to `new_set`, what is known of them to `made`.

    `chosen` tells of a page whether it is read again; of one that is not, the line on record stays. `window` is what
    records must be published in; None: what the crawl asked for when it took the page in.
    """

    def __init__(
        self,
        settings: BaseSettings,
        store: Store,
        plan: Plan,
        sites: Sites,
        new_set: NewSet,
        made: State,
        state: State,
        window: Window | None,
        chosen: Callable[[PlannedPage], bool],
        clock: Callable[[], datetime],
    ) -> None:
        self._settings, self._store, self._plan, self._sites = settings, store, plan, sites
        self._new_set, self._made, self._state = new_set, made, state
        self._window, self._chosen, self._clock = window, chosen, clock
        self._forgotten = read_forgotten(store.folder)
        self._ladder = tuple(float(step) for step in settings.getlist("LOOK_AGAIN_S"))
        self._committer = Committer(made, 0)
        self._catalog = Beside(made, state, frozenset(plan.sites()))
        self._runs: dict[tuple[str, Window], SiteRun] = {}
        self._memories: dict[str, SiteMemory] = {}  # by site: what it had taught when this began
        self._workers = WorkerPool(
            settings.getint("JOBS"), settings.getfloat("WORKER_TIMEOUT_S"), settings.getint("WORKER_MAX_BYTES")
        )
        self.comparison = Comparison(plan, store.folder)
        self.counts = Counts()

    async def run(self) -> None:
        """Do all of it. Raises CannotWrite and NoWorkers: the new set is not whole then."""
        try:
            async with aclosing(in_order(self._steps(), self._answer, self._workers.jobs * AHEAD)) as answers:
                settled = 0
                async for step, answer in answers:
                    self._settle(step, answer)
                    settled += 1
                    if settled % COMMIT_EVERY == 0:
                        await self._committer.commit()
            await self._committer.commit()
        finally:
            await self._workers.close()

    def _steps(self) -> Iterator[PlannedPage | OldLine]:
        """Pages, and between them the lines whose page the archive does not hold, by time."""
        # A line tells when its page was fetched, to the second, which is before the page was taken in.
        orphans = ((line.fetched_at.removesuffix("Z"), line) for line in self._plan.orphans())
        pages = ((page.order_at, page) for page in self._plan.pages())
        steps: Iterator[tuple[str, PlannedPage | OldLine]] = merge(orphans, pages, key=itemgetter(0))
        return (step for _, step in steps)

    async def _answer(self, step: PlannedPage | OldLine) -> _Answer | _Failure | None:
        if isinstance(step, OldLine) or not self._chosen(step):
            return None
        try:
            return await self._read(step)
        except WorkerTimeout as error:
            return _Failure("extraction_timeout", str(error))
        except WorkerDied as error:
            return _Failure("extraction_died", str(error))
        except RetryLater as error:
            return _Failure("cut_off", str(error))
        except Unreadable as error:
            return _Failure("unreadable", str(error))

    async def _read(self, page: PlannedPage) -> _Answer | _Failure:
        note = page.note
        profile = as_noted(self._sites.named(page.site, note.requested_url), note.lineage)
        read = await self._reading_of(page.capture, note.requested_url, profile)
        if read is None:
            return _Failure("no_payload", "the payload of this revisit is not in the archive")
        reading, pointer = read
        outcome = refused(reading, self._forgotten) or reading.outcome
        if isinstance(outcome, Rejected):
            return _Answer(replace(outcome, found_via=note.found_via))
        held = dict(note.further)
        rest = []
        for url in reading.further_pages[:MAX_FURTHER_PAGES]:
            if url not in held:
                continue  # the crawl did not get it either
            found = self._plan.capture_of(held[url])
            further = await self._reading_of(found[0], note.requested_url, profile) if found else None
            if further is None:
                return _Failure("no_further_page", f"{url} is not in the archive")
            if isinstance(further[0].outcome, Article):
                rest.append(further[0].outcome)
        if reading.further_pages:
            outcome = await self._workers.run(read_joined, outcome, rest)
        outcome = with_reservation(outcome, note.says)
        return _Answer(replace(outcome, found_via=note.found_via, archive=pointer))

    async def _reading_of(
        self, capture: int, requested_url: str, profile: SiteProfile
    ) -> tuple[Reading, ArchivePointer] | None:
        stored = self._plan.stored(capture)
        if stored is None:
            return None
        if profile.name not in self._memories:
            self._memories[profile.name] = snapshot(self._state, profile.name)
        memory = self._memories[profile.name]
        return await self._workers.run(read_stored, stored, requested_url, profile, memory, self._store.folder)

    def _settle(self, step: PlannedPage | OldLine, answer: _Answer | _Failure | None) -> None:
        if isinstance(step, OldLine):
            self._keep(step)
            return
        self.counts.pages += 1
        if isinstance(answer, _Answer):
            self._take(step, answer.item)
            return
        if answer:
            self.counts.failed[answer.reason] += 1
            logger.info(
                "page not read site=%s url=%s reason=%s detail=%s", step.site, step.note.requested_url, answer.reason,
                answer.detail,
            )  # fmt: skip
        for line in self._plan.lines_of(step):
            self._keep(line)

    def _take(self, page: PlannedPage, item: Article | Rejected) -> None:
        outcome = self._run_of(page).settle(item)
        name = (
            outcome.reason
            if isinstance(outcome, Rejected)
            else "record"
            if isinstance(outcome, Article)
            else "unchanged"
        )
        self.counts.outcomes[name] += 1
        if isinstance(outcome, Article):
            self.counts.records += 1
            line = self._new_set.lines(page.site, "records").last
            self.comparison.add(page.site, outcome.id, outcome.version, line)

    def _keep(self, line: OldLine) -> None:
        """Have a line on record stay as it is."""
        self.counts.kept += 1
        raw = read_line(self._store.folder, line)
        kind = "records" if line.kind == "records" else "rejects"
        into = self._new_set.lines(line.site, kind)  # type: ignore[arg-type]
        into.append(raw)
        stored = StoredLine(into.path or "", 0, 0, raw)
        if kind == "records":
            self.counts.records += 1
            self.comparison.add(line.site, line.id, line.version, raw)
        turn = turn_record(self._ladder) if kind == "records" else turn_reject
        try:
            replay = turn(stored.value(), stored)
        except ValueError as error:
            logger.warning(
                "a line stays that cannot be read segment=%s offset=%d: %s", line.segment, line.offset, error
            )
            return
        self._committer.finish(replay.finished)

    def _run_of(self, page: PlannedPage) -> SiteRun:
        window = self._window or page.note.window
        key = (page.site, window)
        if key not in self._runs:
            self._runs[key] = self._new_run(page, window)
        return self._runs[key]

    def _new_run(self, page: PlannedPage, window: Window) -> SiteRun:
        records, rejects = self._new_set.lines(page.site, "records"), self._new_set.lines(page.site, "rejects")
        profile = self._sites.named(page.site, page.note.requested_url)
        context = StageContext(
            site=page.site,
            since=window.since,
            until=window.until,
            min_words=self._settings.getint("VALIDATE_MIN_WORDS"),
            duplicate_min_words=self._settings.getint("DUPLICATE_MIN_WORDS"),
            refused=profile.rights.refused(),
            catalog=self._catalog,
            forgotten=self._forgotten,
            records=records,
            rejects=rejects,
            article_line=record_line,
            reject_line=reject_line,
        )
        return SiteRun(
            profile,
            Ask(window=window),
            number=0,
            started=self._clock(),
            state=self._made,
            committer=self._committer,
            stages=stages_of(self._settings, context),
            segment_of=lambda: records.path,
            archiver=None,
            clock=self._clock,
            retries=Retries(0.0, 0.0, 0),
            look_again_s=ladder_of(profile, self._settings),
            memory=NO_MEMORY,  # pages come read
            traps=Traps(0),
            bounds=DEFAULT,
        )
