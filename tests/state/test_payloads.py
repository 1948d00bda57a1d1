from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.items import Found
from crawler.state import State
from crawler.state.rows import Payload

NOW = datetime(2026, 3, 4, 7, 0, 0, 123456, tzinfo=UTC)
PAGE = "https://www.memo.example/a/"
FIRST = Payload("sha256:" + "a1" * 32, "urn:uuid:00000000-0000-4000-8000-000000000001", PAGE, NOW)
SECOND = Payload("sha256:" + "b2" * 32, "urn:uuid:00000000-0000-4000-8000-000000000002", PAGE, NOW + timedelta(hours=1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


@pytest.mark.parametrize("known", [[], [PAGE], ["http://memo.example/a"]])
def test_a_stored_payload_is_told_as_it_was_kept_whatever_is_known_of_its_page(path: Path, known: list[str]) -> None:
    state = State(path)
    state.urls.add_found("memo", [Found(url, "sitemap", url) for url in known], NOW, NOW)
    state.commit([], [], [FIRST])
    state.close()

    again = State(path)

    assert (again.payload(FIRST.digest), again.payload_of(PAGE)) == (FIRST, FIRST)
    assert again.payload_of("http://memo.example/a") is None


def test_of_two_payloads_of_a_url_the_last_is_told_though_the_page_was_known_only_then(path: Path) -> None:
    state = State(path)
    state.commit([], [], [FIRST])
    state.urls.add_found("memo", [Found(PAGE, "sitemap", PAGE)], NOW, NOW)

    state.commit([], [], [SECOND])

    assert state.payload_of(PAGE) == SECOND
    assert state.payload(FIRST.digest) == FIRST


def test_a_body_that_is_stored_already_stays_where_it_was_stored_first() -> None:
    state = State(None)
    elsewhere = Payload(FIRST.digest, SECOND.record_id, f"{PAGE}2", SECOND.captured_at)

    state.commit([], [], [FIRST, elsewhere])

    assert state.payload(FIRST.digest) == FIRST
