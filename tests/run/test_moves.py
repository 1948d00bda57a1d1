"""Articles that move, and addresses that come to lead elsewhere, as a site's run takes them in."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.extract.words import article_id
from crawler.items import Article
from crawler.profiles import profile_for_site
from crawler.run.ask import Ask
from crawler.run.run import Run
from crawler.run.site import SiteRun
from crawler.state.lookup import Lookup, RecordEntry
from crawler.state.rows import DueUrl
from crawler.urls import url_key
from tests.articles import ARTICLE, REJECTED, article

PROFILE = profile_for_site("https://daily.example/")
NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
OLD, NEW = ARTICLE.url, "https://daily.example/20260304-bridge-opens-at-last/"
OTHER = article(
    url="https://daily.example/bears/",
    requested_url="https://daily.example/bears/",
    title="Bears",
    text="Two bears were seen at the mill.",
    date_published="2026-01-01T09:00:00+00:00",
    content_hash="sha256:" + "2" * 64,
)


def known_to(one: Article, **changes: object) -> Article:
    """`one` as extraction gives it: its id is that of its address."""
    changed = replace(one, site=PROFILE.name, **changes)  # type: ignore[arg-type]
    return replace(changed, id=article_id(changed.url))


def in_a_run(folder: Path, *steps: Callable[[SiteRun], object]) -> list[object]:
    """What each of `steps` gives within one run over the store in `folder`."""

    async def scenario() -> list[object]:
        settings = Settings()
        settings.setmodule("crawler.settings")
        settings.set("DISK_FREE_MIN_BYTES", 0)
        run = Run(settings, folder, lambda: NOW)
        try:
            site = run.open_site(PROFILE, Ask())
            results = [step(site) for step in steps]
            await run.close_site(site, 0)
            return [*results, dict(site.counts)]
        finally:
            await run.close()

    return asyncio.run(scenario())


def settles(item: Article) -> Callable[[SiteRun], object]:
    return lambda site: site.settle(item)


def vanishes(url: str) -> Callable[[SiteRun], object]:
    page = replace(REJECTED, url=url, requested_url=url, site=PROFILE.name, reason="not_an_article", status=404)
    return lambda site: site.settle(page)


def record_of(folder: Path, url: str) -> RecordEntry:
    """The article that the state says is at `url`."""
    with Lookup(folder / "state.sqlite") as state:
        entry = state.url(url_key(url))
        record = state.record(entry.record_id or "") if entry else None
    assert record is not None
    return record


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """One in which an earlier run has left an article at OLD, and another elsewhere."""
    in_a_run(tmp_path, settles(known_to(ARTICLE)), settles(known_to(OTHER)))
    return tmp_path


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Bridge opens at last"},
        {"text": "It is closed again.", "content_hash": "sha256:" + "3" * 64},
    ],
    ids=["same text", "same title and date"],
)
def test_an_article_at_a_new_address_may_have_come_from_where_it_was(store: Path, changes: dict[str, object]) -> None:
    met = known_to(ARTICLE, url=NEW, requested_url=NEW, **changes)

    (earlier, _) = in_a_run(store, lambda site: site.earlier_addresses(met))

    assert earlier == [OLD]


def test_an_article_at_a_known_address_or_like_no_other_has_none_before(store: Path) -> None:
    fresh = known_to(ARTICLE, url=NEW, requested_url=NEW, title="Rain", content_hash="sha256:" + "3" * 64)

    (at_home, unlike, _) = in_a_run(
        store,
        lambda site: site.earlier_addresses(known_to(ARTICLE)),
        lambda site: site.earlier_addresses(fresh),
    )

    assert at_home == unlike == []


def test_a_copy_of_what_this_run_has_met_has_not_moved(tmp_path: Path) -> None:
    copy = known_to(ARTICLE, url=NEW, requested_url=NEW)

    (_, earlier, _) = in_a_run(tmp_path, settles(known_to(ARTICLE)), lambda site: site.earlier_addresses(copy))

    assert earlier == []


def test_a_page_in_hand_is_answered_under_the_address_that_led_to_it(store: Path) -> None:
    due = DueUrl(url_key(NEW), NEW, "sitemap", "new")

    def take(site: SiteRun) -> list[str]:
        site.in_hand[due.key] = due
        site.asked_under(due, OLD)
        site.settle(known_to(ARTICLE, url=NEW, requested_url=OLD))
        return list(site.in_hand)

    (in_hand, counts) = in_a_run(store, take)

    assert in_hand == []
    assert counts == {"unchanged": 1}
    assert record_of(store, OLD) == record_of(store, NEW)
    assert record_of(store, NEW).url == NEW


def test_an_old_address_that_stops_leading_on_takes_nothing_away(store: Path) -> None:
    in_a_run(store, settles(known_to(ARTICLE, url=NEW, requested_url=OLD)))

    (_, counts) = in_a_run(store, vanishes(OLD))

    assert isinstance(counts, dict)
    assert counts["gone"] == 0
    assert record_of(store, NEW).gone_at is None


def test_an_article_whose_address_leads_to_another_article_is_gone(store: Path) -> None:
    (_, counts) = in_a_run(store, settles(known_to(OTHER, requested_url=OLD)))

    assert isinstance(counts, dict)
    assert counts["gone"] == 1
    assert record_of(store, OLD).id == known_to(ARTICLE).id
    assert record_of(store, OLD).gone_at == NOW
    assert record_of(store, OTHER.url).gone_at is None


def test_an_article_that_vanished_and_is_back_is_gone_no_more(store: Path) -> None:
    in_a_run(store, vanishes(OLD))
    gone_at = record_of(store, OLD).gone_at

    in_a_run(store, settles(known_to(ARTICLE)))

    assert gone_at == NOW
    assert record_of(store, OLD).gone_at is None


def test_a_not_modified_through_a_redirect_makes_the_address_it_led_to_the_articles_own(store: Path) -> None:
    due = DueUrl(url_key(OLD), OLD, "sitemap", "record before", record_id=known_to(ARTICLE).id)

    in_a_run(store, lambda site: site.unmodified(due, NEW, NOW))

    assert record_of(store, NEW).id == known_to(ARTICLE).id
