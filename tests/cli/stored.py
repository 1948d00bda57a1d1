"""A store with given records, as a crawl would have left it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from crawler.items import Article
from crawler.record import record_line
from crawler.run.rebuild import rebuild
from crawler.run.store import Store

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def store_of(folder: Path, *segments: Iterable[Article]) -> Path:
    """Write each of `segments` as a file of records of the site `daily`, and the state that goes with them."""
    store = Store(folder)
    for number, articles in enumerate(segments, 1):
        path = store.folder / "records" / f"daily-2026030{number}T090000Z-001.jsonl"
        path.write_bytes(b"".join(map(record_line, articles)))
    rebuild(store.folder, NOW, [3600.0])
    return store.folder
