"""A profile written as TOML loads back to the same profile, and tells where its values come from."""

import tomllib
from pathlib import Path

import pytest

from crawler.profiles import as_toml, bundled_profiles, load_profile, origin_of_values, profile_for_site
from crawler.profiles.files import chain_of
from crawler.profiles.merge import resolve
from crawler.profiles.model import SiteProfile

EVERYTHING = r"""
name = "everything"
extends = "memo"
title = 'Say "Daily" \ it''s'
domains = []
sources = []
title_suffixes = [" – “D”", " \\ \u00a0x"]
politeness = { delay_s = 0.25, concurrency = 2, contact = "a@daily.example" }
network = { allow = ["10.0.0.0/8", "::1/128"], ports = [8080, 8443], verify_tls = false }
expect = { articles_per_day = [1, 2], filled = { authors = 0.125 }, max_reject_share = 0.5 }

[metadata]
title = ["h1 > 'x'"]

[[boilerplate.lines]]
name = "quote"
language = "fr"
pattern = "it's \"so\"\\.\t?"
removes = "it's \"so\"."
keeps = "it is so"
""".replace("'Say \"Daily\" \\ it''s'", '"Say \\"Daily\\" \\\\ it\'s"').replace("h1 > 'x'", "h1[title='x']")


def written_and_read(profile: SiteProfile, folder: Path) -> SiteProfile:
    file = folder / "again.toml"
    file.write_text(as_toml(profile), "utf-8")
    return resolve(chain_of(str(file)))


@pytest.mark.parametrize("name", ["generic", "wordpress", "memo"])
def test_a_bundled_profile_loads_back_equal(name: str, tmp_path: Path) -> None:
    assert written_and_read(load_profile(name), tmp_path) == bundled_profiles()[name]


def test_a_site_s_own_profile_loads_back_equal(tmp_path: Path) -> None:
    profile = profile_for_site("http://127.0.0.11:8811/", "wordpress")

    assert written_and_read(profile, tmp_path) == profile


def test_every_kind_of_value_loads_back_equal(tmp_path: Path) -> None:
    file = tmp_path / "everything.toml"
    file.write_text(EVERYTHING, "utf-8")
    profile = load_profile(str(file))

    assert profile.domains == ()  # the parent's are taken away, and must not come back
    assert written_and_read(profile, tmp_path) == profile


def test_each_value_tells_the_profile_that_set_it() -> None:
    origins = origin_of_values("memo")

    assert origins["title"] == "memo"
    assert origins["accept.dated-slug"] == "memo"
    assert origins["refuse.attachment"] == "wordpress"
    assert origins["refuse.tag"] == "generic"
    assert origins["expect.filled.title"] == "memo"
    assert origins["title_suffixes. – Middle East Monitor"] == "memo"


def test_a_child_s_claim_on_a_value_comes_before_its_parent_s(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('name = "mine"\nextends = "memo"\ntitle = "Mine"\npoliteness = { delay_s = 9 }')

    origins = origin_of_values(str(file))

    assert (origins["title"], origins["language"], origins["politeness.delay_s"]) == ("mine", "memo", "mine")


def test_the_comments_change_nothing_and_name_every_origin() -> None:
    memo = load_profile("memo")

    text = as_toml(memo, origin_of_values("memo"))

    assert tomllib.loads(text) == tomllib.loads(as_toml(memo))
    assert 'timezone = "Europe/London"  # from memo\n' in text
    assert '[[refuse]]  # from generic\nname = "tag"\n' in text
