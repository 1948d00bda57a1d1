"""The feeder: decides what is asked for next, and when there is nothing more to ask.

Sources say what there is; the state says what of it is due, newest first. Only a few pages are in hand at a time, so
a site that must wait fills no queue, and a stop costs little.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from crawler.items import Source, SourceKind
from crawler.run.site import SiteRun
from crawler.state import State
from crawler.state.rows import DueUrl
from crawler.urls import url_key


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """`pages` and `sources` in hand at once; `depth` and `listing_pages` bound how far sources lead."""

    pages: int
    sources: int
    depth: int
    listing_pages: int


class Feeder:
    """Gives out sources and due pages until both are used up or the site is stopped.

    Whoever takes one must answer: `source_done` for a source, `page_done` for a page.
    """

    def __init__(self, site: SiteRun, state: State, limits: FeedLimits) -> None:
        self._site, self._state, self._limits = site, state, limits
        self._sources: deque[Source] = deque()
        self._last_resort: deque[Source] = deque()
        self._seen_sources: set[tuple[str, str]] = set()
        self._claimed: deque[DueUrl] = deque()
        self._sources_in_hand = 0
        self._changed = asyncio.Event()

    def add_sources(self, sources: tuple[Source, ...]) -> None:
        """Read these, too, each once a run; links only when no other kind of source has named an article."""
        for source in sources:
            key = (source.kind, url_key(source.url))
            pages = (
                self._limits.listing_pages if source.kind in ("listing", "wordpress", "feed") else self._limits.depth
            )
            if key in self._seen_sources or source.depth > pages:
                continue
            self._seen_sources.add(key)
            asked_for = source in self._site.profile.sources
            (self._sources if source.kind != "links" or asked_for else self._last_resort).append(source)
        self._changed.set()

    def drop_sources(self, kind: SourceKind) -> None:
        """Read no more of `kind`."""
        self._sources = deque(source for source in self._sources if source.kind != kind)

    def source_done(self) -> None:
        """A source that was given out has been read, or has failed."""
        self._sources_in_hand -= 1
        self._changed.set()

    def page_done(self, url: str) -> None:
        """The page of a URL that was given out has its answer."""
        self._changed.set()

    async def feed(self) -> AsyncIterator[Source | DueUrl]:
        """What to ask for next, when there is room for it. Ends when all is answered, or the site is stopped."""
        stopped = asyncio.create_task(self._site.stopping.wait())
        stopped.add_done_callback(lambda _: self._changed.set())
        try:
            while not self._site.stopping.is_set():
                self._changed.clear()
                if (source := self._next_source()) is not None:
                    self._sources_in_hand += 1
                    yield source
                elif (page := await self._next_page()) is not None:
                    self._site.in_hand[page.key] = page
                    yield page
                elif self._changed.is_set():
                    continue  # something was answered while the state was asked, and may have brought more
                elif self._is_idle():
                    if not self._fall_back():
                        return
                else:
                    await self._changed.wait()
        finally:
            stopped.cancel()

    def _next_source(self) -> Source | None:
        full = self._sources_in_hand >= self._limits.sources or self._has_enough()
        return None if full or not self._sources else self._sources.popleft()

    async def _next_page(self) -> DueUrl | None:
        room = min(self._limits.pages, self._wanted()) - len(self._site.in_hand)
        if room <= 0 or self._site.ask.dry_run:
            return None
        # Claimed by the handful: a write for every page would cost more than the page's own commit.
        if not self._claimed and (room * 2 >= self._limits.pages or not self._site.in_hand):
            self._claimed.extend(await asyncio.to_thread(self._claim, room))
        return self._claimed.popleft() if self._claimed else None

    def _claim(self, count: int) -> list[DueUrl]:
        site = self._site
        # What was due when the run began: a page that fails in this run is for a later one, however short its wait is.
        return self._state.urls.claim(site.profile.name, site.number, count, site.started, site.ask.window)

    def _wanted(self) -> int:
        """Pages that may still be answered, or more than is ever in hand."""
        ask, counts = self._site.ask, self._site.counts
        bounds = []
        if ask.limit is not None:
            bounds.append(ask.limit - counts["records"])
        if ask.pages is not None:
            bounds.append(ask.pages - (counts["asked"] - len(self._site.in_hand)))
        return min(bounds, default=self._limits.pages)

    def _has_enough(self) -> bool:
        """Whether what is due already will do: with a bound, a site's whole past need not be listed."""
        if self._site.ask.limit is None and self._site.ask.pages is None:
            return False
        if self._wanted() <= 0:
            return True
        missing = 2 * self._wanted() - len(self._claimed) - len(self._site.in_hand)
        return self._state.urls.has_due(self._site.profile.name, missing, self._site.started, self._site.ask.window)

    def _is_idle(self) -> bool:
        return not self._sources_in_hand and not self._site.in_hand

    def _fall_back(self) -> bool:
        """Turn to the links, when nothing else led to an article; whether there is anything to turn to."""
        counts = self._site.counts
        if self._wanted() <= 0 or (counts["found"] and not counts["links"]):
            return False
        if counts["sources_unchanged"] + counts["sources_skipped"] and not self._has_resorted():
            return False  # they have nothing new to say, which is not nothing
        self._sources, self._last_resort = self._last_resort, deque()
        counts["links"] += len(self._sources)
        return bool(self._sources)

    def _has_resorted(self) -> bool:
        """Whether this run or one before it had to turn to the links."""
        name, known = self._site.profile.name, self._state.sources
        return bool(self._site.counts["links"]) or any(known.get(name, source) for source in self._last_resort)
