"""Croissant metadata: what is in it. That mlcroissant takes it and reads records by it: test_data_sets.py."""

import json
from typing import Any

from crawler.record import record_of
from pipelines.exports.croissant import Column, croissant
from pipelines.exports.layout import WrittenFile
from pipelines.exports.tally import Tally
from tests.articles import article

FILES = (WrittenFile("data/test/0.parquet", 12, "a" * 64), WrittenFile("data/train/0.parquet", 34, "b" * 64))
COLUMNS = (Column("id", "sc:Text"), Column("images", "sc:Text", repeated=True, parts=(Column("url", "sc:URL"),)))


def metadata(*licenses: str | None) -> dict[str, Any]:
    tally = Tally()
    for number, stated in enumerate(licenses):
        record = record_of(article(license=stated))
        tally.add({**record, "duplicate_group": record["id"]}, "test" if number % 2 else "train")
    value: dict[str, Any] = json.loads(croissant("Harbour news", tally, FILES, COLUMNS))
    return value


def test_every_file_is_named_with_its_hash_and_size() -> None:
    named = [part for part in metadata(None)["distribution"] if part["@type"] == "cr:FileObject"]

    assert [(part["contentUrl"], part["sha256"], part["contentSize"]) for part in named] == [
        ("data/test/0.parquet", "a" * 64, "12 B"),
        ("data/train/0.parquet", "b" * 64, "34 B"),
    ]


def test_columns_are_fields_and_parts_of_objects_are_fields_in_them() -> None:
    articles, splits = metadata(None, None)["recordSet"]

    split, plain, images = articles["field"]
    assert split["references"] == {"field": {"@id": splits["key"]["@id"]}}
    assert (plain["name"], plain["dataType"], plain["source"]["extract"]) == ("id", "sc:Text", {"column": "id"})
    assert images["repeated"]
    assert images["subField"][0]["source"]["transform"] == {"jsonPath": "url"}
    assert splits["data"] == [{"splits/name": "test"}, {"splits/name": "train"}]


def test_version_and_date_come_from_the_records_and_not_from_the_clock() -> None:
    made = metadata(None)

    assert (made["version"], made["datePublished"]) == ("2026.3.4", "2026-03-04")


def test_licences_that_are_addresses_are_named_and_others_lead_to_the_card() -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"

    assert metadata(address, address)["license"] == [address]
    assert metadata(address, "All rights reserved")["license"] == [address, "As each page states it, see README.md"]
    assert metadata(None)["license"] == ["As each page states it, see README.md"]
