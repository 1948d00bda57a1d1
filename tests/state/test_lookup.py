import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.items import Found
from crawler.state import State
from crawler.state.lookup import Lookup, SiteCounts
from crawler.state.rows import Finished, KnownRecord, Segment, Validators
from crawler.urls import url_key

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
URL = "https://memo.example/a"
RECORD = KnownRecord("a" * 32, "memo", URL, 1, "sha256:1", b"x", "2026-03-04", "records/memo-1.jsonl")
DONE = Finished("memo", URL, URL, "record", NOW, status=200, record_id=RECORD.id, record=RECORD)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A state with an article under two addresses, a reject, a URL given up, one that waits and one that is new."""
    path = tmp_path / "state.sqlite"
    state = State(path)
    state.urls.add_found("memo", [Found(URL, "feed", URL), Found(f"{URL}-new", "feed", URL)], NOW, NOW)
    other = f"{URL}-other"
    state.commit(
        [
            replace(DONE, validators=Validators('"1"', None)),
            replace(DONE, url=other, record=None, outcome="unchanged"),
            replace(DONE, url=f"{URL}-r", final_url=f"{URL}-r", outcome="reject", record=None, record_id=None),
            replace(DONE, url=f"{URL}-e", final_url=f"{URL}-e", outcome="error", record=None, record_id=None),
            Finished("memo", f"{URL}-w", f"{URL}-w", "error", NOW, due_at=NOW + timedelta(hours=1)),
        ],
        [],
    )
    state.segments.add("records/memo-1.jsonl", "memo", "records")
    state.segments.add("rejects/memo-1.jsonl", "memo", "rejects")
    state.segments.add("records/other-1.jsonl", "other", "records")
    state.runs.end(state.runs.begin("memo", 17, NOW), NOW, 4, {"records": 1})
    state.runs.begin("memo", 18, NOW)
    state.close()
    return path


def test_a_url_is_told_with_all_that_the_state_holds_of_it(path: Path) -> None:
    with Lookup(path) as state:
        entry = state.url(url_key(URL))
        unknown = state.url("none")

    assert entry is not None
    assert (entry.site, entry.via, entry.first_seen_at, entry.fetched_at) == ("memo", "feed", NOW, NOW)
    assert (entry.outcome, entry.status, entry.validators, entry.record_id) == (
        "unchanged", 200, Validators('"1"', None), RECORD.id,
    )  # fmt: skip
    assert unknown is None


def test_an_address_that_has_an_articles_text_is_kept_beside_it_until_it_shows_its_own(path: Path) -> None:
    copy, later = f"{URL}-copy", f"{URL}-later"
    rejected = Finished("memo", copy, copy, "reject", NOW, reason="duplicate", alias_of=RECORD.id)
    own = replace(RECORD, id="b" * 32, url=later)
    state = State(path)
    state.commit([rejected, replace(rejected, url=later, final_url=later)], [])
    state.commit([replace(DONE, url=later, final_url=later, record_id=own.id, record=own)], [])
    state.commit([Finished("memo", copy, copy, "error", NOW, reason="timeout")], [])
    known = [state.id_of(copy), state.id_of(later)]
    state.close()

    with Lookup(path) as lookup:
        entries = [lookup.url(url_key(url)) for url in (copy, later)]
        urls = lookup.urls_of(RECORD.id)

    assert known == [None, own.id]
    assert [entry and (entry.record_id, entry.alias_of) for entry in entries] == [(None, RECORD.id), (own.id, None)]
    assert copy in urls
    assert later not in urls


def test_every_address_of_an_article_is_found(path: Path) -> None:
    with Lookup(path) as state:
        found = state.urls_of(RECORD.id)

    assert found == [URL, f"{URL}-other"]


def test_segments_are_those_of_a_kind_and_site(path: Path) -> None:
    with Lookup(path) as state:
        ours, all_sites = state.segments("records", "memo"), state.segments("records")

    assert ours == [Segment("records/memo-1.jsonl", "memo", "records")]
    assert [one.site for one in all_sites] == ["memo", "other"]


def test_what_is_due_waits_and_was_given_up_is_counted_apart(path: Path) -> None:
    with Lookup(path) as state:
        counts = state.counts(NOW)

    assert counts == [
        SiteCounts("memo", known=6, due=1, records=1, rejects=1, errors_waiting=1, errors_given_up=1),
    ]


def test_the_last_runs_come_newest_first_and_one_cut_short_has_no_end(path: Path) -> None:
    with Lookup(path) as state:
        runs = state.last_runs("memo", 5)

    assert [(run.pid, run.exit_code, dict(run.counts)) for run in runs] == [(18, None, {}), (17, 4, {"records": 1})]


def test_a_lookup_can_write_nothing(path: Path) -> None:
    with Lookup(path) as state, pytest.raises(UsageError, match="readonly"):
        state._all("DELETE FROM runs")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_state_in_a_folder_that_cannot_be_written_is_read(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with Lookup(path) as state:
            entry = state.url(url_key(URL))
    finally:
        path.parent.chmod(0o755)

    assert entry is not None
