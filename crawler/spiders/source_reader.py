"""Reads sources: asks only for what may have changed, takes what they name into the state, follows where they lead."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from crawler.dates import Window
from crawler.discovery.sitemap_names import sitemaps_from
from crawler.discovery.wordpress import newest_edits
from crawler.errors import SourceChanged
from crawler.items import Found, Page, Source
from crawler.middlewares.robots import Rules
from crawler.profiles import rebase
from crawler.run.run import Run
from crawler.run.site import SiteRun
from crawler.run.tasks import read_named
from crawler.spiders.carrying import validators_of
from crawler.spiders.feeder import Feeder
from crawler.state.rows import KnownSource, Validators
from crawler.urls import host_of, origin_of

logger = logging.getLogger(__name__)

GONE = (404, 410)
NOT_MODIFIED = 304
PAGED = frozenset({"listing", "feed", "wordpress"})  # newest first, in pages
IN_A_ROW = PAGED | {"sitemap"}

# A source below another that named nothing new this often in a row is asked more seldom, and never less than daily.
IDLE_POLLS = 3
IDLE_WAIT_S = 900.0
IDLE_WAIT_MAX_S = 86400.0


class SourceReader:
    """The sources of one site's run. `rules_for` gives the robots.txt rules of a URL's origin."""

    def __init__(self, run: Run, site: SiteRun, feeder: Feeder, rules_for: Callable[[str], Awaitable[Rules]]) -> None:
        self._run, self._site, self._feeder, self._rules_for = run, site, feeder, rules_for
        self._listing_pages = run.settings.getint("LISTING_MAX_PAGES")
        self._idle_sitemaps = site.profile.bounds.idle_sitemaps or run.settings.getint("IDLE_SITEMAPS_MAX")
        self._idle_pages = site.profile.bounds.idle_pages or run.settings.getint("IDLE_PAGES_MAX")
        self._idle: dict[Source | None, int] = {}  # nothing new in a row: by a list's first page, None for sitemaps
        self._guesses: set[str] = set()  # sitemaps that nobody named
        self._firsts: dict[Source, Source] = {}  # a further page of a list to the list's first page

    def validators(self, source: Source) -> Validators | None:
        """What to ask for `source` with; None when it need not be asked for at all, and is done with."""
        known = self._known(source)
        if known is None:
            return Validators()
        if self._is_fresh(source, known):
            self._site.counts["sources_skipped"] += 1
            self._feeder.add_sources(known.further)
            return None
        return known.validators

    async def read(self, page: Page, source: Source) -> None:
        """Take in what a source answered. Raises SourceChanged and whatever a worker raises."""
        counts = self._site.counts
        counts["sources"] += 1
        self._ask_for_edits(source)
        if source.kind == "site":
            self._site.admit_host(host_of(page.url))
            await self.add_sitemaps(page.url)
        if page.status == NOT_MODIFIED and (known := self._known(source)):
            counts["sources_unchanged"] += 1
            await self._note_poll(source, known.validators, known.further, idle=True)
            if source.kind not in PAGED or not self._is_complete(source):
                self._lead_on(source, known.further)
            return
        if page.status in GONE and (source.depth or source.url in self._guesses):
            self._note_end(source)  # past the last page of a list, or no sitemap of that name: no news to anybody
            return
        if page.status >= 400:
            raise SourceChanged(f"answered {page.status}")
        await self._read_whole(page, source)

    def _ask_for_edits(self, source: Source) -> None:
        """Of a list of posts that is known to its end, read also what was edited last: old posts are edited, too."""
        if source.kind == "wordpress" and self._is_complete(source) and (edits := newest_edits(source)):
            self._firsts[edits] = source
            self._feeder.add_sources((edits,))

    async def add_sitemaps(self, home_url: str) -> None:
        """Read the sitemaps that robots.txt names, else those that sites commonly have."""
        named = (await self._rules_for(home_url)).robots.sitemaps
        sitemaps = sitemaps_from(named, origin_of(home_url))
        if not named:
            self._guesses.update(source.url for source in sitemaps)
        self._feeder.add_sources(sitemaps)

    async def note_found(self, found: tuple[Found, ...]) -> int:
        """Take `found` into the state; how many of them are due by it."""
        site, add = self._site, self._run.state.urls.add_found
        found = tuple(one for one in found if not self._run.forgotten.of_url(one.url))  # the state forgot them, too
        named, due = await asyncio.to_thread(add, site.profile.name, found, self._run.clock(), site.started)
        site.counts["found"] += named
        site.counts["due"] += due
        return due

    async def _read_whole(self, page: Page, source: Source) -> None:
        profile, window = self._site.profile, self._site.ask.window
        reading = await self._run.workers.read(read_named, source, page, profile, window, self._site.bounds)
        if reading.profile and reading.profile not in profile.lineage:
            logger.info("site=%s is a %s site", profile.name, reading.profile)
            self._site.profile = rebase(profile, reading.profile)
        new = await self.note_found(reading.found)
        self._site.traps.not_followed(reading.left, source.depth)
        logger.info(
            "source read site=%s kind=%s url=%s found=%d new=%d", profile.name, source.kind, source.url,
            len(reading.found), new,
        )  # fmt: skip
        if window == Window():  # what was read with a part left out must be read again without
            await self._note_poll(source, validators_of(page), reading.further, idle=not new)
        if self._ends_here(source, new):
            return
        # Newest first, so the first page without anything new ends the list, once it was read to its end.
        if source.kind not in PAGED or new or self._site.ask.refetch or not self._is_complete(source):
            self._lead_on(source, reading.further)

    def _ends_here(self, source: Source, new: int) -> bool:
        """Whether this was one of too many in a row that named nothing new: sitemaps of the site, pages of one list."""
        if source.kind not in IN_A_ROW or self._site.ask.refetch:  # a refetch made all due that it knows
            return False
        if new:
            self._idle.pop(self._row_of(source), None)
            return False
        self._site.nothing_from(source.url)
        is_sitemap = source.kind == "sitemap"
        most = self._idle_sitemaps if is_sitemap else self._idle_pages
        if is_sitemap and not source.depth:  # an index, that names no articles
            return False
        row = self._row_of(source)
        self._idle[row] = self._idle.get(row, 0) + 1
        if self._idle[row] != most:
            return self._idle[row] > most
        self._site.traps.list_ended("sitemaps" if is_sitemap else f"pages of a {source.kind}", most, source.url)
        if is_sitemap:
            self._feeder.drop_sources("sitemap")
        return True

    def _row_of(self, source: Source) -> Source | None:
        return None if source.kind == "sitemap" else self._firsts.get(source, source)

    def _lead_on(self, source: Source, further: tuple[Source, ...]) -> None:
        if source.kind in PAGED:
            first = self._firsts.get(source, source)
            self._firsts.update(dict.fromkeys(further, first))
            if all(one.depth > self._listing_pages for one in further):  # none, or more than we ever read
                self._note_end(source)
        self._feeder.add_sources(further)

    def _note_end(self, source: Source) -> None:
        """A list was read to its last page: from now on its new pages are enough."""
        if source.kind in PAGED and self._site.ask.window == Window():
            self._run.state.sources.note_complete(self._site.profile.name, self._firsts.get(source, source))

    def _is_complete(self, source: Source) -> bool:
        first = self._known(self._firsts.get(source, source))
        return first is not None and first.is_complete

    def _is_fresh(self, source: Source, known: KnownSource) -> bool:
        """Whether `source` need not be asked for: its parent says that it is as it was, or it has long been idle."""
        if source.modified is not None:
            return source.modified == known.source.modified
        if source.depth == 0 or source.kind in PAGED or known.idle_polls < IDLE_POLLS:
            return False
        wait_s = min(IDLE_WAIT_S * 2 ** (known.idle_polls - IDLE_POLLS), IDLE_WAIT_MAX_S)
        return self._run.clock() < known.polled_at + timedelta(seconds=wait_s)

    def _known(self, source: Source) -> KnownSource | None:
        """What earlier runs know of `source`; the home page is always read anew, for it tells the kind of the site."""
        if source.kind == "site" or self._site.ask.refetch:
            return None
        return self._run.state.sources.get(self._site.profile.name, source)

    async def _note_poll(
        self, source: Source, validators: Validators, further: tuple[Source, ...], *, idle: bool
    ) -> None:
        now, note = self._run.clock(), self._run.state.sources.note_poll
        await asyncio.to_thread(note, self._site.profile.name, source, now, validators, further, idle=idle)
