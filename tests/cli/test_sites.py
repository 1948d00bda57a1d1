import tomllib

import pytest

from crawler.cli.exits import Exit
from crawler.cli.sites import table
from crawler.profiles import bundled_profiles, load_profile
from crawler.profiles.model import SiteProfile
from tests.command import Newskeep


def test_the_list_has_a_line_for_each_profile(newskeep: Newskeep) -> None:
    ended = newskeep("sites")

    lines = ended.stdout.splitlines()
    assert (ended.code, ended.stderr) == (0, "")
    assert lines[0].split() == ["name", "title", "domains", "extends"]
    assert [line.split()[0] for line in lines[1:]] == list(bundled_profiles())
    assert "middleeastmonitor.com" in ended.stdout


def test_columns_are_aligned_and_end_without_spaces() -> None:
    short = SiteProfile("a", ("a", "generic"), title="The Long Island Daily", domains=("a.example", "b.example"))
    long = SiteProfile("long_name", ("long_name",))

    listed = table([short, long])

    assert listed == (
        "name       title                  domains              extends\n"
        "a          The Long Island Daily  a.example b.example  generic\n"
        "long_name\n"
    )


def test_a_profile_is_shown_with_what_it_inherits_and_from_where(newskeep: Newskeep) -> None:
    ended = newskeep("sites", "show", "memo")

    shown = tomllib.loads(ended.stdout)
    assert (ended.code, ended.stderr) == (0, "")
    assert (shown["name"], shown["extends"]) == ("memo", "wordpress")
    inherited = {rule.name for rule in load_profile("wordpress").boilerplate.selectors}
    assert inherited
    assert inherited <= {rule["name"] for rule in shown["boilerplate"]["selectors"]}
    assert "# from wordpress" in ended.stdout
    assert "# from generic" in ended.stdout


def test_a_profile_file_is_shown_too(newskeep: Newskeep) -> None:
    (newskeep.folder / "daily.toml").write_text(
        'name = "daily"\nextends = "generic"\ntitle = "The Daily"\ndomains = ["daily.example"]\n'
        'sources = [{ kind = "sitemap", url = "https://daily.example/news.xml" }]\n'
    )

    ended = newskeep("sites", "show", "daily.toml")

    assert (ended.code, ended.stderr) == (0, "")
    assert 'title = "The Daily"  # from daily' in ended.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "mem0"], "did you mean 'memo'?"),
        (["show"], "newskeep sites show NAME"),
        (["shwo", "memo"], "choose from"),
        (["show", "none.toml"], "none.toml"),
        (["show", "memo", "--pages", "3"], "sites show takes no --pages"),
        (["check"], "newskeep sites check NAME"),
    ],
)
def test_what_is_no_profile_is_said_in_a_line(newskeep: Newskeep, words: list[str], message: str) -> None:
    ended = newskeep("sites", *words)

    assert (ended.code, ended.stdout) == (Exit.USAGE, "")
    assert message in ended.stderr
    assert ended.stderr.count("\n") == 1
