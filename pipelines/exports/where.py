"""Where: an SQL expression of DuckDB's that chooses records by their columns.

The expression comes from whoever runs the command, and can do no more than look at the rows that it is shown: DuckDB
may open no file, load no extension and change no setting of its own.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from pipelines.exports.arrow_columns import ArrowColumn, table_of
from pipelines.exports.writer import Record

SETTINGS = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",  # or a variable of ours could be named as a table
    "threads": "1",  # a batch is too small for two
    "memory_limit": "500MB",  # beyond it an expression fails
}
PLACE = "newskeep_place"  # of a row in its batch


class Where:
    """Says of records whether `expression` holds. Raises ValueError, in words for a person, when it cannot be asked."""

    def __init__(self, expression: str, columns: Sequence[ArrowColumn]) -> None:
        self._expression, self._columns = expression, columns
        self._database = duckdb.connect(":memory:", config=dict(SETTINGS))
        self._database.execute("SET TimeZone = 'UTC'")
        self._database.execute("SET lock_configuration = true")
        self([])

    def __call__(self, records: Sequence[Record]) -> list[bool]:
        table = table_of(self._columns, records).append_column(PLACE, pa.array(range(len(records)), pa.int64()))
        try:
            rows = self._database.from_arrow(table).filter(self._expression).project(PLACE).fetchall()
        except duckdb.Error as error:
            raise ValueError(str(error).partition("\n")[0]) from error
        kept = {place for (place,) in rows}
        return [place in kept for place in range(len(records))]
