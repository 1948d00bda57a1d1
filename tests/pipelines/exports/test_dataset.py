"""A data set's folder: where records go, and the files that say what it is."""

import json
from pathlib import Path

import pyarrow as pa
import yaml

from crawler.record import record_of
from pipelines.exports.card import About
from pipelines.exports.columns import columns_of
from pipelines.exports.croissant import Column
from pipelines.exports.dataset import CARD, CROISSANT, DataSet
from pipelines.exports.layout import BySiteAndMonth, OneFolder, WrittenFile
from pipelines.exports.parted import Parted
from pipelines.exports.splits import Plan, days_of
from pipelines.exports.units import Splitter
from tests.articles import article

RECORDS = [
    record_of(article(id=f"{number:032x}", date_published=f"2026-03-{number:02}"))
    | {"duplicate_group": f"{number:032x}"}
    for number in range(1, 21)
]
ABOUT = About("News", "1.2.3", 1, "newskeep/1.2.3", {}, removals=0, drops_copies=False)
COLUMNS = (Column("id", "sc:Text"),)


def heads(dataset: DataSet) -> list[dict[str, str]]:
    """Where the card of `dataset` says that its splits lie."""
    text = dataset.papers([])[CARD]
    files: list[dict[str, str]] = yaml.safe_load(text.split("---\n")[1])["configs"][0]["data_files"]
    return files


def test_without_splits_all_records_are_in_train() -> None:
    dataset = DataSet(None, ABOUT, COLUMNS)

    assert {dataset.place(record) for record in RECORDS} == {"data/train"}
    assert heads(dataset) == [{"split": "train", "path": "data/train/*.parquet"}]
    assert not dataset.looks_ahead


def test_parts_that_got_no_record_have_no_files(tmp_path: Path) -> None:
    plan = Plan("time", cuts=days_of("2026-03-05/2026-04-01"))
    dataset = DataSet(Parted(Splitter(plan, str, tmp_path / "units"), OneFolder()), ABOUT, COLUMNS)
    dataset.learn(RECORDS)

    placed = [dataset.place(record) for record in RECORDS]

    assert placed == ["data/train"] * 4 + ["data/validation"] * 16
    assert [head["split"] for head in heads(dataset)] == ["train", "validation"]
    dataset.close()


def test_splits_go_around_the_folders_of_a_format(tmp_path: Path) -> None:
    parted = Parted(Splitter(Plan("group", shares=(1, 0)), str, tmp_path / "units"), BySiteAndMonth())

    assert parted.place(RECORDS[0]) == "data/train/site=daily/month=2026-03"
    parted.close()


def test_card_and_metadata_tell_of_the_same_records() -> None:
    dataset = DataSet(None, ABOUT, COLUMNS)
    for record in RECORDS:
        dataset.place(record)

    papers = dataset.papers([WrittenFile("data/train/0.parquet", 9, "a" * 64)])

    assert "20 records of news articles" in papers[CARD]
    assert json.loads(papers[CROISSANT])["description"].startswith("20 records of news articles")


def test_columns_are_named_as_croissant_names_them() -> None:
    image = pa.struct([("url", pa.string()), ("caption", pa.string()), ("more", pa.struct([("a", pa.int8())]))])
    schema = pa.schema(
        [
            ("url", pa.string()), ("site", pa.dictionary(pa.int32(), pa.string())), ("word_count", pa.int64()),
            ("is_free", pa.bool_()), ("score", pa.float64()), ("date", pa.timestamp("us", tz="UTC")),
            ("day", pa.date32()), ("tags", pa.list_(pa.string())), ("images", pa.list_(image)),
            ("readers", pa.map_(pa.string(), pa.string())),
        ]
    )  # fmt: skip

    assert columns_of(schema) == (
        Column("url", "sc:URL"), Column("site", "sc:Text"), Column("word_count", "sc:Integer"),
        Column("is_free", "sc:Boolean"), Column("score", "sc:Float"), Column("date", "sc:DateTime"),
        Column("day", "sc:Date"), Column("tags", "sc:Text", repeated=True),
        Column("images", "sc:Text", repeated=True, parts=(Column("url", "sc:URL"), Column("caption", "sc:Text"))),
    )  # fmt: skip
