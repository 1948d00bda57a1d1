"""`newskeep fetch`: single URLs, now."""

import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.cli.crawling import Crawling, Plan
from crawler.cli.destination import opened
from crawler.cli.exits import Exit
from crawler.cli.formats import Writer
from crawler.cli.logs import Loudness
from crawler.cli.messages import say
from crawler.cli.options import FetchOptions
from crawler.cli.run_settings import settings_for
from crawler.errors import NewskeepError, ProfileError, UsageError
from crawler.items import Article, Rejected
from crawler.monitor.verdict import Ending
from crawler.profiles import load_profile, profile_for_host, profile_for_site
from crawler.profiles.model import SiteProfile
from crawler.run.ask import Ask
from crawler.run.forgotten import read_forgotten
from crawler.run.site import SiteRun
from crawler.urls import canonical_url, host_of, url_key
from pipelines.context import Outcome, Unchanged


@dataclass(slots=True)
class _Answers:
    """Writes records in the order that the URLs were asked for, each as soon as those before it are answered."""

    keys: Sequence[str]
    writer: Writer
    missing: int = 0  # URLs without a record
    _given: dict[str, Article | str] = field(default_factory=dict)
    _next: int = 0

    def on_outcome(self, outcome: Outcome) -> None:
        match outcome:
            case Rejected():
                self._give(
                    outcome.requested_url, f"{outcome.requested_url}: rejected: {outcome.reason}: {outcome.detail}"
                )
            case Unchanged(article):
                self._give(article.requested_url, article)
            case Article():
                self._give(outcome.requested_url, outcome)

    def on_failure(self, url: str, reason: str, detail: str) -> None:
        self._give(url, f"{url}: not fetched: {reason}: {detail}")

    def refuse(self, key: str, why: str) -> None:
        """Say of a URL that is not asked for why, when its turn has come."""
        self._given[key] = why
        self._write()

    def end(self) -> None:
        """Say of the URLs that were never answered that they were not."""
        for key in self.keys[self._next :]:
            self._given.setdefault(key, f"{key}: not fetched: the run was stopped")
        self._write()

    def _give(self, url: str, answer: Article | str) -> None:
        self._given[url_key(url)] = answer
        self._write()

    def _write(self) -> None:
        while self._next < len(self.keys) and (answer := self._given.pop(self.keys[self._next], None)) is not None:
            self._next += 1
            if isinstance(answer, Article):
                self.writer.article(answer)
            else:
                self.missing += 1
                say(answer)


def fetch(options: FetchOptions) -> int:
    """Fetch each URL once, write the records, and return the exit code.

    Of several URLs, one that cannot be asked for is said, and the others are. Raises UsageError and ProfileError when
    none can be, and CannotWrite.
    """
    forced = load_profile(options.site) if options.site else None
    forgotten = read_forgotten(options.output)
    targets: dict[str, str] = {}
    refused: dict[str, NewskeepError] = {}
    by_profile: dict[str, list[str]] = defaultdict(list)
    profiles: dict[str, SiteProfile] = {}
    for url in options.urls:
        try:
            key = _key_of(url)
            profile = forced or profile_for_host(host_of(url)) or profile_for_site(url)
        except (UsageError, ProfileError) as error:
            refused.setdefault(url, error)
            targets[url] = url
            continue
        if key in targets:
            continue
        targets[key] = url
        if forgotten.of_url(url):
            continue
        profiles[profile.name] = profile
        by_profile[profile.name].append(url)
    if len(refused) == len(targets):
        raise next(iter(refused.values()))
    settings = settings_for(options.settings, options.allow_networks, jobs=options.jobs, delay_s=options.delay_s)
    # No URL needs two at once: its further pages are read one after the other.
    settings.set("JOBS", min(settings.getint("JOBS"), len(targets)), priority="cmdline")
    loudness = Loudness(options.quiet, options.verbose)
    plans = [Plan(profiles[name], Ask(targets=tuple(urls), refetch=False)) for name, urls in by_profile.items()]
    with opened(options.to) as out:
        answers = _Answers(list(targets), Writer(out, options.format))
        for url, why in refused.items():
            answers.refuse(url, f"{url}: not fetched: {why}")

        def listen(site: SiteRun) -> None:
            site.heard.append(answers.on_outcome)
            site.failed.append(answers.on_failure)

        for url in options.urls:
            if tombstone := forgotten.of_url(url):
                answers.on_failure(url, "forgotten", f"{tombstone.said}; it is neither asked for nor kept")
        outcome = Crawling(settings, plans, options.output if options.keep else None, loudness, on_open=listen).run()
        answers.end()
        answers.writer.close()
    for result in outcome.results:
        # That some URL gave no record has been said of that URL.
        if result.verdict.ending in (Ending.BUSY, Ending.CANNOT_WRITE, Ending.FAULT):
            say(result.verdict.line)
    code = _exit_code(answers.missing, [result.verdict.ending for result in outcome.results], outcome.stopped_by)
    if outcome.stuck:
        sys.stdout.flush()
        os._exit(code)
    return code


def _key_of(url: str) -> str:
    try:
        canonical_url(url)
        return url_key(url)
    except (ValueError, NewskeepError) as error:
        raise UsageError(f"{url}: {error}") from error


def _exit_code(missing: int, endings: list[Ending], stopped_by: Exit | None) -> Exit:
    if stopped_by:
        return stopped_by
    for ending, code in (
        (Ending.FAULT, Exit.FAULT),
        (Ending.CANNOT_WRITE, Exit.CANNOT_WRITE),
        (Ending.BUSY, Exit.BUSY),
    ):
        if ending in endings:
            return code
    return Exit.NOTHING if missing else Exit.DONE
