from pathlib import Path

from crawler.reprocess.new_set import MOST_OPEN, NewSet
from crawler.run.store import Store
from crawler.state.rows import Segment
from tests.archive.exchanges import NOON


def test_a_full_file_is_followed_by_another_and_none_counts_yet(tmp_path: Path) -> None:
    new_set = NewSet(Store(tmp_path), 4, lambda: NOON)
    lines = new_set.lines("daily", "records")

    for line in (b"one\n", b"two\n"):
        lines.append(line)
    new_set.make_durable()

    names = ["records/daily-20260304T120000Z-001.jsonl", "records/daily-20260304T120000Z-002.jsonl"]
    assert [segment.path for segment in lines.segments()] == names
    assert [(tmp_path / f"{name}.new").read_bytes() for name in names] == [b"one\n", b"two\n"]


def test_more_sites_than_files_may_be_open_lose_no_line(tmp_path: Path) -> None:
    new_set = NewSet(Store(tmp_path), 1000, lambda: NOON)
    sites = [f"site{number}" for number in range(MOST_OPEN + 5)]

    for line in (b"one\n", b"two\n"):
        for site in sites:
            new_set.lines(site, "records").append(line)
    new_set.make_durable()

    held = [path.read_bytes() for path in (tmp_path / "records").iterdir()]
    assert held == [b"one\ntwo\n"] * len(sites)


def test_the_same_lines_in_other_files_are_as_before_and_another_order_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for name, line in (("a.jsonl", b"one\n"), ("b.jsonl", b"two\n")):
        (tmp_path / "records" / name).write_bytes(line)
    before = [Segment(f"records/{name}", "daily", "records", 4, closed=True) for name in ("a.jsonl", "b.jsonl")]
    new_set = NewSet(store, 1000, lambda: NOON)
    new_set.lines("daily", "records").append(b"one\n")
    new_set.lines("daily", "records").append(b"two\n")

    assert new_set.is_as_before("daily", before)
    assert not new_set.is_as_before("daily", before[::-1])
