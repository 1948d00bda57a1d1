"""The columns of Parquet files as Croissant names them."""

from collections.abc import Iterator

import pyarrow as pa

from pipelines.exports.croissant import Column, Type


def columns_of(schema: pa.Schema) -> tuple[Column, ...]:
    """The columns of `schema` in their order, without objects in objects and maps: Croissant has no fields for them."""
    return tuple(column for field in schema if (column := _column(field.name, field.type)))


def _column(name: str, kind: pa.DataType) -> Column | None:
    repeated = pa.types.is_list(kind)
    inner = kind.value_type if repeated else kind
    if pa.types.is_struct(inner):
        return Column(name, "sc:Text", repeated, tuple(_parts(inner)))
    found = _type(name, inner)
    return found and Column(name, found, repeated)


def _parts(kind: pa.StructType) -> Iterator[Column]:
    for field in kind:
        column = _column(field.name, field.type)
        if column is not None and not column.parts:
            yield column


def _type(name: str, kind: pa.DataType) -> Type | None:
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return "sc:URL" if name == "url" or name.endswith("_url") else "sc:Text"
    if pa.types.is_boolean(kind):
        return "sc:Boolean"
    if pa.types.is_integer(kind):
        return "sc:Integer"
    if pa.types.is_floating(kind):
        return "sc:Float"
    if pa.types.is_timestamp(kind):
        return "sc:DateTime"
    if pa.types.is_date(kind):
        return "sc:Date"
    return None
