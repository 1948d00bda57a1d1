"""Progress: what is going on, while it goes on. A live table on a terminal, else a log line now and then."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from time import monotonic

from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawler.monitor.report import totals
from crawler.run.site import SiteRun

logger = logging.getLogger(__name__)

REDRAW_EVERY_S = 0.5


async def show_live(sites: Callable[[], Iterable[SiteRun]], console: Console) -> None:
    """Redraw the table of `sites` until cancelled; the last drawing stays."""
    began = monotonic()
    with Live(console=console, auto_refresh=False, transient=False) as live:
        try:
            while True:
                live.update(progress_table(sites(), monotonic() - began), refresh=True)
                await asyncio.sleep(REDRAW_EVERY_S)
        finally:
            live.update(progress_table(sites(), monotonic() - began), refresh=True)


async def log_now_and_then(sites: Callable[[], Iterable[SiteRun]], every_s: float) -> None:
    """Log a line a site every `every_s` seconds until cancelled."""
    began = monotonic()
    while True:
        await asyncio.sleep(every_s)
        for site in sites():
            sums = totals(site)
            logger.info(
                "progress site=%s found=%d fetched=%d new=%d changed=%d gone=%d rejects=%d errors=%d pages_s=%.1f",
                site.profile.name, sums.found, sums.fetched, sums.new, sums.changed, sums.gone,
                sum(sums.rejects.values()), sum(sums.errors.values()), sums.fetched / (monotonic() - began),
            )  # fmt: skip


def progress_table(sites: Iterable[SiteRun], seconds: float) -> Table:
    """The table of `sites` after `seconds`."""
    table = Table(box=None, pad_edge=False)
    table.add_column("site")
    for name in ("found", "queued", "fetched", "records", "rejects", "errors", "pages/s"):
        table.add_column(name, justify="right")
    for site in sites:
        sums = totals(site)
        queued = max(site.counts["due"] - sums.asked, 0) + sums.unfinished
        cells = (sums.found, queued, sums.fetched, sums.records, sum(sums.rejects.values()), sum(sums.errors.values()))
        table.add_row(site.profile.name, *map(str, cells), f"{sums.fetched / max(seconds, 0.1):.1f}")
    return table
