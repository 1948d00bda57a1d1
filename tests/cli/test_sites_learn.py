"""What a site has taught, shown and made into rules."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract.furniture import line_key
from crawler.profiles import load_profile
from crawler.state import State
from crawler.state.rows import CountedLine, Finished
from tests.command import Newskeep

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
APPEAL = "Give a little (from £1) each month."
LONG = "This page is made by people who live from it. " * 6 + "We thank you for r"
REFRAIN = "The week in numbers"


def taught(newskeep: Newskeep, site: str) -> None:
    """Have 40 articles of `site` in the store of the command's folder: all of them hold APPEAL and LONG."""
    (newskeep.folder / "output").mkdir()
    state = State(newskeep.folder / "output" / "state.sqlite")
    for number in range(40):
        texts = [f"Story {number}, line {at}" for at in range(3)] + [APPEAL, LONG[:300]] + [REFRAIN] * (number % 5 == 0)
        lines = tuple(CountedLine(line_key(text), text, 9) for text in texts)
        url = f"https://daily.example/{number}/"
        state.commit([Finished(site, url, url, "record", NOW, lines=lines)], [])
    state.close()


@pytest.fixture
def site(newskeep: Newskeep) -> Path:
    """The profile of `daily`, which has taught."""
    taught(newskeep, "daily")
    path = newskeep.folder / "daily.toml"
    path.write_text(
        'name = "daily"\nextends = "generic"\ndomains = ["daily.example"]\n'
        'sources = [{ kind = "site", url = "https://daily.example/" }]\n'
    )
    return path


def test_lines_are_shown_with_the_share_of_articles_that_hold_them(newskeep: Newskeep, site: Path) -> None:
    table = newskeep("sites", "learn", site)
    rows = newskeep("sites", "learn", site, "--format", "jsonl")

    assert table.code == 0, table.stderr
    assert table.stdout.splitlines()[0].split() == ["share", "articles", "of", "taken", "text"]
    found = {
        row["text"]: (row["articles"], row["of"], row["taken"]) for row in map(json.loads, rows.stdout.splitlines())
    }
    assert found == {APPEAL: (40, 40, True), LONG[:300]: (40, 40, True), REFRAIN: (8, 40, False)}


def test_rules_are_added_to_the_profile_and_take_just_those_lines(newskeep: Newskeep, site: Path) -> None:
    printed = newskeep("sites", "learn", site, "--format", "toml")
    written = newskeep("sites", "learn", site, "--write")
    again = newskeep("sites", "learn", site, "--write")

    assert (written.code, again.code) == (0, 0), written.stderr
    assert site.read_text().endswith(printed.stdout)
    assert again.stderr.endswith("has a rule for each line already\n")
    assert not list(newskeep.folder.glob("*.part*"))
    rules = [rule for rule in load_profile(str(site)).boilerplate.lines if rule.name.startswith("learned-")]
    assert {rule.removes for rule in rules} == {APPEAL, LONG[:300]}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("learn",), 2, "which profile? newskeep sites learn NAME"),
        (("learn", "memo", "--write"), 3, "memo: no line stands in 5 of its articles"),
        (("learn", "daily.toml", "--output", "nowhere"), 2, "nowhere"),
        (("learn", "daily.toml", "--to", "x"), 2, "--to is for --format toml"),
        (("show", "memo", "--write"), 2, "sites show takes no --write"),
        (("learn", "https://daily.example/", "--write"), 3, "no line stands in 5 of its articles"),
    ],
)
@pytest.mark.usefixtures("site")
def test_what_cannot_be_done_is_told_in_one_line(
    newskeep: Newskeep, words: tuple[str, ...], code: int, said: str
) -> None:
    ended = newskeep("sites", *words)

    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (code, "", 1)
    assert said in ended.stderr


def test_a_bundled_profile_is_not_written(newskeep: Newskeep) -> None:
    taught(newskeep, "memo")

    ended = newskeep("sites", "learn", "memo", "--write")

    assert (ended.code, ended.stdout) == (2, "")
    assert "--write needs a profile file, which memo is not" in ended.stderr
