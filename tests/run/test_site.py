import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.settings import Settings

from crawler.cli.why_answer import known_facts
from crawler.dates import Window, utc_stamp
from crawler.items import Rejected
from crawler.monitor.report import report_of
from crawler.monitor.verdict import Ending, Verdict
from crawler.profiles import profile_for_site
from crawler.run.ask import Ask
from crawler.run.run import Run
from crawler.state.lookup import Lookup, UrlEntry
from crawler.urls import url_key

BEGAN = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
URL = "https://daily.example/20260304-bridge-opens/"
PROFILE = profile_for_site("https://daily.example/")


def settings(**changed: object) -> Settings:
    ours = Settings()
    ours.setmodule("crawler.settings")
    for name, value in changed.items():
        ours.set(name, value)
    return ours


def fail_when_due(folder: Path, times: int) -> tuple[int, list[int]]:
    """Fail the page whenever it is due, in a run each; how often that was, and what each run's report says."""
    now = BEGAN

    async def one_run() -> int | None:
        run = Run(settings(ERROR_RETRY_TIMES=times, DISK_FREE_MIN_BYTES=0), folder, lambda: now)
        try:
            site = run.open_site(PROFILE, Ask())
            is_known = run.state.urls.failures(URL) > 0
            is_due = bool(run.state.urls.claim(PROFILE.name, site.number, 1, now, Window()))
            if is_due or not is_known:
                site.fail(URL, "timeout", "no answer", retry=True)
            files = await run.close_site(site, 0)
            if is_known and not is_due:
                return None
            return int(str(report_of(site, Verdict(Ending.DONE), 0, now, files, {})["given_up"]))
        finally:
            await run.close()

    given_up: list[int] = []
    while (said := asyncio.run(one_run())) is not None and len(given_up) <= times + 1:
        given_up.append(said)
        now += timedelta(days=60)  # longer than any wait
    return len(given_up), given_up


def entry_in(folder: Path) -> UrlEntry:
    with Lookup(folder / "state.sqlite") as state:
        entry = state.url(url_key(URL))
    assert entry is not None
    return entry


def test_a_page_that_fails_again_and_again_is_given_up_and_counted_once(tmp_path: Path) -> None:
    failures, given_up = fail_when_due(tmp_path, times=3)

    entry = entry_in(tmp_path)
    with Lookup(tmp_path / "state.sqlite") as state:
        told = known_facts(entry, state, tmp_path, BEGAN)["next"]
        (counts,) = state.counts(BEGAN)
    assert (failures, given_up) == (4, [0, 0, 0, 1])
    assert (entry.due_at, entry.failures) == (None, 4)
    assert counts.errors_given_up == 1
    assert isinstance(told, Mapping)
    assert told["due_at"] is None
    assert str(told["why"]).startswith("given up after 4 failures in a row; newskeep fetch --keep URL")


def test_a_page_given_up_is_asked_for_again_when_a_person_wants_all(tmp_path: Path) -> None:
    fail_when_due(tmp_path, times=0)

    async def refetching() -> list[str]:
        run = Run(settings(DISK_FREE_MIN_BYTES=0), tmp_path, lambda: BEGAN)
        try:
            site = run.open_site(PROFILE, Ask(refetch=True))
            due = run.state.urls.claim(PROFILE.name, site.number, 9, BEGAN, Window())
            await run.close_site(site, 0)
        finally:
            await run.close()
        return [one.url for one in due]

    assert asyncio.run(refetching()) == [URL]


def test_a_page_that_stood_behind_a_wall_is_looked_at_again_and_one_that_is_gone_is_not(tmp_path: Path) -> None:
    def reject(reason: str) -> Rejected:
        return Rejected(URL + reason, URL + reason, PROFILE.name, reason, "", utc_stamp(BEGAN), 200)

    async def one_run() -> None:
        run = Run(settings(DISK_FREE_MIN_BYTES=0), tmp_path, lambda: BEGAN)
        try:
            site = run.open_site(PROFILE, Ask())
            site.settle(reject("challenge"))
            site.settle(reject("soft_404"))
            await run.close_site(site, 0)
        finally:
            await run.close()

    asyncio.run(one_run())

    with Lookup(tmp_path / "state.sqlite") as state:
        challenged, lost = (state.url(url_key(URL + reason)) for reason in ("challenge", "soft_404"))
    assert challenged is not None
    assert lost is not None
    assert challenged.due_at == BEGAN + timedelta(hours=1)
    assert lost.due_at is None
