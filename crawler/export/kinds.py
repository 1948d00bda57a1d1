"""The formats of an export, and what each is made of."""

from crawler.errors import UsageError
from crawler.export.job import Kind
from crawler.export.request import Request
from crawler.export.work import Work
from crawler.profiles.nearest import nearest
from crawler.record import FIELDS, json_line
from pipelines.exports.jsonl_part import jsonl
from pipelines.exports.layout import OneFolder
from pipelines.exports.shaping import field_names, shaper

FORMATS = ("jsonl",)


def kind_of(request: Request, work: Work) -> Kind:
    """How `request` is written. Raises UsageError when the format cannot do what is asked."""
    return Kind(jsonl(json_line, request.compression), shaper(request.names, request.fields), OneFolder())


def check_fields(request: Request) -> None:
    """Raise UsageError when a field is asked for that no record has under these names, or twice."""
    known = field_names(request.names, FIELDS)
    for name in request.fields:
        if name not in known:
            raise UsageError(f"--fields: no field {name!r}{nearest(name, known)}; there are {', '.join(known)}")
        if request.fields.count(name) > 1:
            raise UsageError(f"--fields: {name} is there twice")
