import json
from pathlib import Path

from benchmarks.bench.store import Bytes, Records, read_bytes, read_losses, read_records


def test_a_record_without_a_text_counts_and_is_not_good(tmp_path: Path) -> None:
    lines = [{"text": "a" * 300}, {"text": "b" * 500}, {"text": "stub"}, {"text": None}]
    (tmp_path / "daily.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))

    found = read_records(tmp_path.glob("*.jsonl"))

    assert found == Records(4, 2, 400)


def test_the_bytes_of_a_store_are_told_by_what_they_are_for(tmp_path: Path) -> None:
    sizes = {
        "archive/daily-001.warc.gz": 500, "archive/daily-001.cdxj": 40, "records/daily.jsonl": 90, "state.sqlite": 70,
        "state.sqlite-wal": 7, "reports/1.json": 3,
    }  # fmt: skip
    for name, size in sizes.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)

    found = read_bytes(tmp_path)

    assert found == Bytes(archive=500, index=40, records=90, state=77, others=3)


def test_pages_without_a_record_are_told_by_their_reason(tmp_path: Path) -> None:
    for number, errors in enumerate(({"timeout": 2}, {})):
        report = {"rejects": {"duplicate": 3}, "errors": errors}
        (tmp_path / f"{number}.json").write_text(json.dumps(report))

    found = read_losses(tmp_path.iterdir())

    assert found == {"duplicate": 6, "timeout": 2}
