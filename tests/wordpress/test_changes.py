"""What editors do to a real WordPress between two crawls: each change gives just the records and marks that it should.

Runs against the installation that setup.sh has left in the folder NEWSKEEP_WORDPRESS; `make wordpress` does both.
"""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.why_answer import known_facts
from crawler.state.lookup import Lookup
from crawler.urls import url_key
from tests.command import Newskeep
from tests.wordpress.installation import installation

EDIT = Path(__file__).with_name("edit.php")
SWITCH = Path(__file__).with_name("switch.php")

MORE = "<p>On Friday the harbour office added that nobody had asked it before the bells were taken down.</p>"
LATE = "<p>The last boat of the year left the island without its captain, who had overslept, and came back for him.</p>"

# WordPress leads the address of a vanished post to one whose slug begins alike: short-notice-2 to short-notice-20.
DELETED, GUESSED = "20261012-clock-tower-strikes-thirteen", "short-notice-2"
UNPUBLISHED = "20261009-interview-the-woman-who-counts-storks"
MOVED, MOVED_AND_EDITED = "short-notice-11", "short-notice-12"
RETITLED = "short-notice-8"
COMMENTED = "20261029-council-closes-its-comment-page"

EDITS: list[dict[str, object]] = [
    {"slug": "short-notice-3", "set": {"post_content": MORE + LATE}},
    {"slug": RETITLED, "set": {"post_title": "What became of the second bridge"}},
    {"slug": "short-notice-5", "set": {"post_author": "idris-halven"}},
    {"slug": "short-notice-6", "set": {"post_date": "2026-09-25 10:00:00"}},
    {"slug": MOVED, "set": {"post_name": "all-about-the-mill"}},
    {"slug": MOVED_AND_EDITED, "set": {"post_name": "all-about-the-bridge", "post_content": MORE}},
    {"slug": DELETED, "do": "trash"},
    {"slug": GUESSED, "do": "trash"},
    {"slug": UNPUBLISHED, "set": {"post_status": "draft"}},
    {"slug": COMMENTED, "do": "comment"},
    {"slug": None, "set": {"post_name": "the-last-boat", "post_title": "The last boat", "post_content": LATE}},
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crawl:
    """What one run left: its new records by slug, its report, and what `newskeep why` would say after it."""

    records: list[dict[str, Any]]
    report: Mapping[str, Any]
    why: Mapping[str, Mapping[str, Any]]

    def versions(self) -> dict[str, tuple[int, list[str]]]:
        """Version and changed fields of each new record, by the slug it was fetched under."""
        return {slug_of(record["url"]): (record["version"], record["changed"]) for record in self.records}


@dataclass(frozen=True, slots=True)
class Story:
    """The crawls of one store, in their order."""

    first: Crawl
    edited: Crawl
    refetched: Crawl
    quiet: Crawl
    restored: Crawl


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Five crawls of the installation: before and after the edits, of everything, again, and after a restoration."""
    folder = tmp_path_factory.mktemp("changes")
    site, newskeep, store = installation(), Newskeep(folder), folder / "store"
    subprocess.run(["php", SWITCH, site.wordpress, "twentytwentyone", "/%postname%/"], check=True)
    base = site.base
    slugs = (MOVED, "all-about-the-mill", MOVED_AND_EDITED, "all-about-the-bridge", DELETED, UNPUBLISHED, GUESSED)

    def crawl(*options: str) -> Crawl:
        before = _lines(store)
        loopback = ("--allow-network", "127.0.0.0/8", "--delay", "0")
        ended = newskeep("crawl", f"{base}/", *loopback, "--output", store, *options)
        assert ended.code == 0, ended.stderr
        report = json.loads(max((store / "reports").iterdir()).read_text("utf-8"))
        return Crawl(_lines(store)[len(before) :], report, {slug: _why(store, f"{base}/{slug}/") for slug in slugs})

    first = crawl()
    _edit(site.wordpress, EDITS)
    edited, refetched, quiet = crawl(), crawl("--refetch"), crawl()
    _edit(site.wordpress, [{"slug": slug, "do": "untrash"} for slug in (DELETED, GUESSED)])
    return Story(first, edited, refetched, quiet, crawl())


def test_edits_give_a_version_with_the_fields_that_changed_and_nothing_else_does(story: Story) -> None:
    assert {version for version, _ in story.first.versions().values()} == {1}
    assert story.edited.versions() == {
        "short-notice-3": (2, ["text"]),
        RETITLED: (2, ["title"]),
        "short-notice-5": (2, ["authors"]),
        "short-notice-6": (2, ["date_published"]),
        "all-about-the-bridge": (2, ["text"]),
        "the-last-boat": (1, []),
    }


def test_a_moved_article_keeps_its_id_and_its_old_address_leads_to_it(story: Story) -> None:
    ids = {slug_of(record["url"]): record["id"] for record in story.first.records}

    for old, new in ((MOVED, "all-about-the-mill"), (MOVED_AND_EDITED, "all-about-the-bridge")):
        for crawl in (story.edited, story.restored):
            assert crawl.why[old]["record"]["id"] == crawl.why[new]["record"]["id"] == ids[old]
            assert [slug_of(url) for url in crawl.why[old]["other_urls"]] == [new]
            assert crawl.why[new]["gone_since"] is None


def test_what_was_deleted_or_unpublished_is_marked_gone_and_keeps_its_record(story: Story) -> None:
    assert story.refetched.records == []
    assert story.refetched.report["gone"] == 3
    for slug in (DELETED, UNPUBLISHED, GUESSED):
        assert story.first.why[slug]["gone_since"] is None
        assert story.refetched.why[slug]["gone_since"] is not None
        assert story.refetched.why[slug]["record"]["id"] == story.first.why[slug]["record"]["id"]
    assert story.refetched.why[GUESSED]["other_urls"] == []


def test_a_crawl_after_which_nothing_was_done_fetches_no_article(story: Story) -> None:
    assert story.quiet.records == []
    assert story.quiet.report["asked"] == 0


def test_what_comes_back_is_gone_no_more(story: Story) -> None:
    assert story.restored.records == []
    assert story.restored.report["asked"] == story.restored.report["unchanged"] == 2
    assert story.restored.why[DELETED]["gone_since"] is None
    assert story.restored.why[GUESSED]["gone_since"] is None
    assert story.restored.why[UNPUBLISHED]["gone_since"] is not None


def slug_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def _why(store: Path, url: str) -> Mapping[str, Any]:
    with Lookup(store / "state.sqlite") as state:
        entry = state.url(url_key(url))
        return known_facts(entry, state, store, datetime.now(UTC)) if entry else {"gone_since": None, "record": None}


def _edit(wordpress: Path, changes: list[dict[str, object]]) -> None:
    subprocess.run(["php", EDIT, wordpress], input=json.dumps(changes).encode(), check=True)


def _lines(store: Path) -> list[dict[str, Any]]:
    files = sorted((store / "records").glob("*.jsonl")) if store.exists() else []
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]
