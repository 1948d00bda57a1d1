"""What a format of an export offers: a writer of one part, and how its files end.

A part is one file of some thousand records. `Format.open` makes it at a path; `write` takes its records in order, each
a mapping of field to value as it goes out (renamed already, with the values of JSON); `close` leaves the file whole.
The caller syncs, hashes and renames it. The same records give the same bytes: no clock, host or chance is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

Record = Mapping[str, object]


class PartWriter(Protocol):
    """Writes the records of one part. Raises OSError, and ValueError for a record that the format cannot hold."""

    def write(self, record: Record, /) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write parts. `ending` has its dot."""

    ending: str
    open: Callable[[Path], PartWriter]
