"""Rebuilding from files that nobody promised anything about."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import SiteBusy
from crawler.extract.signature import signature
from crawler.record import record_line, reject_line
from crawler.run.locks import SiteLock
from crawler.run.rebuild import rebuild
from crawler.run.store import Store
from crawler.state.lookup import Lookup
from crawler.urls import url_key
from tests.articles import ARTICLE, REJECTED, article
from tests.texts import NEWS

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
HOUR = 3600.0
FILE = "daily-20260304T070000Z-001.jsonl"

junk = st.lists(
    st.sampled_from([b"", b"{}", b"[1]", b"null", b'{"schema_version":1}', b"\xff\x00", b'{"a":' * 9]) | st.binary()
)


def filled(folder: Path, records: bytes = b"", rejects: bytes = b"") -> Path:
    store = Store(folder)
    for place, content in (("records", records), ("rejects", rejects)):
        if content:
            (store.folder / place / FILE).write_bytes(content)
    return store.folder


def test_an_article_is_looked_at_again_when_its_age_calls_for_it(tmp_path: Path) -> None:
    one = article(date_published="2026-03-04T07:30:00+00:00", fetched_at="2026-03-04T08:00:00Z")
    folder = filled(tmp_path, record_line(one))

    rebuild(folder, NOW, [HOUR])

    with Lookup(folder / "state.sqlite") as state:
        entry = state.url(url_key(one.url))
    assert entry is not None
    assert entry.due_at == datetime(2026, 3, 4, 7, 30, tzinfo=UTC) + timedelta(seconds=HOUR)


@pytest.mark.parametrize(("reject_at", "is_gone"), [("2026-03-04T08:30:00Z", True), ("2026-03-04T07:30:00Z", False)])
def test_what_came_last_holds_whether_record_or_reject(tmp_path: Path, reject_at: str, is_gone: bool) -> None:
    one = article(fetched_at="2026-03-04T08:00:00Z")
    reject = replace(REJECTED, reason="http_4xx", status=410, fetched_at=reject_at)
    folder = filled(tmp_path, record_line(one), reject_line(reject))

    rebuild(folder, NOW, [HOUR])

    with Lookup(folder / "state.sqlite") as state:
        entry, known = state.url(url_key(one.url)), state.record(one.id)
    assert entry is not None
    assert known is not None
    assert entry.outcome == ("reject" if is_gone else "record")
    assert (known.gone_at is not None) == is_gone


def test_an_address_with_an_articles_text_is_known_again(tmp_path: Path) -> None:
    url = f"{ARTICLE.url}2/"
    copy = replace(REJECTED, reason="duplicate", duplicate_of=ARTICLE.id, url=url, requested_url=url)
    folder = filled(tmp_path, record_line(article()), reject_line(copy))

    rebuild(folder, NOW, [HOUR])

    with Lookup(folder / "state.sqlite") as state:
        assert copy.url in state.urls_of(ARTICLE.id)


def test_what_the_articles_of_a_site_have_in_common_is_counted_again(tmp_path: Path) -> None:
    lines = [
        record_line(article(id=f"{number:032}", url=url, requested_url=url, text=f"{text}\n\nWrite to the newsroom."))
        for number, text in enumerate(("The bridge was opened on Tuesday.", "Rain fell on all of the islands."))
        for url in [f"https://daily.example/{number}/"]
    ]
    folder = filled(tmp_path, b"".join(lines))

    rebuild(folder, NOW, [HOUR])

    with Lookup(folder / "state.sqlite") as state:
        assert [(line.text, line.articles) for line in state.memory("daily")] == [("Write to the newsroom.", 2)]


def test_groups_of_near_copies_are_known_again_each_named_by_its_first(tmp_path: Path) -> None:
    urls = ["https://zeitung.example/ferry/", "https://daily.example/ferry/", "https://herald.example/ferry/"]
    sites, names = ("zeitung", "daily", "herald"), ("f" * 32, "a" * 32, "b" * 32)
    texts = (NEWS, f"{NEWS}\n\nRead more: the pier", f"HERALD (Wire) - {NEWS}")
    folder = filled(tmp_path)
    for site, url, name, text in zip(sites, urls, names, texts, strict=True):
        copied = None if site == "zeitung" else names[0]
        one = article(site=site, url=url, requested_url=url, id=name, text=text, duplicate_of=copied)
        (folder / "records" / FILE.replace("daily", site)).write_bytes(record_line(one))

    rebuild(folder, NOW, [HOUR])

    with Lookup(folder / "state.sqlite") as state:
        groups = list(state.copies.groups())
        alike = sorted(state.copies.alike(signature(NEWS)))
    assert groups == [(name, names[0]) for name in sorted(names)]
    assert alike == sorted(names)


def test_a_record_of_another_schema_is_kept_in_its_file_and_told_of(tmp_path: Path) -> None:
    line = record_line(article()).replace(b'"schema_version":1', b'"schema_version":99')
    folder = filled(tmp_path, line)

    made = rebuild(folder, NOW, [HOUR])

    assert made.articles == 0
    assert made.said == (
        f"records/{FILE}: 1 lines are not what they should be, the first is line 1: schema_version: 99 is not 1",
    )
    assert (folder / "records" / FILE).read_bytes() == line


def test_a_failed_rebuild_leaves_the_state_that_was_there(tmp_path: Path) -> None:
    folder = filled(tmp_path, record_line(article()))
    (folder / "state.sqlite").write_bytes(b"old")
    store = Store(folder)

    lock = SiteLock(store.lock_path("daily"), "daily", NOW)
    try:
        with pytest.raises(SiteBusy):
            rebuild(folder, NOW, [HOUR])
    finally:
        lock.release()

    assert [path.name for path in folder.glob("state*")] == ["state.sqlite"]
    assert (folder / "state.sqlite").read_bytes() == b"old"


@pytest.mark.parametrize("removed", [0, 1, 2])
def test_of_an_exchange_of_files_that_was_cut_short_one_set_counts(tmp_path: Path, removed: int) -> None:
    names = {
        "old": ["records/daily-20260301T070000Z-001.jsonl", "records/daily-20260302T070000Z-001.jsonl"],
        "new": ["records/daily-20260303T070000Z-001.jsonl"],
    }
    folder = filled(tmp_path)
    for number, path in enumerate([*names["old"], *names["new"]]):
        one = article(
            id=f"{number:032}", url=f"https://daily.example/{path}", requested_url=f"https://daily.example/{path}"
        )
        (folder / path).write_bytes(record_line(one))
    for path in names["old"][:removed]:  # which begins when the state knows the new ones
        (folder / path).unlink()
    (folder / "locks" / "daily.swap").write_text(json.dumps(names))

    made = rebuild(folder, NOW, [HOUR])

    counts = names["new"] if removed else names["old"]
    assert sorted(f"records/{path.name}" for path in (folder / "records").iterdir()) == counts
    assert made.articles == len(counts)
    assert not (folder / "locks" / "daily.swap").exists()


@settings(max_examples=40, deadline=None)
@given(junk, junk, st.booleans())
def test_whatever_stands_in_the_files_a_state_comes_of_it(
    records: list[bytes], rejects: list[bytes], is_open: bool
) -> None:
    good = record_line(article())
    with TemporaryDirectory() as temporary:
        folder = filled(Path(temporary), good + b"\n".join(records), b"\n".join(rejects))
        if is_open:
            (folder / "records" / FILE).rename(folder / "records" / f"{FILE}.part")

        made = rebuild(folder, NOW, [HOUR])

        kept = (folder / "records" / FILE).read_bytes()
        assert made.articles == 1
        assert kept.startswith(good)
        assert kept.endswith(b"\n")
