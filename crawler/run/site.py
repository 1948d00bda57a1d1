"""One site's part of a run: its profile, its counts, and what becomes of each of its pages."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from crawler.dates import parse_stamp
from crawler.errors import CannotWrite
from crawler.items import Article, Rejected
from crawler.profiles.model import SiteProfile
from crawler.run.ask import Ask
from crawler.run.committer import Committer
from crawler.state import State
from crawler.state.rows import Finished, KnownRecord
from crawler.urls import belongs_to
from pipelines.context import Outcome, Stage, Unchanged
from pipelines.stages import run_stages
from pipelines.version import fingerprints

logger = logging.getLogger(__name__)

RETRY_GROWTH_MAX = 16  # doublings; far beyond every bound on the wait


class SiteRun:
    """What the components of one crawler share. `stopping` is set when no more is to be fed.

    Every page asked for gets one answer: `settle` for an article or a reject, `fail` for an error. `heard` is
    called with the answer, and `answered` with the URL that was asked for.
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
        clock: Callable[[], datetime],
        retry_s: tuple[float, float],
    ) -> None:
        self.profile, self.ask, self.number, self.started = profile, ask, number, started
        self.counts: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()  # record field to the records that fill it
        self.stopping = asyncio.Event()
        self.stop_reason: str | None = None
        self.closed = False  # nothing is taken any more: the last commit has been
        self.write_failure: CannotWrite | None = None
        self.fault: BaseException | None = None  # of our own, that no page or source is to blame for
        self.source_failures: list[str] = []  # a line for people each
        self.heard: list[Callable[[Outcome], None]] = []
        self.failed: list[Callable[[str, str, str], None]] = []  # URL, reason, detail
        self.answered: Callable[[str], None] = lambda url: None
        self._state, self._committer, self._stages = state, committer, stages
        self._segment_of, self._clock = segment_of, clock
        self._retry_s, self._retry_max_s = retry_s

    def stop(self, reason: str) -> None:
        """Feed no more; the first reason counts."""
        if not self.stopping.is_set():
            self.stop_reason = reason
            self.stopping.set()

    def admits(self, url: str) -> bool:
        """Whether a request to `url` belongs to this site: its domains, or anywhere for URLs that a person named."""
        if self.ask.targets or not self.profile.domains:
            return True
        return belongs_to(url, self.profile.domains)

    def admit_host(self, host: str) -> None:
        """Take `host` for the site's, too: its home page sent us there."""
        if self.profile.domains and not belongs_to(f"//{host}", self.profile.domains):
            self.profile = replace(self.profile, domains=(*self.profile.domains, host))

    def settle(self, item: Article | Rejected) -> Outcome:
        """Run the stages over `item` and note what became of its URL. Raises CannotWrite."""
        if self.closed:
            raise CannotWrite("the run has ended")
        try:
            outcome = run_stages(self._stages, item)
        except CannotWrite as error:
            self.write_failure = error
            self.stop("cannot_write")
            raise
        self._note(outcome)
        for listener in self.heard:
            listener(outcome)
        self.answered(item.requested_url)
        return outcome

    def fail(self, url: str, reason: str, detail: str, *, retry: bool) -> None:
        """Note that `url` gave nothing; with `retry` a later run asks again, after a delay that grows."""
        if self.closed:
            return
        self.counts[f"errors/{reason}"] += 1
        logger.info("page failed site=%s url=%s reason=%s detail=%s", self.profile.name, url, reason, detail)
        now = self._clock()
        wait_s = self._retry_s * 2 ** min(self._state.failures(url), RETRY_GROWTH_MAX)
        retry_at = now + timedelta(seconds=min(wait_s, self._retry_max_s)) if retry else None
        self._committer.finish(Finished(self.profile.name, url, url, "error", now, reason=reason, retry_at=retry_at))
        for listener in self.failed:
            listener(url, reason, detail)
        self.answered(url)

    def _note(self, outcome: Outcome) -> None:
        match outcome:
            case Article():
                self._note_record(outcome)
            case Unchanged(article):
                self.counts["unchanged"] += 1
                self._finish(article, "unchanged")
            case Rejected():
                self.counts[f"rejects/{outcome.reason}"] += 1
                kind: Literal["outside", "reject"] = "outside" if outcome.reason == "outside" else "reject"
                published = outcome.date_published[:10] if outcome.date_published else None
                self._committer.finish(
                    Finished(
                        self.profile.name,
                        outcome.requested_url,
                        outcome.url,
                        kind,
                        _moment(outcome.fetched_at),
                        reason=outcome.reason,
                        published=published,
                    )
                )

    def _note_record(self, article: Article) -> None:
        self.counts["records"] += 1
        self.counts["changed" if article.version > 1 else "new"] += 1
        for name in (field for field in article.__dataclass_fields__ if getattr(article, field) not in (None, "", ())):
            self.filled[name] += 1
        known = KnownRecord(
            article.id, article.site, article.url, article.version, article.content_hash, fingerprints(article),
            _day(article), self._segment_of(),
        )  # fmt: skip
        self._finish(article, "record", known)

    def _finish(
        self, article: Article, outcome: Literal["record", "unchanged"], record: KnownRecord | None = None
    ) -> None:
        self._committer.finish(
            Finished(
                self.profile.name,
                article.requested_url,
                article.url,
                outcome,
                _moment(article.fetched_at),
                record_id=article.id,
                record=record,
                published=_day(article),
            )
        )


def _day(article: Article) -> str | None:
    return article.date_published[:10] if article.date_published else None


def _moment(stamp: str) -> datetime:
    value = parse_stamp(stamp)
    if not isinstance(value, datetime):
        raise TypeError(f"fetched_at without a time: {stamp!r}")
    return value
