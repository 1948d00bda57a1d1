"""One site's part of a run: its profile, its counts, and what becomes of each of its pages."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from crawler.archive.page_note import PageNote
from crawler.bounds import Bounds
from crawler.errors import CannotWrite
from crawler.extract.memory import SiteMemory
from crawler.items import ArchivePointer, Article, Rejected
from crawler.profiles.model import SiteProfile
from crawler.record import FIELDS
from crawler.run.archiver import Archiver
from crawler.run.ask import Ask
from crawler.run.committer import Committer
from crawler.run.look_again import next_look
from crawler.run.moments import moment_of, published_at, published_day
from crawler.run.retries import Retries
from crawler.run.site_memory import counted_lines
from crawler.run.traps import NOT_ASKED, Traps
from crawler.state import State
from crawler.state.rows import DueUrl, Finished, KnownRecord, Validators
from crawler.urls import belongs_to, url_key
from pipelines.context import Outcome, Stage, Unchanged
from pipelines.stages import run_stages
from pipelines.version import PLACES, fingerprints, kept

logger = logging.getLogger(__name__)

# An article on record whose page answers so, or is one of these now, has been taken off its site.
VANISHED_STATUSES = frozenset({404, 410})
VANISHED = frozenset({"home_page", "soft_404"})
# And of these it cannot be said what their page is: it is looked at again, as an article is.
PASSING = frozenset({"challenge", "maintenance", "server_error"})


class SiteRun:
    """What the components of one crawler share. `stopping` is set when no more is to be fed.

    Every page asked for gets one answer: `settle` for an article or a reject, `unmodified` for a 304, `fail` for an
    error. `heard` is called with the outcome, `failed` with URL, reason and detail of an error, and `answered` with
    the URL that was asked for.
    """

    def __init__(
        self,
        profile: SiteProfile,
        ask: Ask,
        number: int,
        started: datetime,
        state: State,
        committer: Committer,
        stages: list[Stage],
        segment_of: Callable[[], str | None],
        archiver: Archiver | None,
        clock: Callable[[], datetime],
        retries: Retries,
        look_again_s: tuple[float, ...],
        memory: SiteMemory,
        traps: Traps,
        bounds: Bounds,
    ) -> None:
        self.profile, self.ask, self.number, self.started = profile, ask, number, started
        self.archiver, self.memory, self.traps, self.bounds = archiver, memory, traps, bounds
        self.counts: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()  # record field to the records that fill it
        self.in_hand: dict[str, DueUrl] = {}  # by key: asked for and not answered yet
        self._notes: dict[str, tuple[str, ArchivePointer, PageNote]] = {}  # of pages that are about to be settled
        self._segments: set[str | None] = set()  # that records of this run lie in
        self.stopping = asyncio.Event()
        self.stop_reason: str | None = None
        self.closed = False  # nothing is taken any more: the last commit has been
        self.write_failure: CannotWrite | None = None
        self.fault: BaseException | None = None  # of our own, that no page or source is to blame for
        self.source_failures: list[str] = []  # a line for people each
        self.heard: list[Callable[[Outcome], None]] = []
        self.failed: list[Callable[[str, str, str], None]] = []
        self.answered: Callable[[str], None] = lambda url: None
        self._state, self._committer, self._stages = state, committer, stages
        self._segment_of, self._clock = segment_of, clock
        self._retries, self._look_again_s = retries, look_again_s

    def stop(self, reason: str) -> None:
        """Feed no more; the first reason counts."""
        if not self.stopping.is_set():
            self.stop_reason = reason
            self.stopping.set()

    def cannot_write(self, error: CannotWrite) -> None:
        """Stop for good: what cannot be kept must not be fetched."""
        self.write_failure = self.write_failure or error
        self.stop("cannot_write")

    def admits(self, url: str) -> bool:
        """Whether a request to `url` belongs to this site: its domains, or anywhere for URLs that a person named."""
        if self.ask.targets or not self.profile.domains:
            return True
        return belongs_to(url, self.profile.domains)

    def admit_host(self, host: str) -> None:
        """Take `host` for the site's, too: its home page sent us there."""
        if self.profile.domains and not belongs_to(f"//{host}", self.profile.domains):
            self.profile = replace(self.profile, domains=(*self.profile.domains, host))

    def will_note(self, url: str, pointer: ArchivePointer, note: PageNote) -> None:
        """Have the archive say of the page of `url` at `pointer` what `note` says, as soon as it is settled."""
        self._notes[url_key(note.requested_url)] = (url, pointer, note)

    def earlier_addresses(self, article: Article) -> list[str]:
        """Where earlier runs met what may be `article`, when its own address is new: the same text, or title and date.

        Whether it moved from there, only those addresses can tell.
        """
        if self._state.id_of(article.url) or self._state.id_of(article.requested_url):
            return []
        alike = self._state.records_with(article.content_hash)
        if day := published_day(article.date_published):
            prints, title = fingerprints(article), PLACES["title"]
            same_title = self._state.records.of_day(self.profile.name, day, title.start, prints[title])
            alike += [one for one in same_title if kept(one.prints, prints, ("date_published",))]
        # What this run met was there just now, under its own address: it is a copy, and has not moved.
        urls = [one.url for one in alike if one.site == self.profile.name and one.segment not in self._segments]
        return list(dict.fromkeys(urls))

    def asked_under(self, due: DueUrl, url: str) -> None:
        """The page of `due`, which is in hand, is taken for the answer to `url`, an older address of the article."""
        self.in_hand.pop(due.key, None)
        self.in_hand[url_key(url)] = due

    def settle(self, item: Article | Rejected) -> Outcome:
        """Run the stages over `item` and note what became of its URL. Raises CannotWrite.

        What the server gave to ask again with is taken from the URL in hand.
        """
        if self.closed:
            raise CannotWrite("the run has ended")
        try:
            self._note_page(item)
            outcome = run_stages(self._stages, item)
        except CannotWrite as error:
            self.cannot_write(error)
            raise
        match outcome:
            case Article():
                self.traps.fruit()
                self._note_record(outcome)
            case Unchanged(article):
                self._note_known(item.requested_url)
                self.counts["unchanged"] += 1
                self._note_article(article, "unchanged", self._moved(article))
            case Rejected():
                self._note_reject(outcome)
        for listener in self.heard:
            listener(outcome)
        self._answer(item.requested_url)
        return outcome

    def unmodified(self, due: DueUrl, url: str, fetched_at: datetime) -> None:
        """Note that the server says that `due`, which it answered at `url`, is as it was (304)."""
        self.traps.fruit()
        self.counts["unchanged"] += 1
        self.counts["not_modified"] += 1
        due_at = next_look(due.base or fetched_at, fetched_at, self._look_again_s)
        self._committer.finish(
            Finished(
                self.profile.name, due.url, url, "unchanged", fetched_at, status=304, due_at=due_at,
                record_id=due.record_id,
            )
        )  # fmt: skip
        self._answer(due.url)

    def fail(self, url: str, reason: str, detail: str, *, retry: bool) -> None:
        """Note that `url` gave nothing; with `retry` a later run asks again, as `retries` have it."""
        if self.closed:
            return
        if self.write_failure or reason == "stopped":
            # The run's own end, not the page's: it stays in hand, and so is free for the next run.
            self.answered(url)
            return
        self.counts[f"errors/{reason}"] += 1
        if reason not in NOT_ASKED:
            self.nothing_from(url)
        logger.info("page failed site=%s url=%s reason=%s detail=%s", self.profile.name, url, reason, detail)
        now = self._clock()
        due_at = self._retries.due_at(self._state.urls.failures(url), now, self.started) if retry else None
        self.counts["given_up"] += due_at is None
        self._committer.finish(Finished(self.profile.name, url, url, "error", now, reason=reason, due_at=due_at))
        for listener in self.failed:
            listener(url, reason, detail)
        self._answer(url)

    def _note_page(self, item: Article | Rejected) -> None:
        """Before the stages see the item, so that the notes stand in the order in which they did."""
        noted = self._notes.pop(url_key(item.requested_url), None)
        if noted and self.archiver:
            self.archiver.note(*noted, self._clock())

    def nothing_from(self, url: str) -> None:
        """The request for `url` gave nothing: with too many of these in a row the site's run is at its end."""
        if not self.ask.targets and self.traps.nothing(url):  # what a person named is no trap
            logger.warning("too many requests in a row gave nothing new, the site is left site=%s", self.profile.name)
            self.stop("fruitless")

    def _note_known(self, url: str) -> None:
        """An article is as it was: a look again has its answer, a new address of it is none."""
        due = self.in_hand.get(url_key(url))
        if due is None or due.record_id is not None:
            self.traps.fruit()
        else:
            self.nothing_from(url)

    def _answer(self, url: str) -> None:
        self.in_hand.pop(url_key(url), None)
        self.answered(url)

    def _note_record(self, article: Article) -> None:
        self.counts["records"] += 1
        self.counts["changed" if article.version > 1 else "new"] += 1
        for name in (field for field in FIELDS if getattr(article, field) not in (None, "", ())):
            self.filled[name] += 1
        known = KnownRecord(
            article.id, article.site, article.url, article.version, article.content_hash, fingerprints(article),
            published_day(article.date_published), self._segment_of(), article.signature, article.duplicate_of,
        )  # fmt: skip
        self._segments.add(known.segment)
        self._note_article(article, "record", known)

    def _moved(self, article: Article) -> KnownRecord | None:
        """The record of `article` with its new address; None when it is where it was."""
        known = self._state.record(article.id)
        return replace(known, url=article.url) if known and url_key(known.url) != url_key(article.url) else None

    def _note_article(
        self,
        article: Article,
        outcome: Literal["record", "unchanged"],
        record: KnownRecord | None = None,
    ) -> None:
        fetched_at = moment_of(article.fetched_at)
        due = self.in_hand.get(url_key(article.requested_url))
        base = published_at(article.date_published) or (due and due.base) or fetched_at
        validators = due.validators if due else Validators()
        asked = self._asked_address(article, fetched_at)
        self._committer.finish(
            Finished(
                self.profile.name, asked, article.url, outcome, fetched_at,
                status=article.status, record_id=article.id, record=record,
                published=published_day(article.date_published),
                due_at=next_look(base, fetched_at, self._look_again_s), validators=validators,
                lines=counted_lines(article) if outcome == "record" else (),
            )
        )  # fmt: skip

    def _asked_address(self, article: Article, fetched_at: datetime) -> str:
        """The address that leads to `article` from now on: the one asked for, unless that was another article's.

        The other one has vanished, then: its page leads elsewhere.
        """
        asked = article.requested_url
        was = self._state.id_of(asked)
        if was is None or was == article.id:
            return asked
        gone = self._is_at(was, asked)
        self.counts["gone"] += gone
        name = self.profile.name
        self._committer.finish(Finished(name, asked, asked, "reject", fetched_at, reason="leads_elsewhere", gone=gone))
        return article.url

    def _is_at(self, id: str, *urls: str) -> bool:  # noqa: A002 - the field's name
        """Whether one of `urls` is the address of the article, and not only one that once led to it."""
        known = self._state.record(id)
        return known is not None and url_key(known.url) in map(url_key, urls)

    def _note_reject(self, reject: Rejected) -> None:
        self.counts[f"rejects/{reject.reason}"] += 1
        if reject.reason != "outside":  # an article all the same, only of another time
            self.nothing_from(reject.url)
        outcome: Literal["outside", "reject"] = "outside" if reject.reason == "outside" else "reject"
        vanished = reject.status in VANISHED_STATUSES or reject.reason in VANISHED
        was = self._state.id_of(reject.requested_url) if vanished else None
        gone = was is not None and self._is_at(was, reject.requested_url, reject.url)
        self.counts["gone"] += gone
        fetched_at = moment_of(reject.fetched_at)
        due = self.in_hand.get(url_key(reject.requested_url))
        base = (due and due.base) or fetched_at
        self._committer.finish(
            Finished(
                self.profile.name, reject.requested_url, reject.url, outcome, fetched_at,
                status=reject.status, reason=reject.reason, gone=gone,
                published=published_day(reject.date_published), alias_of=reject.duplicate_of,
                due_at=next_look(base, fetched_at, self._look_again_s) if reject.reason in PASSING else None,
            )
        )  # fmt: skip
