"""From a stored record to what goes out: its names, and the fields that are asked for."""

from collections.abc import Callable, Sequence

from pipelines.exports.names import TABLES, renamed
from pipelines.exports.writer import Record

GROUP_FIELD = "duplicate_group"  # behind the record's own fields: the id of the first article among its copies


def field_names(names: str, record_fields: Sequence[str]) -> tuple[str, ...]:
    """The fields that a record has under `names`, in their order; `record_fields` are those of the stored record."""
    table = TABLES.get(names)
    return tuple(name for name, _ in table) if table else (*record_fields, GROUP_FIELD)


def shaper(names: str, fields: Sequence[str]) -> Callable[[Record], Record]:
    """What renames a record and takes `fields` of it, in their order; () takes all.

    A field that `names` leaves out where there is nothing to say is left out.
    """
    if not fields:
        return lambda record: renamed(record, names)

    def shape(record: Record) -> Record:
        whole = renamed(record, names)
        return {name: whole[name] for name in fields if name in whole}

    return shape
