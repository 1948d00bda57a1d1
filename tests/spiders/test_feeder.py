import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.settings import Settings

from crawler.items import Found, Source
from crawler.profiles import profile_for_site
from crawler.run.ask import Ask
from crawler.run.run import Run
from crawler.spiders.feeder import Feeder, FeedLimits
from crawler.state.rows import DueUrl, Validators

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
PROFILE = profile_for_site("https://daily.example/")
SITEMAP = Source("sitemap", "https://daily.example/sitemap.xml", 1)
NEWS = Source("sitemap", "https://daily.example/news-sitemap.xml", 2)
LINKS = Source("links", "https://daily.example/", 1)
FOUND = Found("https://daily.example/quay/", "sitemap", SITEMAP.url)
LIMITS = FeedLimits(pages=8, sources=4, depth=8, listing_pages=9)


def settings() -> Settings:
    ours = Settings()
    ours.setmodule("crawler.settings")
    return ours


def asked_for(sitemap_counts: Iterable[str], *, links_read_before: bool = False) -> list[str]:
    """The kinds of the sources that a run asks for when its sitemap, once read, adds to these counts."""

    async def scenario() -> list[str]:
        run = Run(settings(), None, lambda: NOW)
        try:
            site = run.open_site(PROFILE, Ask())
            if links_read_before:
                run.state.sources.note_poll(PROFILE.name, LINKS, NOW, Validators(), (), idle=False)
            feeder = Feeder(site, run.state, LIMITS)
            feeder.add_sources((SITEMAP, LINKS))
            kinds: list[str] = []
            async for wanted in feeder.feed():
                assert not isinstance(wanted, DueUrl)
                kinds.append(wanted.kind)
                site.counts.update(sitemap_counts if wanted is SITEMAP else ())
                feeder.source_done()
            await run.close_site(site, 0)
            return kinds
        finally:
            await run.close()

    return asyncio.run(scenario())


@pytest.mark.parametrize("heard", ["found", "sources_unchanged", "sources_skipped"])
def test_links_are_not_followed_where_another_source_names_articles_or_is_as_it_was(heard: str) -> None:
    assert asked_for([heard]) == ["sitemap"]


def test_links_are_followed_where_nothing_else_names_an_article() -> None:
    assert asked_for([]) == ["sitemap", "links"]


def test_links_that_had_to_be_followed_before_are_followed_again_when_the_rest_is_as_it_was() -> None:
    assert asked_for(["sources_unchanged"], links_read_before=True) == ["sitemap", "links"]


def test_what_is_answered_while_the_state_is_asked_is_not_missed() -> None:
    async def scenario() -> list[Source | DueUrl]:
        run = Run(settings(), None, lambda: NOW)
        try:
            site = run.open_site(PROFILE, Ask())
            feeder = Feeder(site, run.state, LIMITS)
            feeder.add_sources((SITEMAP,))

            def answer() -> None:
                feeder.add_sources((NEWS,))
                feeder.source_done()

            given = []
            async for wanted in feeder.feed():
                given.append(wanted)
                # Its turn comes when the feeder waits for the state, which has no page for it.
                asyncio.get_running_loop().call_soon(answer if wanted is SITEMAP else feeder.source_done)
            await run.close_site(site, 0)
            return given
        finally:
            await run.close()

    assert asyncio.run(scenario()) == [SITEMAP, NEWS]


def test_a_page_that_fails_is_left_to_a_later_run_however_short_its_wait() -> None:
    async def scenario() -> list[str]:
        now = NOW
        ours = settings()
        ours.set("ERROR_RETRY_S", 0)
        run = Run(ours, None, lambda: now)
        try:
            given = []
            for _ in range(2):
                site = run.open_site(PROFILE, Ask())
                run.state.urls.add_found(PROFILE.name, [FOUND], now, site.started)
                feeder = Feeder(site, run.state, LIMITS)
                site.answered = feeder.page_done
                async for wanted in feeder.feed():
                    assert isinstance(wanted, DueUrl)
                    site.in_hand[wanted.key] = wanted
                    given.append(wanted.why)
                    now += timedelta(seconds=10)
                    site.fail(wanted.url, "http_503", "", retry=True)
                    await run.committer.commit()
                await run.close_site(site, 0)
                now += timedelta(seconds=10)
            return given
        finally:
            await run.close()

    assert asyncio.run(scenario()) == ["new", "error before (http_503)"]


def test_no_more_pages_are_given_out_than_were_asked_for_whatever_they_give() -> None:
    async def scenario() -> list[str]:
        run = Run(settings(), None, lambda: NOW)
        try:
            site = run.open_site(PROFILE, Ask(pages=3))
            found = [Found(f"https://daily.example/quay-{number}/", "sitemap", SITEMAP.url) for number in range(9)]
            run.state.urls.add_found(PROFILE.name, found, NOW, site.started)
            feeder = Feeder(site, run.state, LIMITS)
            site.answered = feeder.page_done
            given = []
            async for wanted in feeder.feed():
                assert isinstance(wanted, DueUrl)
                site.counts["asked"] += 1
                given.append(wanted.url)
                if len(given) != 2:  # two are in hand at once
                    for due in list(site.in_hand.values()):
                        site.fail(due.url, "http_503", "", retry=True)
            await run.close_site(site, 0)
            return given
        finally:
            await run.close()

    assert len(asyncio.run(scenario())) == 3
