import asyncio
from datetime import UTC, datetime

import pytest
from scrapy.settings import Settings

from crawler.dates import Window
from crawler.discovery.wordpress import posts_source
from crawler.items import Page
from crawler.middlewares.robots import Rules
from crawler.profiles import profile_for_site
from crawler.run.ask import Ask
from crawler.run.run import Run
from crawler.spiders.feeder import Feeder, FeedLimits
from crawler.spiders.source_reader import SourceReader
from crawler.state.rows import DueUrl, Validators

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
PROFILE = profile_for_site("https://daily.example/")
POSTS = posts_source("https://daily.example/wp-json/", Window())


async def rules_of(url: str) -> Rules:
    return Rules()


def asked_for_after_posts(*, is_complete: bool) -> list[str]:
    """What is asked for in a run whose list of posts is as it was, and has been read to its end before or not."""

    async def scenario() -> list[str]:
        settings = Settings()
        settings.setmodule("crawler.settings")
        run = Run(settings, None, lambda: NOW)
        try:
            site = run.open_site(PROFILE, Ask())
            run.state.sources.note_poll(PROFILE.name, POSTS, NOW, Validators(), (), idle=False)
            if is_complete:
                run.state.sources.note_complete(PROFILE.name, POSTS)
            feeder = Feeder(site, run.state, FeedLimits(pages=8, sources=4, depth=8, listing_pages=9))
            reader = SourceReader(run, site, feeder, rules_of)
            await reader.read(Page(POSTS.url, POSTS.url, 304, (), b"", NOW), POSTS)
            urls: list[str] = []
            async for wanted in feeder.feed():
                assert not isinstance(wanted, DueUrl)
                urls.append(wanted.url)
                feeder.source_done()
            await run.close_site(site, 0)
            return urls
        finally:
            await run.close()

    return asyncio.run(scenario())


@pytest.mark.parametrize("is_complete", [True, False])
def test_what_was_edited_last_is_asked_for_once_all_posts_are_known(is_complete: bool) -> None:
    edits = [POSTS.url.replace("orderby=date", "orderby=modified")] if is_complete else []

    assert asked_for_after_posts(is_complete=is_complete) == edits
