"""A crawl of a real WordPress by its URL alone: all its articles, no other page, and no boilerplate line.

Runs against the installation that setup.sh has left in the folder NEWSKEEP_WORDPRESS; `make wordpress` does both.
"""

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.command import Newskeep
from tests.demo.expected import differences, read_expected
from tests.wordpress.installation import installation

LOOKS = [
    ("twentytwentyone", "/%postname%/"),
    ("twentytwentytwo", "/%year%/%monthnum%/%day%/%postname%/"),
    ("twentytwentythree", "/%year%%monthnum%%day%-%postname%/"),
    ("twentytwentyone", ""),
    ("twentytwentythree", "/archives/%post_id%"),
]

SWITCH = Path(__file__).with_name("switch.php")


@dataclass(frozen=True, slots=True)
class Crawl:
    """What one crawl of the installation left, and what it had to find, both by URL."""

    base: str
    code: int
    complaint: str
    records: list[dict[str, Any]]
    truth: Mapping[str, Mapping[str, str]]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]} {look[1] or 'plain'}")
def crawl(request: pytest.FixtureRequest, newskeep: Newskeep, tmp_path: Path) -> Crawl:
    theme, permalinks = request.param
    site = installation()
    base = site.base
    subprocess.run(["php", SWITCH, site.wordpress, theme, permalinks], check=True)
    truth = {article["url"]: article for article in json.loads((site.folder / "truth.json").read_text("utf-8"))}
    options = ("--allow-network", "127.0.0.0/8", "--delay", "0", "--output", tmp_path / "store")
    ended = newskeep("crawl", f"{base}/", *options)
    lines = [
        line
        for path in (tmp_path / "store" / "records").rglob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    ]
    return Crawl(base, ended.code, ended.stderr, [json.loads(line) for line in lines], truth)


def test_a_crawl_finds_all_articles_and_no_other_page_and_no_boilerplate(crawl: Crawl) -> None:
    assert crawl.code == 0, crawl.complaint
    assert sorted(_lower(record["url"]) for record in crawl.records) == sorted(_lower(url) for url in crawl.truth)

    assert [line for record in crawl.records for line in _wrong(record, crawl)] == []


def _wrong(record: Mapping[str, Any], crawl: Crawl) -> list[str]:
    article = next(article for url, article in crawl.truth.items() if _lower(url) == _lower(record["url"]))
    return [
        f"{record['url']}: {line}" for line in (*_wrong_metadata(record, article), *_wrong_text(record, article, crawl))
    ]


def _wrong_metadata(record: Mapping[str, Any], article: Mapping[str, str]) -> list[str]:
    found = []
    if record["title"] != article["title"]:
        found.append(f"title is {record['title']!r}, not {article['title']!r}")
    authors = [] if article["author"] in ("Staff", "admin") else [article["author"]]
    if record["authors"] not in ([], authors):  # not every theme shows them
        found.append(f"authors are {record['authors']!r}, not {authors!r}")
    if record["date_published"][:10] != article["date"][:10]:
        found.append(f"date is {record['date_published']!r}, not {article['date']!r}")
    return found


def _wrong_text(record: Mapping[str, Any], article: Mapping[str, str], crawl: Crawl) -> list[str]:
    expected = read_expected()
    by_title = {known.title: known for known in expected.articles.values()}
    if known := by_title.get(article["title"]):
        # The articles that it points at have other addresses here.
        related = [entry["title"] for entry in record["related"]]
        wrong = [] if related == [title for title, _ in known.related] else [f"related is {related!r}"]
        found = differences(
            known,
            {**record, "related": [dict(zip(("title", "url"), pair, strict=True)) for pair in known.related]},
            "",
            expected.never,
            text_only=True,
        )
        return wrong + found
    paragraphs = [unescape(text) for text in re.findall(r"<p>(.*?)</p>", article["content"])]
    return [] if record["text"] == "\n\n".join(paragraphs) else [f"text is {record['text']!r}"]


def _lower(url: str) -> str:
    # WordPress writes escapes in lower case, a record in upper case.
    return re.sub(r"%[0-9A-Fa-f]{2}", lambda found: found[0].lower(), url)
