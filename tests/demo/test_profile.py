"""The profile that the demo is crawled with."""

from pathlib import Path

from crawler.cli.demo import write_profile
from crawler.profiles import load_profile


def test_it_is_memos_at_the_demos_address(tmp_path: Path) -> None:
    path = write_profile(tmp_path, "http://127.0.0.1:8642")

    profile = load_profile(str(path))

    assert profile.lineage[:3] == ("demo", "memo", "wordpress")
    assert profile.domains == ("127.0.0.1",)
    assert profile.sources[0].url == "http://127.0.0.1:8642/sitemap_index.xml"
