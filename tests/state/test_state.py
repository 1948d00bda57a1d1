from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.dates import Window
from crawler.errors import CannotWrite
from crawler.extract.words import article_id
from crawler.items import Found
from crawler.state import State
from crawler.state.database import Value
from crawler.state.rows import Finished, KnownRecord, Segment
from crawler.state.urls import DUE
from crawler.state.words import OUTCOMES

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
RECORD = KnownRecord("a" * 32, "memo", "https://memo.example/a", 1, "sha256:1", b"x", "2026-03-04")


def found(path: str, **dates: datetime | date) -> Found:
    return Found(f"https://memo.example/{path}", "sitemap", "https://memo.example/sitemap.xml", **dates)  # type: ignore[arg-type]


def begun(state: State) -> int:
    """The number of a new run, which finds free what an earlier one had in hand."""
    state.urls.free("memo")
    return state.runs.begin("memo", 1, NOW)


def claimed(state: State, run: int, *, now: datetime = NOW, window: Window | None = None, count: int = 10) -> list[str]:
    return [due.url.rpartition("/")[2] for due in state.urls.claim("memo", run, count, now, window or Window())]


def finished(path: str, **more: object) -> Finished:
    url = f"https://memo.example/{path}"
    return replace(Finished("memo", url, url, "record", NOW), **more)  # type: ignore[arg-type]


def test_the_newest_urls_are_claimed_first_and_only_once() -> None:
    state = State(None)
    run = begun(state)
    state.urls.add_found(
        "memo", [found("old", published=date(2026, 1, 1)), found("new", published=date(2026, 3, 1))], NOW, NOW
    )

    first, second, third = (claimed(state, run, count=1) for _ in range(3))

    assert (first, second, third) == (["new"], ["old"], [])


def test_without_dates_what_is_nearer_to_the_site_s_own_sources_comes_first_and_its_depth_is_kept() -> None:
    state = State(None)
    run = begun(state)
    links = [Found(f"https://memo.example/{n}", "links", "https://memo.example/", depth=n) for n in (3, 1, 8, 2)]
    state.urls.add_found("memo", links, NOW + timedelta(minutes=5), NOW)

    claimed_urls = state.urls.claim("memo", run, 10, NOW, Window())

    assert [due.depth for due in claimed_urls] == [1, 2, 3, 8]


def test_a_url_found_by_four_ways_is_claimed_once() -> None:
    state = State(None)
    run = begun(state)
    ways = ["a", "a/", "a?utm_source=feed", "a/amp/"]

    new = state.urls.add_found("memo", [found(way) for way in ways], NOW, NOW)

    assert new == (1, 1)
    assert len(claimed(state, run)) == 1


def test_what_a_killed_run_had_in_hand_is_due_for_the_next() -> None:
    state = State(None)
    killed = begun(state)
    state.urls.add_found("memo", [found("a")], NOW, NOW)
    claimed(state, killed)

    run = begun(state)

    assert claimed(state, run) == ["a"]


def test_a_committed_url_is_not_due_again_until_its_source_says_that_it_changed() -> None:
    state = State(None)
    run = begun(state)
    state.urls.add_found("memo", [found("a", modified=NOW)], NOW, NOW)
    claimed(state, run)
    state.commit([finished("a")], [])
    later = NOW + timedelta(days=1)

    same = state.urls.add_found("memo", [found("a", modified=NOW)], later, later)
    moved = state.urls.add_found("memo", [found("a", modified=later)], later, later)

    assert (same, moved) == ((0, 0), (0, 1))
    assert claimed(state, run, now=later) == ["a"]


def test_a_later_date_from_a_second_source_of_the_same_run_fetches_nothing_twice() -> None:
    state = State(None)
    run = begun(state)
    state.urls.add_found("memo", [found("a", modified=NOW)], NOW, NOW)
    claimed(state, run)
    state.commit([finished("a")], [])

    state.urls.add_found("memo", [found("a", modified=NOW + timedelta(hours=1))], NOW, started=NOW)

    assert claimed(state, run) == []


def test_a_failed_url_is_due_when_its_wait_is_over() -> None:
    state = State(None)
    run = begun(state)
    retry_at = NOW + timedelta(hours=1)
    state.commit([finished("a", outcome="error", reason="timeout", due_at=retry_at)], [])

    too_soon, in_time = claimed(state, run), claimed(state, run, now=retry_at)

    assert (too_soon, in_time) == ([], ["a"])
    assert state.urls.failures("https://memo.example/a") == 1


def test_a_window_leaves_urls_outside_of_it_for_another_run() -> None:
    state = State(None)
    run = begun(state)
    state.urls.add_found(
        "memo", [found("a", published=date(2026, 1, 1)), found("b", published=date(2026, 3, 1))], NOW, NOW
    )

    inside = claimed(state, run, window=Window(since=date(2026, 2, 1)))
    rest = claimed(state, run)

    assert (inside, rest) == (["b"], ["a"])


def test_a_page_found_outside_of_one_window_is_due_in_a_run_that_wants_it() -> None:
    state = State(None)
    state.commit([finished("a", outcome="outside", published="2026-01-05")], [])
    run = begun(state)

    state.urls.make_due("memo", NOW, Window(since=date(2026, 2, 1)), everything=False)
    unwanted = claimed(state, run)
    state.urls.make_due("memo", NOW, Window(), everything=False)
    wanted = claimed(state, run)

    assert (unwanted, wanted) == ([], ["a"])


def test_what_is_finished_but_not_committed_is_answered_already() -> None:
    state = State(None)

    state.note(finished("a", record_id=RECORD.id, record=RECORD))

    assert state.record(RECORD.id) == RECORD
    assert state.id_of("http://www.memo.example/a/") == RECORD.id
    assert state.records_with("sha256:1") == [RECORD]


