"""The formats of an export, and what each is made of."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crawler.errors import UsageError
from crawler.export.choosing import Where
from crawler.export.job import Kind
from crawler.export.layouts import data_set, parted
from crawler.export.request import Request
from crawler.export.work import Work
from crawler.items import Article
from crawler.profiles.nearest import nearest
from crawler.record import FIELDS, json_line
from crawler.schema.generate import record_fields
from pipelines.exports.csv_part import csv_format
from pipelines.exports.jsonl_part import jsonl
from pipelines.exports.layout import BySiteAndMonth, OneFolder
from pipelines.exports.shaping import field_names, shaper
from pipelines.exports.warc_list_part import warc_list
from pipelines.exports.writer import Record

if TYPE_CHECKING:  # the extra `export` may be absent
    from pipelines.exports.arrow_columns import ArrowColumn

FORMATS = ("jsonl", "csv", "parquet", "hf", "warc-list")
PARQUET = ("parquet", "hf")
OWN_NAMES = "newskeep"
# Names whose columns are all texts, with the few that are lists of them; the others have objects of many shapes.
FLAT_NAMES = {"cc_news": frozenset[str](), "news-please": frozenset({"authors"})}
IN_THE_PATH = "site"  # of partitions


def kind_of(request: Request, work: Work) -> Kind:
    """How `request` is written. Raises UsageError when the format cannot do what is asked, or a library is absent."""
    where = _where(request)
    shape = shaper(request.names, request.fields)
    match request.format:
        case "csv":
            names = request.fields or field_names(request.names, FIELDS)
            return Kind(
                csv_format(names, _json_of, request.compression), shape, parted(request, work, OneFolder()), where
            )
        case "parquet" | "hf":
            return _parquet(request, work, where)
        case "warc-list":
            return Kind(warc_list(request.compression), dict, parted(request, work, OneFolder()), _with_capture(where))
    return Kind(jsonl(json_line, request.compression), shape, parted(request, work, OneFolder()), where)


def check(request: Request) -> None:
    """Raise UsageError when options do not go together, or a field is asked for that no record has, or twice."""
    if request.format in PARQUET and request.compression:
        raise UsageError(f"--format {request.format} is compressed already: it takes no --compress")
    if request.format == "warc-list" and (request.fields or request.names != OWN_NAMES):
        raise UsageError("--format warc-list has columns of its own: it takes no --fields and no --names")
    if request.format in PARQUET and request.names not in (OWN_NAMES, *FLAT_NAMES):
        raise UsageError(
            f"the parts of {request.names} have no fixed columns: --names {request.names} needs jsonl or csv"
        )
    known = field_names(request.names, FIELDS)
    for name in request.fields:
        if name not in known:
            raise UsageError(f"--fields: no field {name!r}{nearest(name, known)}; there are {', '.join(known)}")
        if request.fields.count(name) > 1:
            raise UsageError(f"--fields: {name} is there twice")


def _parquet(request: Request, work: Work, where: Where | None) -> Kind:
    try:
        from pipelines.exports.arrow_columns import schema_of, text_columns
        from pipelines.exports.columns import columns_of
        from pipelines.exports.parquet_part import parquet
    except ImportError as error:
        raise _absent(f"--format {request.format}", error) from error
    columns = _columns(request.fields)
    if request.names in FLAT_NAMES:
        columns = text_columns(request.fields or field_names(request.names, FIELDS), FLAT_NAMES[request.names])
    shape = shaper(request.names, ())
    if request.format == "hf":
        return Kind(parquet(columns), shape, data_set(request, work, columns_of(schema_of(columns))), where)
    if request.names == OWN_NAMES:
        # A column that readers take from the path must not be in the file as well: pandas then refuses the folder.
        columns = tuple(column for column in columns if column.name != IN_THE_PATH)
    return Kind(parquet(columns), shape, parted(request, work, BySiteAndMonth()), where)


def _columns(wanted: Sequence[str] = ()) -> "tuple[ArrowColumn, ...]":
    from pipelines.exports.arrow_columns import record_columns

    return record_columns([(name, kind) for name, kind, _ in record_fields(Article)], wanted)


def _where(request: Request) -> Where | None:
    if request.filters.where is None:
        return None
    try:
        from pipelines.exports.where import Where as Expression
    except ImportError as error:
        raise _absent("--where", error) from error
    return _telling(lambda: Expression(request.filters.where or "", _columns()))


def _telling(made: Callable[[], Where]) -> Where:
    """What `made` makes, with what it finds wrong told as an error of the option."""
    try:
        expression = made()
    except ValueError as error:
        raise UsageError(f"--where: {error}") from error

    def ask(records: Sequence[Record]) -> Sequence[bool]:
        try:
            return expression(records)
        except ValueError as error:
            raise UsageError(f"--where: {error}") from error

    return ask


def _with_capture(where: Where | None) -> Where:
    """Only records whose bytes lie in the archive; of those pruned, or read from files, there is nothing to list."""

    def ask(records: Sequence[Record]) -> Sequence[bool]:
        kept = where(records) if where else [True] * len(records)
        return [one and record["archive"] is not None for one, record in zip(kept, records, strict=True)]

    return ask


def _json_of(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _absent(option: str, error: ImportError) -> UsageError:
    return UsageError(f"{option} needs {error.name}: pip install 'newskeep[export]'")
