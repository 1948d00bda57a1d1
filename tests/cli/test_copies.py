"""Copies that are planted on two sites, met in two runs."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from crawler.cli.why_answer import known_facts, text_of
from crawler.run.rebuild import rebuild
from crawler.state.lookup import Lookup
from crawler.urls import url_key
from tests.cli.test_crawl import LOOPBACK, profile, records, rejects
from tests.command import Newskeep
from tests.server import Web, news_page, serving, sitemap
from tests.texts import NEWS

NOW = datetime(2026, 3, 8, tzinfo=UTC)
FORECAST = (
    "The weather service expects a sunny day on the islands, with highs of {} degrees and lows of {} at night. Winds"
    " will blow from the west at {} kilometres an hour, with gusts of up to {} near the coast. There is a {} percent"
    " chance of rain in the afternoon, and humidity will be around {} percent.\n\nReaders who plan to travel should"
    " check the road service before they leave, as fog may form in the valleys in the early morning hours."
)
MONDAY, FRIDAY = FORECAST.format(21, 11, 14, 30, 5, 48), FORECAST.format(17, 9, 25, 62, 80, 77)
STORM = (
    "A storm tore the roof off the market hall of Grauburg on Sunday night. Nobody was hurt, as the last stalls had"
    " closed at six, but the week's flowers are lost.\n\nThe roof was mended only two years ago, after the great"
    " snow. The mayor wants to know why it did not hold, and has asked the builders for their papers. Until it is"
    " clear whether the walls are safe, the market will be held on the square in front of the church."
)
UPDATED = f"{NEWS}\n\nOn Friday the company said that it would take the smaller boat for the second trip of the day."
WIRE = f"LINDHAVN (Wire) - {NEWS}\n\nRead more: what the islanders say\n\n(Reporting by James Okafor)"

FERRY, AGAIN, UPDATE, CLAIMS = (
    f"/20260304-{name}/" for name in ("ferry-twice-a-day", "second-boat-again", "boat-update", "storm-at-the-market")
)
WEATHER = ("/20260305-weather-for-monday/", "/20260306-weather-for-friday/")


def page(path: str, text: str, canonical: str | None = None) -> str:
    """An article of `text`, titled by its path, that calls itself another form of `canonical`."""
    title = path.strip("/").replace("-", " ").title()[9:]
    whole = news_page(title, "", path=canonical or path)
    paragraphs = "".join(f"<p>{' '.join(line.split())}</p>" for line in text.split("\n\n"))
    head, _, rest = whole.partition('<div class="entry-content">')
    return f'{head}<div class="entry-content">{paragraphs}</div>{rest.partition("</div>")[2]}'


def publish(web: Web, texts: dict[str, str]) -> None:
    web.routes |= {path: page(path, text, FERRY if path == CLAIMS else None) for path, text in texts.items()}
    web.routes["/sitemap.xml"] = sitemap([path for path in web.routes if path.startswith("/2026")])


def test_planted_copies_are_rejected_marked_or_left_as_what_they_are(newskeep: Newskeep, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with serving({"/robots.txt": ""}) as daily, serving({"/robots.txt": ""}, "127.0.0.2") as herald:
        publish(daily, {FERRY: NEWS, CLAIMS: STORM, WEATHER[0]: MONDAY, WEATHER[1]: FRIDAY})
        publish(herald, {FERRY: WIRE, WEATHER[1]: FRIDAY})
        profiles = [profile(daily, tmp_path), profile(herald, tmp_path, name="herald")]
        profiles[1].write_text(profiles[1].read_text().replace('"127.0.0.1"', '"127.0.0.2"'))

        first = newskeep("crawl", profiles[0], "--output", out, *LOOPBACK)
        publish(daily, {AGAIN: NEWS, UPDATE: UPDATED})
        second = newskeep("crawl", *profiles, "--output", out, *LOOPBACK)

    assert (first.code, second.code) == (0, 0), second.stderr
    found = {str(one["url"]): one for one in records(out)}
    ferry, friday = found[daily.url + FERRY]["id"], found[daily.url + WEATHER[1]]["id"]
    assert {url: one["duplicate_of"] for url, one in found.items()} == {
        daily.url + FERRY: None,
        daily.url + CLAIMS: None,  # a shared canonical merges nothing
        daily.url + WEATHER[0]: None,
        daily.url + WEATHER[1]: None,
        daily.url + UPDATE: ferry,
        herald.url + FERRY: ferry,
        herald.url + WEATHER[1]: friday,
    }
    assert rejects(out) == {daily.url + AGAIN: "duplicate"}
    with Lookup(out / "state.sqlite") as state:
        groups = list(state.copies.groups())
        entry = state.url(url_key(daily.url + AGAIN))
        assert entry is not None
        told = text_of(known_facts(entry, state, out, NOW)).splitlines()
    assert f"same text as   {ferry}" in told
    assert f"also at        {daily.url}{FERRY}" in told
    copied = [str(one["id"]) for one in found.values() if one["duplicate_of"]]
    assert sorted(groups) == groups
    assert {id_ for id_, _ in groups} == {ferry, friday, *copied}
    assert {group for _, group in groups} == {ferry, friday}

    # A state that is made anew from the same files has the same groups, and the alias.
    shutil.copytree(out, tmp_path / "anew")
    rebuild(tmp_path / "anew", NOW, [])
    with Lookup(tmp_path / "anew" / "state.sqlite") as state:
        assert list(state.copies.groups()) == groups
        assert daily.url + AGAIN in state.urls_of(str(ferry))

    # And no group of a data set that is made of them sits on two sides.
    made = newskeep(
        "export", "--output", out, "--to", "set", "--format", "hf", "--split", "group", "--shares", "50/25/25"
    )
    verified = newskeep("export", "--verify", "set")
    parts = duckdb.read_parquet(str(newskeep.folder / "set" / "data" / "*" / "*.parquet"), filename=True)
    rows = parts.project("id, duplicate_group, string_split(filename, '/')[-2]").fetchall()
    assert (made.code, verified.code) == (0, 0), made.stderr
    assert {id_: group for id_, group, _ in rows} == {str(one["id"]): one["id"] for one in found.values()} | dict(
        groups
    )
    assert len({(group, split) for _, group, split in rows}) == len({group for _, group, _ in rows})