def test_a_committed_record_is_answered_from_the_database(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite")
    done = finished("a", record_id=RECORD.id, record=RECORD)
    state.note(done)
    state.commit([done], [])
    state.close()

    again = State(tmp_path / "state.sqlite")

    assert again.record(RECORD.id) == RECORD
    assert again.id_of("https://memo.example/a") == RECORD.id
    assert again.records.published_by_day("memo", date(2026, 3, 1)) == {"2026-03-04": 1}


def test_a_redirected_url_becomes_an_alias_of_the_article() -> None:
    state = State(None)
    moved = finished("old", final_url="https://memo.example/new", record_id=RECORD.id, record=RECORD)

    state.commit([moved], [])

    assert state.id_of("https://memo.example/old") == state.id_of("https://memo.example/new") == RECORD.id


def test_nothing_of_a_commit_counts_when_a_part_of_it_fails(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite")
    state.segments.add("records/memo-1-001.jsonl", "memo", "records")
    segment = Segment("records/memo-1-001.jsonl", "memo", "records", 10)
    unnumbered = replace(RECORD, version=None)  # type: ignore[arg-type]
    unwritable = finished("b", record=unnumbered, record_id="x")

    with pytest.raises(Exception, match="NOT NULL"):
        state.commit([finished("a"), unwritable], [segment])

    assert state.segments.of("memo")[0].committed_bytes == 0
    assert state.id_of("https://memo.example/b") is None


def test_a_state_of_a_newer_newskeep_is_refused(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite")
    state._database._writer.execute("PRAGMA user_version = 99")
    state.close()

    with pytest.raises(CannotWrite, match="newer newskeep"):
        State(tmp_path / "state.sqlite")


def test_a_file_that_is_no_database_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"no database" * 1000)

    with pytest.raises(CannotWrite, match="cannot use the state"):
        State(path)


def test_a_copy_reads_a_state_and_changes_nothing_in_it(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite")
    state.urls.add_found("memo", [found("a")], NOW, NOW)
    copy = State(None, copy_of=tmp_path / "state.sqlite")

    run = begun(copy)
    in_copy = claimed(copy, run)

    assert in_copy == ["a"]
    assert state.urls.has_due("memo", 1, NOW, Window())


def test_whether_enough_is_due_counts_no_further_than_it_must() -> None:
    state = State(None)
    state.urls.add_found("memo", [found("a"), found("b", published=date(2026, 1, 1))], NOW, NOW)
    recent = Window(since=date(2026, 2, 1))

    answers = [
        state.urls.has_due("memo", count, NOW, window) for count, window in ((2, Window()), (3, Window()), (2, recent))
    ]
    too_early = state.urls.has_due("memo", 1, NOW - timedelta(seconds=1), Window())

    assert (answers, too_early) == ([True, False, False], False)


def test_what_is_due_later_is_passed_over_without_a_look_at_its_row() -> None:
    state = State(None)

    values: dict[str, Value] = {"site": "memo", "now": 0, "since": 0, "until": 0, "count": 1}
    plan = " ".join(str(row) for row in state._database.all(f"EXPLAIN QUERY PLAN {DUE}", values))

    assert "USING COVERING INDEX urls_due" in plan


def test_an_article_tells_its_address_whether_or_not_its_page_is_known() -> None:
    state = State(None)
    url = "https://www.memo.example/a/"
    own = replace(RECORD, id=article_id(url), url=url)
    moved = replace(RECORD, id="b" * 32, url="http://memo.example/b", content_hash="sha256:" + "0f" * 32)

    state.commit([finished("a", record_id=own.id, record=own), finished("c", record_id=moved.id, record=moved)], [])

    assert (state.record(own.id), state.record(moved.id)) == (own, moved)
    assert (state.id_of(url), state.id_of("https://memo.example/c")) == (own.id, moved.id)
    assert state.records_with(moved.content_hash) == [moved]


def test_of_a_redirected_url_the_articles_own_address_is_looked_at_again() -> None:
    state = State(None)
    run = begun(state)
    later = NOW + timedelta(hours=1)

    state.commit([finished("old", final_url="https://memo.example/new", record_id=RECORD.id, due_at=later)], [])

    assert claimed(state, run, now=later) == ["new"]


def test_a_redirect_to_another_spelling_of_the_same_address_is_looked_at_again() -> None:
    state = State(None)
    run = begun(state)
    later = NOW + timedelta(hours=1)

    state.commit([finished("a", final_url="https://www.memo.example/a/", due_at=later)], [])

    assert claimed(state, run, now=later) == ["a"]


def test_the_start_of_a_run_reads_no_more_than_it_needs() -> None:
    state = State(None)
    plans = " ".join(
        str(row)
        for query in (
            f"UPDATE packed_urls SET due_at = 1 WHERE site = 1 AND outcome = {OUTCOMES['outside']}",  # noqa: S608 - ours
            "SELECT 1 FROM packed_urls WHERE site = 1 AND claimed_by IS NOT NULL",
        )
        for row in state._database.all(f"EXPLAIN QUERY PLAN {query}")
    )

    assert "SCAN" not in plans


def test_a_text_that_an_article_no_longer_has_finds_nothing_before_and_after_the_commit() -> None:
    state = State(None)
    first = KnownRecord("a" * 32, "daily", "https://daily.example/a/", 1, "hash one", b"", None)
    changed = replace(first, version=2, content_hash="hash two")
    both = [replace(finished("/a/"), record_id=first.id, record=one) for one in (first, changed)]

    for one in both:
        state.note(one)
    noted = (state.records_with("hash one"), state.records_with("hash two"))
    state.commit(both, [])

    assert noted == ([], [changed])
    assert (state.records_with("hash one"), state.records_with("hash two")) == noted
