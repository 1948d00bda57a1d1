"""The profiles in the documentation are profiles, and the reference names every key."""

import re
from pathlib import Path

import pytest

from crawler.profiles import load_profile
from crawler.profiles.layer import KEYS, SOURCE_KINDS, read_layer
from crawler.profiles.merge import plain_values
from crawler.profiles.origins import metadata_fields

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "profile.md", DOCS / "add-a-site.md"]


def examples(page: Path) -> list[str]:
    return re.findall(r"^```toml\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_loads(page: Path, tmp_path: Path) -> None:
    texts = examples(page)

    assert texts
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, "utf-8")
        assert load_profile(str(file)).name == "daily"


def test_the_whole_profile_of_the_reference_has_every_key() -> None:
    layer = read_layer(examples(DOCS / "profile.md")[0], "profile.md")

    assert {key for key in layer.given if "." not in key} == set(KEYS)


def test_the_reference_names_every_key_and_kind() -> None:
    text = (DOCS / "profile.md").read_text("utf-8")
    profile = load_profile("memo")
    keys = {*KEYS, *plain_values(profile), *SOURCE_KINDS} - {"boilerplate", "metadata"}
    fields = {field for field, _ in metadata_fields(profile)}

    assert {key for key in keys | fields if f"`{key}`" not in text} == set()
