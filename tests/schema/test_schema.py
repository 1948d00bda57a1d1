"""The JSON Schema of a record: current, sound, and as strict as it says."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from crawler.items import Rejected
from crawler.record import article_of, record_of
from crawler.schema import field_table, record_schema
from crawler.schema.constraints import CONSTRAINTS
from tests.articles import ARTICLE
from tests.record_schema import SCHEMA_FILE, schema_errors

RECORD_REFERENCE = Path(__file__).parents[2] / "docs" / "record.md"


def test_the_schema_that_is_checked_in_is_the_one_that_is_generated() -> None:
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == record_schema(), "python -m crawler.schema > that file"


def test_the_command_prints_the_file_that_is_checked_in() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "crawler.schema"], capture_output=True, check=True, encoding="utf-8"
    )

    assert printed.stdout == SCHEMA_FILE.read_text("utf-8")


def test_the_record_reference_holds_the_table_that_is_generated() -> None:
    assert field_table() in RECORD_REFERENCE.read_text("utf-8"), "python -m crawler.schema table"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(record_schema())


def test_every_constraint_is_of_a_field_that_there_is() -> None:
    for record_type, constraints in CONSTRAINTS.items():
        assert constraints.keys() <= {field.name for field in fields(record_type)}


def test_a_record_as_it_is_written_is_valid() -> None:
    assert schema_errors(record_of(ARTICLE)) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "0" * 31),
        ("version", 0),
        ("url", "/harbour"),
        ("site", "../up"),
        ("text", None),
        ("word_count", 1.5),
        ("authors", "Ann Lee"),
        ("date_published", "12 May 2024"),
        ("date_published", "2024-05-12T08:30:00"),
        ("content_hash", "sha256:0"),
        ("duplicate_of", ""),
        ("fetched_at", "2024-05-12T08:30:00+03:00"),
        ("status", 1000),
        ("found_via", "person"),
        ("tdm_reservation", "yes"),
        ("images", [{"url": "x"}]),
        ("archive", {}),
        ("extraction", None),
        ("markdown", ""),
    ],
)
def test_a_record_that_is_none_is_not_valid(field: str, value: object) -> None:
    assert schema_errors(record_of(ARTICLE) | {field: value})


def test_what_is_no_argument_of_the_command_is_a_usage_error() -> None:
    printed = subprocess.run([sys.executable, "-m", "crawler.schema", "x"], capture_output=True, encoding="utf-8")

    assert (printed.returncode, printed.stdout) == (2, "")
    assert printed.stderr == "usage: python -m crawler.schema [table]\n"


def test_the_record_of_the_reference_is_one() -> None:
    text = RECORD_REFERENCE.read_text("utf-8")
    record = json.loads(text.partition("```json\n")[2].partition("```")[0])

    assert schema_errors(record) == []
    assert record_of(article_of(record)) == record
    assert record["word_count"] == len(record["text"].split())


def test_the_reference_names_every_field_of_a_reject() -> None:
    rejects = RECORD_REFERENCE.read_text("utf-8").partition("## Rejects")[2]

    assert all(f"`{field.name}`" in rejects for field in fields(Rejected))
