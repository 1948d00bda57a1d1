"""`newskeep archive extract`: the record of what a URL answered once, made anew and without network."""

import argparse
import asyncio
from dataclasses import replace

from crawler.archive.captured import page_of
from crawler.archive.holdings import Choice, Holdings
from crawler.cli.archive_choice import capture_for
from crawler.cli.destination import opened
from crawler.cli.exits import Exit
from crawler.cli.formats import Writer
from crawler.cli.messages import say
from crawler.cli.signals import raise_on_sigint
from crawler.errors import RetryLater
from crawler.extract.memory import NO_MEMORY
from crawler.items import Article, Page, Reading
from crawler.profiles import load_profile, profile_for_host, profile_for_site
from crawler.profiles.model import SiteProfile
from crawler.run.reading import read_page
from crawler.run.workers import WorkerDied, WorkerPool, WorkerTimeout
from crawler.settings import WORKER_MAX_BYTES, WORKER_TIMEOUT_S
from crawler.urls import host_of


def run(args: argparse.Namespace, holdings: Holdings, choice: Choice) -> int:
    """Write the record; NOTHING when there is no capture, or no article in it."""
    captured = capture_for(args, holdings, choice)
    if captured is None:
        return Exit.NOTHING
    page = page_of(captured)
    profile = (
        load_profile(args.site) if args.site else profile_for_host(host_of(page.url)) or profile_for_site(page.url)
    )
    raise_on_sigint()
    try:
        outcome = asyncio.run(_read(page, profile)).outcome
    except (RetryLater, WorkerTimeout, WorkerDied) as error:
        say(f"{page.url}: {error}")
        return Exit.NOTHING
    with opened(args.to) as out:
        writer = Writer(out, args.format)
        if isinstance(outcome, Article):
            writer.article(replace(outcome, archive=captured.pointer(holdings.place.parent)))
        else:
            writer.reject(page.url, outcome.reason, outcome.detail)
        writer.close()
    return Exit.DONE if isinstance(outcome, Article) else Exit.NOTHING


async def _read(page: Page, profile: SiteProfile) -> Reading:
    pool = WorkerPool(1, WORKER_TIMEOUT_S, WORKER_MAX_BYTES)
    try:
        return await pool.run(read_page, page, profile, NO_MEMORY)
    finally:
        await pool.close()
