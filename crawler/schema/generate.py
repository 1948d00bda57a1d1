"""The JSON Schema (draft 2020-12) of a record, generated from the types of crawler.items."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Union, get_args, get_origin, get_type_hints

from crawler.items import SCHEMA_VERSION, Article
from crawler.record import FIELDS
from crawler.schema.constraints import CONSTRAINTS, Schema

PLAIN = {str: "string", int: "integer", bool: "boolean", float: "number"}


def record_schema() -> Schema:
    """The schema of one line of a records file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newskeep:record:{SCHEMA_VERSION}",
        "title": "newskeep record",
        "description": "One article: one line of a records file.",
    } | _object(Article)


def record_fields(record_type: type) -> list[tuple[str, object, str]]:
    """(name, type, description) of each field of a part of the record, in order."""
    hints = get_type_hints(record_type, include_extras=True)
    found: list[tuple[str, object, str]] = []
    for name in FIELDS if record_type is Article else [field.name for field in fields(record_type)]:
        if get_origin(hints[name]) is not Annotated:
            raise TypeError(f"{record_type.__name__}.{name} has no description")
        inner, description = get_args(hints[name])
        found.append((name, inner, description))
    return found


def _object(record_type: type) -> Schema:
    properties: Schema = {}
    for name, inner, description in record_fields(record_type):
        constraint = CONSTRAINTS.get(record_type, {}).get(name, {})
        properties[name] = {"description": description} | _value(inner, constraint)
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _value(inner: object, constraint: Schema) -> Schema:
    if get_origin(inner) in (Union, types.UnionType):
        return _nullable(inner, constraint)
    if get_origin(inner) is tuple:
        return {"type": "array", "items": _value(get_args(inner)[0], constraint)}
    if get_origin(inner) is Mapping:
        return {"type": "object", "additionalProperties": _value(get_args(inner)[1], {})}
    if isinstance(inner, type) and is_dataclass(inner):
        return _object(inner)
    for plain, name in PLAIN.items():
        if inner is plain:
            return dict(constraint) if "anyOf" in constraint else {"type": name} | constraint
    raise TypeError(f"no schema for {inner!r}")


def _nullable(inner: object, constraint: Schema) -> Schema:
    one = [part for part in get_args(inner) if part is not types.NoneType]
    if len(one) != 1:
        raise TypeError(f"no schema for {inner!r}")
    schema = _value(one[0], constraint)
    options = schema.get("anyOf", [schema] if schema.get("type") == "object" else None)
    if isinstance(options, list):
        return {"anyOf": [*options, {"type": "null"}]}
    if isinstance(allowed := schema.get("enum"), list):
        schema["enum"] = [*allowed, None]
    return schema | {"type": [schema["type"], "null"]}
