"""A recorded page: its bytes as fetched, where and when they came from, and what should come out of it.

`tests/pages/<site>/<case>/` holds `page.html.gz`, `meta.json` and `article.json`. `meta.json` names the profile.
"""

import gzip
import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.cli.demo import write_profile
from crawler.dates import utc_stamp
from crawler.extract.article import read_article
from crawler.items import Page, Rejected
from crawler.profiles import load_profile
from crawler.profiles.model import SiteProfile
from crawler.record import record_of
from crawler.urls import origin_of

FOLDER = Path(__file__).parent

# What a page's content decides. The rest is how it was fetched, or follows from these.
CONTENT = (
    "url", "publisher", "title", "description", "authors", "section", "tags", "language", "date_published",
    "date_modified", "date_published_raw", "date_modified_raw", "license", "is_accessible_for_free", "robots", "images",
    "related",
)  # fmt: skip


def cases() -> list[str]:
    """Every recorded case as "site/case"."""
    return sorted(str(path.parent.relative_to(FOLDER)) for path in FOLDER.glob("*/*/meta.json"))


def save(case: str, page: Page, profile: str) -> None:
    """Keep `page`, whose body has no Content-Encoding, as `case`."""
    folder = FOLDER / case
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html.gz").write_bytes(gzip.compress(page.body, mtime=0))
    meta = {
        "profile": profile,
        "url": page.url,
        "requested_url": page.requested_url,
        "status": page.status,
        "headers": page.headers,
        "fetched_at": utc_stamp(page.fetched_at),
    }
    _write(folder / "meta.json", meta)


def load(case: str) -> tuple[Page, SiteProfile]:
    """The page kept as `case`, and the profile to read it with."""
    meta = json.loads((FOLDER / case / "meta.json").read_text("utf-8"))
    page = Page(
        url=meta["url"],
        requested_url=meta["requested_url"],
        status=meta["status"],
        headers=tuple((name, value) for name, value in meta["headers"]),
        body=gzip.decompress((FOLDER / case / "page.html.gz").read_bytes()),
        fetched_at=datetime.fromisoformat(meta["fetched_at"]),
    )
    return page, _profile(meta["profile"], page.url)


def outcome(case: str) -> Mapping[str, object]:
    """What extraction makes of `case`, in the shape of article.json."""
    reading = read_article(*load(case))
    if isinstance(reading.outcome, Rejected):
        return {"rejected": reading.outcome.reason}
    record = record_of(reading.outcome)
    content = {name: record[name] for name in CONTENT}
    content["paragraphs"] = reading.outcome.text.split("\n\n")
    content["removed"] = [f"{line.rule}: {line.text}" for line in reading.outcome.extraction.removed]
    content["further_pages"] = reading.further_pages
    return json.loads(json.dumps(content))  # type: ignore[no-any-return]


def expected(case: str) -> Mapping[str, Any]:
    """What article.json says of `case`."""
    return json.loads((FOLDER / case / "article.json").read_text("utf-8"))  # type: ignore[no-any-return]


def expect(case: str) -> None:
    """Write what extraction makes of `case` into its article.json, for a person to read in the diff."""
    _write(FOLDER / case / "article.json", outcome(case))


def _profile(name: str, url: str) -> SiteProfile:
    if name != "demo":
        return load_profile(name)
    with tempfile.TemporaryDirectory() as folder:
        return load_profile(str(write_profile(Path(folder), origin_of(url))))


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
