"""Profiles found by name and by path, and what they inherit."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.errors import ProfileError
from crawler.items import Source
from crawler.profiles import bundled_profiles, load_profile, require_distinct_hosts
from crawler.profiles.layer import read_layer

PARENT = """
name = "house"
extends = "wordpress"
title = "The House"
language = "en"
title_suffixes = [" | House", " - House"]
sources = [{ kind = "feed", url = "https://house.example/feed/" }]
domains = ["house.example"]
politeness = { delay_s = 2, contact = "https://house.example/bot" }
expect = { filled = { title = 1.0, authors = 0.5 }, max_reject_share = 0.2 }

[metadata]
authors = ["a.author"]

[[refuse]]
name = "tag"
pattern = '^/marks/'
matches = "/marks/x"
spares = "/x"

[[refuse]]
name = "quiz"
pattern = '^/quiz/'
matches = "/quiz/x"
spares = "/x"
"""
CHILD = """
name = "daily"
extends = "parents/house.toml"
domains = ["daily.example"]
sources = [{ kind = "sitemap", url = "https://daily.example/sitemap.xml" }]
title_suffixes = [" | Daily", " | House"]
politeness = { delay_s = 5 }
expect = { filled = { authors = 0.9, tags = 0.1 } }

[metadata]
authors = ["span.by", "a.author"]

[[refuse]]
name = "quiz"
pattern = '^/games/'
matches = "/games/x"
spares = "/x"
"""


@pytest.fixture
def child(tmp_path: Path) -> Path:
    (tmp_path / "parents").mkdir()
    (tmp_path / "parents" / "house.toml").write_text(PARENT, "utf-8")
    file = tmp_path / "daily.toml"
    file.write_text(CHILD, "utf-8")
    return file


def error_of(name_or_path: str) -> str:
    with pytest.raises(ProfileError) as caught:
        load_profile(name_or_path)
    return str(caught.value)


def test_a_plain_value_overrides_and_a_missing_one_is_inherited(child: Path) -> None:
    profile = load_profile(str(child))

    assert profile.lineage == ("daily", "house", "wordpress", "generic")
    assert (profile.title, profile.language, profile.domains) == ("The House", "en", ("daily.example",))
    assert profile.sources == (Source("sitemap", "https://daily.example/sitemap.xml"),)


def test_tables_are_inherited_key_by_key(child: Path) -> None:
    profile = load_profile(str(child))

    assert (profile.politeness.delay_s, profile.politeness.contact) == (5.0, "https://house.example/bot")
    assert profile.expect.filled == (("authors", 0.9), ("tags", 0.1), ("title", 1.0))
    assert profile.expect.max_reject_share == 0.2


def test_rules_and_lists_of_the_child_come_first(child: Path) -> None:
    profile = load_profile(str(child))

    assert profile.title_suffixes == (" | Daily", " | House", " - House")
    assert profile.metadata.authors == ("span.by", "a.author")
    assert [rule.name for rule in profile.refuse][:2] == ["quiz", "tag"]


def test_a_rule_replaces_the_parents_rule_of_the_same_name(child: Path) -> None:
    refuse = {rule.name: rule.pattern for rule in load_profile(str(child)).refuse}

    assert refuse["quiz"] == "^/games/"
    assert refuse["tag"] == "^/marks/"
    assert len(refuse) == len(load_profile("wordpress").refuse) + 1


def test_a_file_that_extends_nothing_is_built_on_generic(tmp_path: Path) -> None:
    file = tmp_path / "bare.toml"
    file.write_bytes(b'\xef\xbb\xbfname = "bare"\r\n')

    assert load_profile(str(file)).lineage == ("bare", "generic")


def test_profiles_that_extend_each_other_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "a"\nextends = "./b.toml"')
    (tmp_path / "b.toml").write_text('name = "b"\nextends = "./a.toml"')

    assert error_of(str(tmp_path / "a.toml")) == (
        f"{tmp_path / 'a.toml'}: extends: a profile cannot be built on its own name: a -> b -> a"
    )


def test_an_endless_chain_of_profiles_is_an_error(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.toml").write_text(f'name = "p{number}"\nextends = "./{number + 1}.toml"')

    assert error_of(str(tmp_path / "0.toml")).endswith("extends: more than 8 profiles inherit from each other")


def test_an_unknown_name_tells_which_there_are() -> None:
    assert error_of("mem") == (
        "no profile is named 'mem' (did you mean 'memo'?); there are generic, memo, wordpress;"
        " a profile of your own is named by its path, such as ./my.toml"
    )


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    (tmp_path / "big.toml").write_bytes(b"#" * 1_000_001)
    (tmp_path / "latin.toml").write_bytes('name = "x"\n# für'.encode("latin-1"))

    assert error_of(str(tmp_path / "none.toml")).endswith("none.toml: cannot be read: No such file or directory")
    assert error_of(f"{tmp_path}/").endswith("is no regular file")
    assert error_of(str(pipe)).endswith("pipe.toml: is no regular file")
    assert error_of(str(tmp_path / "big.toml")).endswith("has more than 1000000 bytes")
    assert error_of(str(tmp_path / "latin.toml")).endswith("is no UTF-8 text (line 2)")
    assert error_of("a\0b.toml").endswith("cannot be read: embedded null byte")
    assert error_of(f"./{'x' * 5000}.toml").endswith("cannot be read: File name too long")


def test_one_s_own_form_of_a_bundled_profile_is_welcome(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\nextends = "memo"\npoliteness = { delay_s = 9 }')

    profile = load_profile(str(file))

    assert profile.domains == load_profile("memo").domains
    assert profile.politeness.delay_s == 9


def test_two_profiles_with_one_host_are_an_error(child: Path) -> None:
    one = load_profile(str(child))
    other = load_profile(str(child.parent / "parents" / "house.toml"))

    require_distinct_hosts([one, other])
    with pytest.raises(ProfileError, match=r"^daily: domains: 'daily.example' is also in profile 'daily'; a host has"):
        require_distinct_hosts([one, other, one])


def test_the_bundled_profiles_are_sorted_and_form_one_chain() -> None:
    bundled = bundled_profiles()

    assert list(bundled) == ["generic", "memo", "wordpress"]
    assert bundled["memo"].lineage == ("memo", "wordpress", "generic")


FRAGMENTS = st.sampled_from(
    [
        'name = "x"', 'extends = "memo"', "domains = ", '["a.example"]', "[politeness]", "delay_s = ", "1e400", "-5",
        "[[refuse]]", "pattern = ", "'(a+)+'", "'['", "[network]", "ports = [1]", "[expect.filled]", "title = ", "nan",
        "sources = [{kind = 'feed', url = 'http://[/'}]", "timezone = '\\0'", "2024-01-01T00:00:00Z", "{a = 1}", "=",
        "\n", "[[boilerplate.selectors]]", "css = '::'", "removes = '<'", "[metadata]", "'''", '"\\ud800"', "[[[[",
    ]
)  # fmt: skip


@given(
    st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=12).map("\n".join), st.lists(FRAGMENTS).map("".join))
)
@settings(max_examples=300, deadline=None)
def test_whatever_the_text_only_a_profile_error_comes_out(text: str) -> None:
    problem = "my.toml: none"
    try:
        read_layer(text, "my.toml")
    except ProfileError as error:
        problem = str(error)
    assert problem.startswith("my.toml: ")
    assert len(problem.splitlines()) == 1


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_bytes_only_a_profile_error_comes_out(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(content)

    with pytest.raises(ProfileError):
        load_profile(str(file))
