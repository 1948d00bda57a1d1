"""The field table of docs/record.md."""

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Union, get_args, get_origin

from crawler.items import Article
from crawler.schema.generate import record_fields

PLAIN = {str: "text", int: "whole number", bool: "true or false", float: "number"}


def field_table() -> str:
    """Every field of a record as a Markdown table, those of its parts by dotted name."""
    rows = ["| field | type | meaning |", "| --- | --- | --- |"]
    rows += [f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in _rows(Article, "")]
    return "\n".join(rows) + "\n"


def _rows(record_type: type, prefix: str) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for name, inner, meaning in record_fields(record_type):
        rows.append((f"{prefix}{name}", _kind(inner), meaning))
        part = _part(inner)
        if part is not None:
            rows += _rows(part, f"{prefix}{name}{'[]' if get_origin(inner) is tuple else ''}.")
    return rows


def _kind(inner: object) -> str:
    if get_origin(inner) in (Union, types.UnionType):
        return " or ".join("null" if part is types.NoneType else _kind(part) for part in get_args(inner))
    if get_origin(inner) is tuple:
        return f"list of {_kind(get_args(inner)[0])}s"
    if get_origin(inner) is Mapping:
        return "object of texts"
    return next((name for plain, name in PLAIN.items() if inner is plain), "object")


def _part(inner: object) -> type | None:
    """The dataclass that `inner` is, or is a list or an optional of."""
    for candidate in (inner, *get_args(inner)):
        if isinstance(candidate, type) and is_dataclass(candidate):
            return candidate
    return None
