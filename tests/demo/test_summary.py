"""What `newskeep demo` reads in a crawl's report."""

import json
from pathlib import Path

import pytest

from crawler.cli.demo import Summary, write_profile
from crawler.errors import SourceChanged
from crawler.profiles import load_profile

REPORT = {
    "found": 9,
    "fetched": 8,
    "records": 5,
    "rejects": {"gallery": 1},
    "seconds": 1.5,
    "files": ["records/a.jsonl"],
}


def test_a_report_becomes_a_summary(tmp_path: Path) -> None:
    path = tmp_path / "demo-1.json"
    path.write_text(json.dumps({**REPORT, "why": ""}), encoding="utf-8")

    summary = Summary.read(path)

    assert summary == Summary(9, 8, 5, {"gallery": 1}, 1.5, ("records/a.jsonl",))


@pytest.mark.parametrize("text", ["", "[]", '{"found": 9}', json.dumps({**REPORT, "rejects": 3})])
def test_another_file_is_no_report(tmp_path: Path, text: str) -> None:
    path = tmp_path / "demo-1.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceChanged, match="no report"):
        Summary.read(path)


def test_the_profile_is_memos_at_the_demos_address(tmp_path: Path) -> None:
    profile = load_profile(str(write_profile(tmp_path, "http://127.0.0.1:8642")))

    assert profile.lineage[:3] == ("demo", "memo", "wordpress")
    assert profile.domains == ("127.0.0.1",)
    assert profile.sources[0].url == "http://127.0.0.1:8642/sitemap_index.xml"
