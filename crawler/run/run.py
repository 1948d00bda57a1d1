"""The Run: what all sites of one process share, and what opens and closes for each of them."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler.bounds import Bounds
from crawler.errors import CannotWrite
from crawler.profiles.model import SiteProfile
from crawler.record import record_line, reject_line
from crawler.run.addresses import BOOK
from crawler.run.ask import Ask
from crawler.run.committer import Committer
from crawler.run.flight import Flight
from crawler.run.forgotten import Forgotten, read_forgotten
from crawler.run.locks import SiteLock
from crawler.run.look_again import ladder_of
from crawler.run.mending import mend
from crawler.run.retries import Retries
from crawler.run.site import SiteRun
from crawler.run.site_files import SiteFiles
from crawler.run.site_memory import snapshot
from crawler.run.store import Store
from crawler.run.traps import Traps
from crawler.run.workers import WorkerPool
from crawler.state import State
from crawler.urls import canonical_url
from pipelines.context import Stage, StageContext


@dataclass(frozen=True, slots=True)
class _Opened:
    lock: SiteLock | None
    files: SiteFiles


class Run:
    """One a process: the store, the state, the workers, the committer, and the sites that are open.

    `folder` None leaves nothing on disk: one-off fetches and dry runs. A dry run is given `known`, the state of a
    store, which it reads a copy of. To be made inside a running event loop.

    Raises CannotWrite, also when less than DISK_FREE_MIN_BYTES are free; when that is found later, its sites stop.
    Raises UsageError when the store's tombstones cannot be read.
    """

    def __init__(
        self, settings: BaseSettings, folder: Path | None, clock: Callable[[], datetime], known: Path | None = None
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.store = Store(folder) if folder else None
        self._require_room()
        home = folder or (known.parent if known else None)
        self.forgotten = read_forgotten(home) if home else Forgotten()
        self.state = State(self.store.state_path if self.store else None, copy_of=known)
        self.committer = Committer(self.state, settings.getfloat("COMMIT_EVERY_S"), self._require_room)
        self.committer.failure.add_done_callback(lambda done: self._cannot_write(done.result()))
        self.workers = WorkerPool(
            settings.getint("JOBS"), settings.getfloat("WORKER_TIMEOUT_S"), settings.getint("WORKER_MAX_BYTES")
        )
        self.flight = Flight(settings.getint("FLIGHT_MAX_BYTES"))
        self.sites: dict[str, SiteRun] = {}
        self._opened: dict[str, _Opened] = {}
        for network in settings.getlist("ALLOW_NETWORKS"):
            BOOK.allow_everywhere(network)
        self.committer.start()

    def open_site(self, profile: SiteProfile, ask: Ask) -> SiteRun:
        """Lock the site, mend what an earlier run left, and make what its crawler works with.

        Raises SiteBusy and CannotWrite; nothing of the site is open then.
        """
        now = self.clock()
        lock = SiteLock(self.store.lock_path(profile.name), profile.name, now) if self.store else None
        try:
            if self.store:
                mend(self.store, self.state, profile.name)
            number = self.state.runs.begin(profile.name, os.getpid(), now)
            self.state.urls.free(profile.name)
            self.state.urls.make_due(profile.name, now, ask.window, everything=ask.refetch)
        except BaseException:
            if lock:
                lock.release()
            raise
        self._allow(profile, ask)
        files = SiteFiles(self.settings, self.store, self.state, self.committer, profile, self.clock)
        context = StageContext(
            site=profile.name,
            since=ask.window.since,
            until=ask.window.until,
            min_words=self.settings.getint("VALIDATE_MIN_WORDS"),
            duplicate_min_words=self.settings.getint("DUPLICATE_MIN_WORDS"),
            refused=profile.rights.refused(),
            catalog=self.state,
            forgotten=self.forgotten,
            records=files.records,
            rejects=files.rejects,
            article_line=record_line,
            reject_line=reject_line,
        )
        site = SiteRun(
            profile,
            ask,
            number=number,
            started=now,
            state=self.state,
            committer=self.committer,
            stages=stages_of(self.settings, context),
            segment_of=lambda: files.records.path,
            archiver=files.archiver,
            clock=self.clock,
            retries=Retries(
                self.settings.getfloat("ERROR_RETRY_S"),
                self.settings.getfloat("ERROR_RETRY_MAX_S"),
                self.settings.getint("ERROR_RETRY_TIMES"),
            ),
            look_again_s=ladder_of(profile, self.settings),
            memory=snapshot(self.state, profile.name),
            traps=Traps(profile.bounds.fruitless or self.settings.getint("FRUITLESS_MAX")),
            bounds=bounds_of(profile, self.settings),
        )
        self.sites[profile.name] = site
        self._opened[profile.name] = _Opened(lock, files)
        return site

    async def close_site(self, site: SiteRun, exit_code: int) -> list[str]:
        """Commit and close the site's segments and free its lock; the files written, relative to the store.

        Raises CannotWrite when the last commit fails; the lock is free all the same.
        """
        opened = self._opened.pop(site.profile.name)
        try:
            written = await opened.files.close()
            if learned := snapshot(self.state, site.profile.name).keys - site.memory.keys:
                site.counts["learned"] = len(learned)
            self.state.runs.end(site.number, self.clock(), exit_code, site.counts)
        finally:
            if opened.lock:
                opened.lock.release()
        return written

    async def close(self) -> None:
        """End workers, committer and state. Raises CannotWrite when the last commit fails."""
        await self.workers.close()
        try:
            await self.committer.close()
        finally:
            self.state.close()

    def _require_room(self) -> None:
        if self.store:
            self.store.require_room(self.settings.getint("DISK_FREE_MIN_BYTES"))

    def _cannot_write(self, error: CannotWrite) -> None:
        for site in self.sites.values():
            site.cannot_write(error)

    def _allow(self, profile: SiteProfile, ask: Ask) -> None:
        for domain in profile.domains:
            BOOK.allow(profile.name, domain, profile.network.allow, profile.network.ports)
        for url in (*(source.url for source in profile.sources), *ask.targets):
            with suppress(ValueError):  # what is no URL is not asked for
                parts = urlsplit(canonical_url(url))
                if parts.hostname and parts.port:
                    BOOK.allow_port(parts.hostname, parts.port)


def bounds_of(profile: SiteProfile, settings: BaseSettings) -> Bounds:
    """How much a worker reads of one answer of the site."""
    return Bounds(
        body_bytes=settings.getint("BODY_MAX_BYTES"),
        sitemap_bytes=settings.getint("SITEMAP_MAX_BYTES"),
        html_bytes=settings.getint("HTML_MAX_BYTES"),
        links=profile.bounds.links or settings.getint("LINKS_MAX"),
        sitemap_depth=profile.bounds.sitemap_depth or settings.getint("SITEMAP_MAX_DEPTH"),
        large_bytes=settings.getint("LARGE_BODY_BYTES"),
    )


def stages_of(settings: BaseSettings, context: StageContext) -> list[Stage]:
    """The stages that the settings list, each made from `context`."""
    stages = []
    for path in settings.getlist("STAGES"):
        module, _, name = path.rpartition(".")
        stages.append(cast("Stage", getattr(import_module(module), name).from_context(context)))
    return stages
