from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.items import Reading
from crawler.run.forgotten import (
    FILE,
    Forgotten,
    Tombstone,
    add_tombstones,
    hash_of_host,
    hash_of_site,
    hash_of_text,
    hash_of_url,
    read_forgotten,
    refused,
)  # fmt: skip
from tests.articles import ARTICLE, REJECTED

GONE = "https://daily.example/gone/"
ONE = Tombstone("2026-03-04T09:00:00Z", "“why”", "daily", (hash_of_url(GONE), hash_of_text("daily", "sha256:1")))
SITE = Tombstone(
    "2026-03-05T09:00:00Z", "all of it", "weekly", (hash_of_site("weekly"), hash_of_host("weekly.example"))
)


def test_tombstones_are_read_as_they_were_written_and_new_ones_stand_behind_them(tmp_path: Path) -> None:
    add_tombstones(tmp_path, [ONE])
    add_tombstones(tmp_path, [SITE])

    assert read_forgotten(tmp_path).tombstones == (ONE, SITE)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert GONE not in (tmp_path / FILE).read_text()


def test_an_address_is_told_by_itself_or_by_its_host_and_a_text_within_its_site() -> None:
    forgotten = Forgotten([ONE, SITE])

    assert forgotten.of_url("http://www.daily.example/gone?utm_source=x") == ONE
    assert forgotten.of_url("https://www.weekly.example/tomorrow/") == SITE
    assert forgotten.of_site("weekly") == SITE
    assert forgotten.of_text("daily", "sha256:1") == ONE
    for found in (
        forgotten.of_url("https://daily.example/"),
        forgotten.of_url("no address"),
        forgotten.of_text("weekly", "sha256:1"),
        forgotten.of_site("daily"),
        Forgotten().of_url(GONE),
    ):
        assert found is None


@pytest.mark.parametrize(
    "line", ["{}", "[]", "not json", '{"forgotten_at": 1, "reason": "", "site": "", "hashes": []}']
)
def test_a_line_that_is_no_tombstone_is_an_error_and_not_passed_over(tmp_path: Path, line: str) -> None:
    add_tombstones(tmp_path, [ONE])
    with (tmp_path / FILE).open("a") as file:
        file.write(f"{line}\n")

    with pytest.raises(UsageError, match="no tombstone"):
        read_forgotten(tmp_path)


def test_a_page_that_leads_to_what_was_forgotten_is_a_reject_of_its_own_address() -> None:
    form, sends_on = Reading(ARTICLE, article_url=GONE), Reading(REJECTED, refresh_url=GONE)

    for reading in (form, sends_on):
        reject = refused(reading, Forgotten([ONE]))
        assert reject is not None
        assert (reject.url, reject.reason) == (ARTICLE.url, "forgotten")
        assert reject.detail == "leads to it: forgotten on 2026-03-04: “why”"
    assert refused(Reading(ARTICLE, article_url=ARTICLE.url), Forgotten([ONE])) is None
