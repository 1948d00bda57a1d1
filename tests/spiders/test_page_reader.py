"""Twins: pages that are another form of an article, as a site's run reads them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scrapy.settings import Settings

from crawler.errors import RetryLater
from crawler.extract.words import article_id
from crawler.items import Article, Found, Page
from crawler.profiles import profile_for_site
from crawler.run.ask import Ask
from crawler.run.run import Run
from crawler.spiders.page_reader import Fetched, PageReader
from crawler.state.rows import DueUrl
from crawler.urls import url_key
from tests.server import news_page

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
PROFILE = profile_for_site("https://daily.example/")
STORY, OTHER = "/20240312-harbour-reopens/", "/20240313-cranes-fall/"
BASE = "https://daily.example"


def page(url: str, canonical: str, words: str = "The mayor", *, status: int = 200) -> Page:
    html = news_page("Harbour reopens", words, path=canonical).replace("{base}", BASE)
    return Page(url, url, status, (("content-type", "text/html"),), html.encode(), NOW)


def addresses(web: Mapping[str, Page], *asked: str) -> list[str]:
    """Where the article of each address `asked` is, when the site's other pages are those of `web`."""

    async def fetch(url: str, requested_url: str) -> Fetched:
        if url not in web:
            raise RetryLater(f"{url}: refused")
        return replace(web[url], requested_url=requested_url), None

    async def note_found(found: tuple[Found, ...]) -> int:
        return 0

    async def reservation_for(url: str) -> None:
        return None

    async def scenario() -> list[str]:
        settings = Settings()
        settings.setmodule("crawler.settings")
        settings.set("JOBS", 1)
        run = Run(settings, None, lambda: NOW)
        try:
            site = run.open_site(PROFILE, Ask())
            reader = PageReader(run, site, fetch, note_found, reservation_for, max_depth=8)
            found = []
            for url in asked:
                outcome = (await reader.read(web[url], None, DueUrl(url_key(url), url, None, "sitemap"))).outcome
                assert isinstance(outcome, Article)
                assert outcome.id == article_id(outcome.url)
                assert outcome.requested_url == url
                found.append(outcome.url)
            await run.close_site(site, 0)
            return found
        finally:
            await run.close()

    return asyncio.run(scenario())


def test_a_twin_or_a_later_page_gives_its_article_and_any_other_page_itself() -> None:
    whole, amp, printed, phone = (
        f"{BASE}{STORY}", f"{BASE}{STORY}amp/", f"{BASE}/print{STORY}", f"https://m.daily.example{STORY}",
    )  # fmt: skip
    thief, other = f"{BASE}/20240314-free-coins-for-all/amp/", f"{BASE}{OTHER}"
    web = {url: page(url, STORY) for url in (whole, amp, printed, phone)}
    later, printed_later = f"{BASE}{STORY}2/", f"{BASE}/print{STORY}2/"
    links = f'<p class="page-links"><a href="{STORY}">1</a></p></article>'.encode()
    second = page(later, f"{STORY}2/")
    web[later] = replace(second, body=second.body.replace(b"</article>", links))
    web[printed_later] = page(printed_later, f"{STORY}2/")
    web |= {thief: page(thief, OTHER, "The thief"), other: page(other, STORY, "The crane")}

    found = addresses(web, whole, amp, printed, phone, later, printed_later, thief, other)

    assert found == [*[whole] * 6, thief, other]


def test_a_twin_whose_article_is_not_to_be_had_stands_for_itself() -> None:
    absent, gone, moved = (f"{BASE}/print/2024031{number}-harbour-reopens/" for number in range(3))
    web = {url: page(url, url.removeprefix(f"{BASE}/print")) for url in (absent, gone, moved)}
    whole_gone, whole_moved = gone.replace("/print", ""), moved.replace("/print", "")
    web |= {
        whole_gone: page(whole_gone, "/", status=404),
        whole_moved: page(f"{BASE}{OTHER}", OTHER),
    }

    found = addresses(web, absent, gone, moved)

    assert found == [absent, gone, moved]
