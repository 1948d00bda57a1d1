"""CSV as RFC 4180 has it, with a header, in UTF-8: lists and parts of a record as JSON, null as an empty cell.

A spreadsheet takes a cell that begins with =, +, -, @, a tab or a line end for a formula, and may then run a program or
send the sheet away. Such a text gets a ' before it, as OWASP advises; newskeep never takes it off again.
Source: https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path

from pipelines.exports.compressing import Compression, opened
from pipelines.exports.writer import Format, Record

# With the full-width forms, which some spreadsheets read as the ASCII ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"

JsonOf = Callable[[object], str]


class CsvPart:
    """Writes records as rows with the cells `names`; `json_of` writes what is no text or number."""

    def __init__(self, path: Path, compression: Compression | None, names: Sequence[str], json_of: JsonOf) -> None:
        self._names, self._json_of = names, json_of
        self._text = TextIOWrapper(opened(path, compression), encoding="utf-8", newline="")
        self._rows = csv.writer(self._text)
        self._rows.writerow(names)

    def write(self, record: Record) -> None:
        self._rows.writerow([self._cell(record.get(name)) for name in self._names])

    def close(self) -> None:
        self._text.close()

    def _cell(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return guarded(value)
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else self._json_of(value)


def csv_format(names: Sequence[str], json_of: JsonOf, compression: Compression | None) -> Format:
    """The format."""
    ending = ".csv" + (f".{compression}" if compression else "")
    return Format(ending, lambda path: CsvPart(path, compression, names, json_of))


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    return GUARD + text if text.startswith(FORMULA_STARTS) else text
