"""Progress of `newskeep export`: a bar on a terminal, else nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import Progress as Bars

from crawler.export.progress import Progress, Stage

REDRAW_EVERY_S = 0.2


@contextmanager
def shown_progress(console: Console, *, quiet: bool) -> Iterator[Progress]:
    """What draws on `console`, with the rate of each stage."""
    if quiet or not console.is_terminal:
        yield lambda stage, done, total: None
        return
    with Bars(console=console, auto_refresh=False) as bars:
        bar = bars.add_task("", total=None)
        began, drawn_at = monotonic(), 0.0
        stage_now: Stage | None = None

        def progress(stage: Stage, done: int, total: int) -> None:
            nonlocal began, stage_now, drawn_at
            now = monotonic()
            if stage is not stage_now:
                began, stage_now, drawn_at = now, stage, 0.0
            if now - drawn_at >= REDRAW_EVERY_S or done == total:
                drawn_at = now
                told = stage.told(done, max(now - began, REDRAW_EVERY_S))
                bars.update(bar, description=told, completed=done, total=total, refresh=True)

        yield progress
