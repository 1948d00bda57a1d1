"""Records held against the JSON Schema that is checked in."""

import json
from functools import lru_cache
from pathlib import Path

import jsonschema

import crawler.schema

SCHEMA_FILE = Path(crawler.schema.__file__).parent / "record.schema.json"


def schema_errors(record: object) -> list[str]:
    """What the schema finds wrong with `record`, a line each."""
    return [f"{error.json_path}: {error.message}" for error in _validator().iter_errors(record)]


@lru_cache(maxsize=1)
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8")))
