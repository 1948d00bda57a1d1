"""Groups of copies when a site's articles are exchanged for those of a reprocess."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from crawler.extract.signature import signature
from crawler.reprocess.catalog import Beside
from crawler.state import State
from crawler.state.exchange import exchange_files
from crawler.state.replacing import replace_sites
from crawler.state.rows import Finished, KnownRecord, Segment
from tests.texts import NEWS, other_words

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
OTHER = other_words(NEWS)
UPDATED = f"{NEWS}\n\nThe council meets again in April, and the ferry company will send its figures by then."


def filled(path: Path, articles: Mapping[str, tuple[str, str]]) -> State:
    """A state with these articles, each told by its letter: site and text."""
    state = State(path)
    finished = []
    for letter, (site, text) in articles.items():
        url = f"https://{site}.example/{letter}/"
        record = KnownRecord(letter * 32, site, url, 1, f"sha256:{letter * 64}", b"x", None, signature=signature(text))
        finished.append(Finished(site, url, url, "record", NOW, record_id=record.id, record=record))
    state.commit(finished, [])
    return state


def groups_after(path: Path, made: Path) -> dict[str, str]:
    """The groups by letters when the articles of `daily` are those of `made`."""
    replace_sites(path, made, ["daily"], [], NOW)
    state = State(path)
    found = {id_[0]: group[0] for id_, group in state.copies.groups()}
    state.close()
    return found


def test_a_text_read_anew_leaves_its_group_and_joins_another(tmp_path: Path) -> None:
    store, made = tmp_path / "state.sqlite", tmp_path / "made.sqlite"
    filled(
        store, {"a": ("herald", NEWS), "b": ("daily", UPDATED), "c": ("daily", OTHER), "d": ("herald", NEWS)}
    ).close()
    filled(made, {"b": ("daily", OTHER), "c": ("daily", OTHER)}).close()

    assert groups_after(store, made) == {"a": "a", "d": "a", "b": "b", "c": "b"}


def test_a_group_that_loses_its_first_is_named_by_the_next(tmp_path: Path) -> None:
    store, made = tmp_path / "state.sqlite", tmp_path / "made.sqlite"
    filled(store, {"a": ("daily", NEWS), "b": ("daily", UPDATED), "c": ("herald", NEWS)}).close()
    filled(made, {"b": ("daily", UPDATED)}).close()

    assert groups_after(store, made) == {"b": "b", "c": "b"}


def test_articles_read_anew_as_they_were_keep_their_groups(tmp_path: Path) -> None:
    store, made = tmp_path / "state.sqlite", tmp_path / "made.sqlite"
    articles = {"c": ("daily", NEWS), "a": ("daily", UPDATED), "b": ("daily", OTHER)}
    filled(store, articles).close()
    filled(made, articles).close()

    assert groups_after(store, made) == {"a": "c", "c": "c"}


def test_a_reprocess_of_one_site_knows_the_groups_with_other_sites(tmp_path: Path) -> None:
    store = filled(tmp_path / "state.sqlite", {"a": ("daily", NEWS), "b": ("herald", NEWS), "c": ("daily", OTHER)})
    made = filled(tmp_path / "made.sqlite", {"a": ("daily", NEWS)})
    beside = Beside(made, store, frozenset({"daily"}))

    copied = [beside.first_copy(letter * 32, signature(UPDATED), []) for letter in "ade"]
    apart = beside.first_copy("c" * 32, signature(OTHER), [])
    store.close()
    made.close()

    assert copied == [None, "a" * 32, "a" * 32]
    assert apart is None


def test_files_that_are_exchanged_change_no_group(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    filled(path, {"a": ("daily", NEWS), "b": ("herald", UPDATED)}).close()
    pruned = "records/daily-20260305T070000Z-001.jsonl"

    exchange_files(path, ["records/daily-20260304T070000Z-001.jsonl"], [Segment(pruned, "daily", "records")], {}, [])

    state = State(path)
    assert list(state.copies.groups()) == [("a" * 32, "a" * 32), ("b" * 32, "a" * 32)]
    assert sorted(state.copies.alike(signature(NEWS))) == ["a" * 32, "b" * 32]
    state.close()
