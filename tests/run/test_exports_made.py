from pathlib import Path

from crawler.run.exports_made import exports_made


def test_exports_are_told_with_place_and_day_and_lines_that_are_none_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    lines = ['{"at": "2026-03-04T09:00:00Z", "to": "/data/march", "records": 24}', "[]", "{", '{"to": "s3://news"}']
    (tmp_path / "reports" / "exports.jsonl").write_text("\n".join(lines))

    assert list(exports_made(tmp_path)) == ["/data/march, 2026-03-04"]
    assert list(exports_made(tmp_path / "another")) == []
