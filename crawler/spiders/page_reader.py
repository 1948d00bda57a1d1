"""Reads article pages: through soft redirects, the article for its twin, and all pages of one that has several."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from crawler.archive.exchange import Exchange
from crawler.archive.page_note import PageNote
from crawler.errors import RetryLater
from crawler.items import ArchivePointer, Article, Found, Page, Reading, Rejected, Reservation
from crawler.profiles.model import SiteProfile
from crawler.run.forgotten import refused
from crawler.run.guide import Guide
from crawler.run.run import Run
from crawler.run.site import SiteRun
from crawler.run.tasks import read_joined, read_page_by
from crawler.spiders.carrying import is_turned_away
from crawler.state.rows import DueUrl
from crawler.tdmrep import with_reservation
from crawler.urls import url_key
from pipelines.rights import bears

logger = logging.getLogger(__name__)

MAX_FURTHER_PAGES = 30  # of one article; more is a gallery or a trap
MAX_SOFT_REDIRECTS = 2
MAX_FORMS = 2  # on the way to an article: the print view of its second page
MAX_EARLIER_ADDRESSES = 3  # asked whether the article has moved from there


Kept = ArchivePointer | Exchange | None  # where the archive holds a page; or what it is to hold, if the page lets it
Fetched = tuple[Page, Kept]


@dataclass(slots=True)
class _Parts:
    """What an answer is made of: the profile that read it, the page that it is, and the article's other pages."""

    profile: SiteProfile
    pointer: ArchivePointer | None = None
    further: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page is, its own URL, where the archive holds it, and what the archive should say of it."""

    outcome: Article | Rejected
    url: str
    pointer: ArchivePointer | None
    note: PageNote


class PageReader:
    """The article pages of one site's run.

    `fetch` gives a page that belongs to one in hand (its URL, and the one that was asked for; `redirected` when that
    led there); `note_found` takes the links of a page whose site has no better source, up to `max_depth` hops.
    `reservation_for` gives what a site's tdmrep.json says of a page; it is asked where the page itself says nothing.
    """

    def __init__(
        self,
        run: Run,
        site: SiteRun,
        fetch: Callable[..., Awaitable[Fetched]],
        note_found: Callable[[tuple[Found, ...]], Awaitable[int]],
        reservation_for: Callable[[str], Awaitable[Reservation | None]],
        max_depth: int,
    ) -> None:
        self._reservation_for, self._max_depth = reservation_for, max_depth
        self._run, self._site, self._fetch, self._note_found = run, site, fetch, note_found
        self._guide: Guide | None = None

    async def read(self, page: Page, kept: Kept, due: DueUrl) -> Answer:
        """What the page is. Raises RetryLater when a part of it could not be had, and whatever a worker raises."""
        parts = _Parts(self._site.profile)
        follows = due.via == "links" and due.depth < self._max_depth
        links_depth = due.depth if follows else None
        reading, parts.pointer = await self._reading_of((page, kept), parts.profile, links_depth=links_depth)
        for _ in range(MAX_SOFT_REDIRECTS):
            if reading.refresh_url is None:
                break
            if refusal := refused(reading, self._run.forgotten):
                return self._answer(refusal, page, due, parts)
            fetched = await self._fetch(reading.refresh_url, due.url, redirected=True)
            page = fetched[0]
            reading, parts.pointer = await self._reading_of(fetched, parts.profile)
        for _ in range(MAX_FORMS):
            if not reading.article_url:
                break
            if refusal := refused(reading, self._run.forgotten):
                return self._answer(refusal, page, due, parts)
            real = await self._real_page(reading.article_url, due.url, parts.profile)
            if real is None:
                break
            page, parts.pointer, reading = real
        outcome = reading.outcome
        if isinstance(outcome, Article) and reading.further_pages:
            rest = [await self._further_page(url, due.url, parts) for url in reading.further_pages[:MAX_FURTHER_PAGES]]
            outcome = await self._run.workers.run(read_joined, outcome, [article for article in rest if article])
        if isinstance(outcome, Article):
            outcome = replace(outcome, requested_url=await self._first_address(outcome))
        says = None
        if isinstance(outcome, Article) and outcome.tdm_reservation is None:
            says = await self._reservation_for(page.url)
            outcome = with_reservation(outcome, says)
        return self._answer(outcome, page, due, parts, says)

    def _answer(
        self, outcome: Article | Rejected, page: Page, due: DueUrl, parts: _Parts, says: Reservation | None = None
    ) -> Answer:
        note = PageNote(
            outcome.requested_url, due.via, parts.profile.lineage, self._site.ask.window, tuple(parts.further), says
        )
        return Answer(outcome, page.url, parts.pointer, note)

    async def _first_address(self, article: Article) -> str:
        """The address that the article is on record under and that leads to it now; else the one it was asked for."""
        for url in self._site.earlier_addresses(article)[:MAX_EARLIER_ADDRESSES]:
            try:
                page, _ = await self._fetch(url, article.requested_url)
            except RetryLater as error:
                logger.info("an article may have moved from where nothing is to be had url=%s: %s", article.url, error)
                continue
            if url_key(page.url) == url_key(article.url):
                logger.info("article moved site=%s url=%s from=%s", self._site.profile.name, article.url, url)
                return url
        return article.requested_url

    async def _reading_of(
        self, fetched: Fetched, profile: SiteProfile, *, links_depth: int | None = None
    ) -> tuple[Reading, ArchivePointer | None]:
        """What a page says, and where the archive holds it."""
        page, kept = fetched
        if self._guide is None or self._guide.profile is not profile:
            self._guide = Guide.of(profile, self._site.memory)
        reading = await self._run.workers.read(read_page_by, self._guide.packed, page, links_depth, self._site.bounds)
        if reading.found:
            await self._note_found(reading.found)
        if isinstance(kept, Exchange):
            archiver = self._site.archiver
            kept = archiver.keep(kept) if archiver and not bears("noarchive", reading.robots) else None
        return reading, kept

    async def _real_page(
        self, url: str, requested_url: str, profile: SiteProfile
    ) -> tuple[Page, ArchivePointer | None, Reading] | None:
        """The article at `url`, which the page in hand is a twin of; None when there is none, or it cannot be had.

        The twin stands for itself then. An article is known by the address that answered, never by a page's word.
        """
        self._site.counts["twins"] += 1
        try:
            fetched = await self._fetch(url, requested_url)
        except RetryLater as error:
            logger.info("nothing to be had of the article that a page is a twin of url=%s: %s", url, error)
            return None
        page = fetched[0]
        if is_turned_away(page.status):
            raise RetryLater(f"{url} answered {page.status}")
        if url_key(page.url) != url_key(url):
            return None
        reading, pointer = await self._reading_of(fetched, profile)
        return (page, pointer, reading) if isinstance(reading.outcome, Article) else None

    async def _further_page(self, url: str, requested_url: str, parts: _Parts) -> Article | None:
        """A further page of an article; None when it turns out to be none."""
        self._site.counts["further_pages"] += 1
        fetched = await self._fetch(url, requested_url)
        if is_turned_away(fetched[0].status):
            raise RetryLater(f"{url} answered {fetched[0].status}")
        reading, pointer = await self._reading_of(fetched, parts.profile)
        if pointer:
            parts.further.append((url, pointer.record_id))
        return reading.outcome if isinstance(reading.outcome, Article) else None
