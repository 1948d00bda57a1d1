"""Stores with records of several sites, as crawls would have left them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from crawler.items import Article
from crawler.record import record_line
from crawler.run.rebuild import rebuild
from crawler.run.store import Store
from tests.articles import article

NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def story(number: int, site: str = "daily", **changes: object) -> Article:
    """The article `number` of a site, published on a day of 2026 that its number gives."""
    month, day = 1 + number // 28 % 12, 1 + number % 28
    url = f"https://{site}.example/{number}/"
    made = article(
        id=f"{sum(site.encode()):04x}{number:028x}", site=site, url=url, requested_url=url, title=f"Story {number}",
        date_published=f"2026-{month:02}-{day:02}T23:30:00-03:00",
    )  # fmt: skip
    return article(**{name: getattr(made, name) for name in made.__slots__} | changes)


def store_with(folder: Path, segments: Mapping[str, Iterable[Article]]) -> Path:
    """Write each of `segments` ("daily-1") as a file of records, and the state that goes with them."""
    store = Store(folder)
    for name, articles in segments.items():
        site, number = name.rsplit("-", 1)
        path = store.folder / "records" / f"{site}-2026030{number}T090000Z-001.jsonl"
        path.write_bytes(b"".join(map(record_line, articles)))
    rebuild(store.folder, NOW, [3600.0])
    return store.folder


def telling(number: int) -> str:
    """A text that no other number has anything of."""
    return " ".join(f"word{number}x{place}" for place in range(80))
