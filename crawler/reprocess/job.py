"""One reprocess, from the archive to the records of a store."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.archive.holdings import Holdings, WarcFile
from crawler.dates import Window
from crawler.reprocess.comparing import Difference
from crawler.reprocess.new_set import NewSet
from crawler.reprocess.plan import Plan, PlannedPage
from crawler.reprocess.redo import Counts, Redo
from crawler.reprocess.scratch import scratch_folder
from crawler.reprocess.sites import Sites
from crawler.reprocess.survey import ArchiveSurvey, survey_lines
from crawler.run.forgotten import read_forgotten
from crawler.run.locks import SiteLock
from crawler.run.mending import mend
from crawler.run.store import Store
from crawler.run.swap import LINES, Swap, finish, mend_swap, place
from crawler.state import State
from crawler.state.replacing import replace_sites
from crawler.state.rows import Segment


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be made again. `archives` are of others; none: the store's own archive, of the sites `own`."""

    folder: Path
    sites: Sites
    own: tuple[str, ...] = ()
    archives: tuple[Path, ...] = ()
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `swapped` are the sites whose files are new; `files` are those, relative to the store."""

    counts: Counts
    difference: Difference
    swapped: tuple[str, ...]
    files: tuple[str, ...]


class Job:
    """Does a task, once. `say` takes lines for people; `progress` is called with the counts, now and then with `total`.

    Raises SiteBusy, CannotWrite and NoWorkers; what is on record is as it was then.
    """

    def __init__(
        self, task: Task, settings: BaseSettings, clock: Callable[[], datetime], say: Callable[[str], None]
    ) -> None:
        self._task, self._settings, self._clock, self._say = task, settings, clock, say
        self.total: int | None = None  # pages, once it is known
        self.counts = Counts()

    async def run(self) -> Outcome:
        """Do it."""
        task = self._task
        store = Store(task.folder)
        with ExitStack() as stack:
            scratch = stack.enter_context(scratch_folder(store.folder))
            state = State(store.state_path)
            stack.callback(state.close)
            plan = Plan(scratch / "plan.sqlite")
            stack.callback(plan.close)
            if not task.archives:
                self._take_sites(stack, store, state, task.own)
            ArchiveSurvey(plan, task.sites, read_forgotten(store.folder), self._say).add(self._files(store))
            sites = task.own
            if task.archives:
                sites = tuple(plan.sites())
                self._take_sites(stack, store, state, sites)
            old = {site: [one for one in state.segments.of(site) if one.kind in LINES] for site in sites}
            survey_lines(plan, store.folder, [one for site in sites for one in old[site]])
            plan.ready()
            self.total = plan.count_pages()
            stack.callback(self._remove_new, store, state, sites)
            return await self._redo(store, state, plan, scratch, old)

    async def _redo(
        self, store: Store, state: State, plan: Plan, scratch: Path, old: dict[str, list[Segment]]
    ) -> Outcome:
        made = State(scratch / "state.sqlite")
        new_set = NewSet(store, self._settings.getint("SEGMENT_ROTATE_BYTES"), self._clock)
        try:
            window = self._task.window if self._task.archives else None
            redo = Redo(
                self._settings, store, plan, self._task.sites, new_set, made, state, window, self._chooser(plan, state),
                self._clock,
            )  # fmt: skip
            self.counts = redo.counts
            await redo.run()
            new_set.make_durable()
        finally:
            made.close()
        changed = [site for site in old if not new_set.is_as_before(site, old[site])]
        swaps = self._swap(store, new_set, scratch / "state.sqlite", changed, old)
        files = tuple(path for swap in swaps for path in swap.new)
        return Outcome(redo.counts, redo.comparison.end(), tuple(changed), files)

    def _swap(
        self, store: Store, new_set: NewSet, made: Path, sites: Sequence[str], old: dict[str, list[Segment]]
    ) -> list[Swap]:
        new = {site: [one for kind in LINES for one in new_set.lines(site, kind).segments()] for site in sites}
        swaps = [
            Swap(site, tuple(one.path for one in new[site]), tuple(one.path for one in old[site])) for site in sites
        ]
        if swaps:
            place(store, swaps)
            segments = [one for site in sites for one in new[site]]
            replace_sites(store.state_path, made, sites, segments, self._clock())
            finish(store, swaps)
        return swaps

    def _take_sites(self, stack: ExitStack, store: Store, state: State, sites: Sequence[str]) -> None:
        for site in sites:
            stack.callback(SiteLock(store.lock_path(site), site, self._clock()).release)
            mend(store, state, site)

    def _files(self, store: Store) -> list[WarcFile]:
        if self._task.archives:
            return [file for path in self._task.archives for file in Holdings(path.absolute()).files()]
        holdings = Holdings(store.folder / "archive")
        return [file for site in self._task.own for file in holdings.files(site)]

    def _chooser(self, plan: Plan, state: State) -> Callable[[PlannedPage], bool]:
        """Of the store's own pages, those are read again that were published in the window, as far as is known."""
        window = self._task.window
        if window is None or self._task.archives:
            return lambda page: True

        def chosen(page: PlannedPage) -> bool:
            days = [line.published for line in plan.lines_of(page) if line.published]
            if not days and (known := state.record(state.id_of(page.note.requested_url) or "")):
                days = [known.published] if known.published else []
            since, until = str(window.since or "0000"), str(window.until or "9999")
            return not days or any(since <= day <= until for day in days)

        return chosen

    def _remove_new(self, store: Store, state: State, sites: Sequence[str]) -> None:
        """What is left when it was not swapped in, or not to its end."""
        for site in sites:
            for line in mend_swap(store, site, {one.path for one in state.segments.of(site)}):
                self._say(f"{site}: {line}")
