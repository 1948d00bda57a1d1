"""What a site has taught, through crawls and reprocess."""

from pathlib import Path

from tests.cli.test_crawl import LOOPBACK, profile, records
from tests.command import Newskeep
from tests.server import Answer, Route, news_page, serving, sitemap

APPEAL = "Quality news needs readers like you, who give a little each month so that all can read."
PATHS = [f"/202603{day:02}-story-of-day-{day}/" for day in range(1, 13)]
NEW = "/20260313-story-of-day-13/"


def page(path: str, appeal: str = APPEAL) -> str:
    day = path[7:9]
    html = news_page(f"Story of day {day}", f"Councillor number {day}", path=path, date=f"2026-03-{day}T07:00:00+00:00")
    paragraphs = html.split("<p>")
    return "<p>".join([*paragraphs[:4], f"{appeal}</p>", *paragraphs[4:]])


def routes(*paths: str) -> dict[str, Route]:
    robots = Answer("User-agent: *\nAllow: /\n", kind="text/plain")
    return {"/robots.txt": robots, "/sitemap.xml": sitemap(list(paths)), **{path: page(path) for path in paths}}


def test_furniture_is_learned_by_a_run_and_leaves_the_next_and_reprocess_takes_it_out_of_what_came_before(
    newskeep: Newskeep, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with serving(routes(*PATHS)) as web:
        site = profile(web, tmp_path)
        first = newskeep("crawl", site, "--output", out, *LOOPBACK)
        before = records(out)
        web.routes = routes(*PATHS, NEW)
        second = newskeep("crawl", site, "--output", out, *LOOPBACK, "--refetch")
        new = [one for one in records(out) if one not in before]

    again = newskeep("reprocess", "--site", site, "--output", out)
    after = sorted((out / "records").iterdir())
    lines = [path.read_bytes() for path in after]
    once_more = newskeep("reprocess", "--site", site, "--output", out)

    assert [first.code, second.code, again.code, once_more.code] == [0, 0, 0, 0], (first.stderr, second.stderr)
    assert "daily: lines learned that stand in many articles: 1" in first.stdout
    assert "lines learned" not in second.stdout
    assert len(before) == 12
    assert all(APPEAL in str(one["text"]) for one in before)
    # Those that were looked at again are as they were; only the new one is on record, without the line.
    assert [(one["title"], one["version"]) for one in new] == [("Story of day 13", 1)]
    assert APPEAL not in str(new[0]["text"])
    extraction = new[0]["extraction"]
    assert isinstance(extraction, dict)
    assert {"rule": "site_memory", "text": APPEAL} in extraction["removed"]
    assert str(extraction["memory"]).startswith("sha256:")
    assert "1 the same, 12 changed, 0 new, 0 vanished" in again.stdout
    assert "13 the same, 0 changed" in once_more.stdout
    assert [path.read_bytes() for path in after] == lines
    assert not any(APPEAL in str(one["text"]) for one in records(out))
    assert {one["version"] for one in records(out)} == {1}
