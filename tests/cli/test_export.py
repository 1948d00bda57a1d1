"""What `newskeep export` makes, says and ends with."""

import json
from pathlib import Path

import pytest

from tests.articles import article
from tests.cli.stored import store_of
from tests.command import Newskeep


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of one article."""
    return store_of(tmp_path / "out", [article()])


def test_an_export_is_made_noted_and_verified_and_no_other_takes_its_place_unasked(
    newskeep: Newskeep, store: Path, tmp_path: Path
) -> None:
    to = tmp_path / "set"

    ended = newskeep("export", "--output", store, "--to", to)
    again = newskeep("export", "--output", store, "--to", to)
    (to / "data" / "records-00001.jsonl").write_text("{}")
    verified = newskeep("export", "--verify", to)

    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"{to}: 1 records, 1 files, ")
    assert (again.code, again.stdout) == (2, "")
    assert again.stderr == f"newskeep: {to} holds an export already; --replace puts the new one in its place\n"
    assert (verified.code, verified.stdout.partition(",")[0]) == (4, "data/records-00001.jsonl: has 2 bytes")
    noted = json.loads((store / "reports" / "exports.jsonl").read_text())
    assert (noted["to"], noted["records"]) == (str(to), 1)
    assert noted["manifest_sha256"] in ended.stdout
