"""The columns of a record as Arrow has them: lists and parts of a record typed, times as UTC timestamps.

A time is three columns: `date_published` is the moment in UTC (of a day, its midnight), `date_published_precision` says
`second` or `day`, `date_published_text` is the record's own text, with the zone that a timestamp loses.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from pipelines.exports.shaping import GROUP_FIELD
from pipelines.exports.writer import Record

DATES = ("date_published", "date_modified")  # a moment or a day
MOMENTS = ("fetched_at",)  # always to the second
MOMENT = pa.timestamp("us", tz="UTC")  # a millisecond would do; pandas, Spark and DuckDB read this one without a cast
DAY_CHARS = len("2026-03-04")
PLAIN = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}

# A map has no counterpart in `datasets`, and one in Polars that nobody expects.
PAIRS = pa.list_(pa.struct([("field", pa.string()), ("reader", pa.string())]))


@dataclass(frozen=True, slots=True)
class ArrowColumn:
    """A column of type `type`; `value_of` takes its value from a record."""

    name: str
    type: pa.DataType
    value_of: Callable[[Record], object]


def record_columns(record_fields: Sequence[tuple[str, object]], wanted: Sequence[str] = ()) -> tuple[ArrowColumn, ...]:
    """The columns of records with `record_fields` (name, type), and their group; of `wanted` only, in its order."""
    by_field = {name: _columns(name, kind) for name, kind in (*record_fields, (GROUP_FIELD, str))}
    return tuple(column for name in wanted or by_field for column in by_field[name])


def text_columns(names: Sequence[str], lists: frozenset[str]) -> tuple[ArrowColumn, ...]:
    """Columns of texts; of those in `lists`, lists of texts."""
    return tuple(
        ArrowColumn(name, pa.list_(pa.string()) if name in lists else pa.string(), _taking(name)) for name in names
    )


def schema_of(columns: Sequence[ArrowColumn]) -> pa.Schema:
    """The schema of a table of `columns`."""
    return pa.schema([(column.name, column.type) for column in columns])


def table_of(columns: Sequence[ArrowColumn], records: Sequence[Record]) -> pa.Table:
    """A row a record. Raises ValueError when one holds something else than its column."""
    try:
        arrays = [pa.array([column.value_of(record) for record in records], column.type) for column in columns]
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ValueError(str(error)) from error
    return pa.Table.from_arrays(arrays, schema=schema_of(columns))


def _columns(name: str, kind: object) -> tuple[ArrowColumn, ...]:
    if name in DATES:
        return (
            ArrowColumn(name, MOMENT, lambda record: _moment(record[name])),
            ArrowColumn(f"{name}_precision", pa.string(), lambda record: _precision(record[name])),
            ArrowColumn(f"{name}_text", pa.string(), _taking(name)),
        )
    if name in MOMENTS:
        return (ArrowColumn(name, MOMENT, lambda record: _moment(record[name])),)
    if name == "extraction":
        return (ArrowColumn(name, _type(kind), lambda record: _with_pairs(record[name])),)
    return (ArrowColumn(name, _type(kind), _taking(name)),)


def _taking(name: str) -> Callable[[Record], object]:
    return lambda record: record[name]


def _moment(stamp: object) -> datetime | None:
    """None also for what is no date, or lies before the first day there is: the text column still has it."""
    if not isinstance(stamp, str):
        return None
    try:
        read = datetime.fromisoformat(stamp)
        return read.replace(tzinfo=UTC) if len(stamp) == DAY_CHARS else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _precision(stamp: object) -> str | None:
    if not isinstance(stamp, str) or _moment(stamp) is None:
        return None
    return "day" if len(stamp) == DAY_CHARS else "second"


def _with_pairs(extraction: object) -> object:
    if not isinstance(extraction, Mapping):
        return extraction
    pairs = [{"field": field, "reader": reader} for field, reader in extraction["readers"].items()]
    return {**extraction, "readers": pairs}


def _type(kind: object) -> pa.DataType:
    if get_origin(kind) is Annotated:
        return _type(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        (one,) = (part for part in get_args(kind) if part is not types.NoneType)
        return _type(one)
    if get_origin(kind) is tuple:
        return pa.list_(_type(get_args(kind)[0]))
    if get_origin(kind) is Mapping:
        return PAIRS
    if isinstance(kind, type) and is_dataclass(kind):
        hints: dict[str, Any] = get_type_hints(kind, include_extras=True)
        return pa.struct([(field.name, _type(hints[field.name])) for field in fields(kind)])
    for plain, arrow in PLAIN.items():
        if kind is plain:
            return arrow
    raise TypeError(f"no Arrow type for {kind!r}")
