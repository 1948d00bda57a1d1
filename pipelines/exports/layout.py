"""Where the parts of an export lie: a layout names the folder of each record, and what else goes into the whole.

A job passes every record of an export through `learn` when the layout `looks_ahead`, then each through `place`, in the
order of the export; records of one folder are written together, the folders in the order of their names.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipelines.exports.writer import Record

DATA = "data"  # what readers open: no manifest lies in it, which some would take for records
NO_MONTH = "undated"  # pandas reads no folder in which a partition is null, as Hive writes it
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}(?=-)")  # "2026-03" of "2026-03-04"; a page's words may be no path


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of an export. `path` is relative to its folder, with "/"; `records` is None where it holds none."""

    path: str
    size_bytes: int
    sha256: str
    records: int | None = None


class Layout(Protocol):
    """Where records go."""

    @property
    def looks_ahead(self) -> bool:
        """Whether all records are needed before the first is placed."""

    def learn(self, records: Iterable[Record], /) -> None:
        """See every record of the export once."""

    def place(self, record: Record, /) -> str:
        """The folder of `record`, relative to the export's."""

    @property
    def split(self) -> Mapping[str, object] | None:
        """How records were parted, for the manifest; None when they were not. Whole when all are placed."""

    def papers(self, files: Sequence[WrittenFile], /) -> dict[str, str]:
        """The texts that lie beside the parts `files`, by name."""

    def close(self) -> None:
        """Let go of what `learn` left on the disk."""


class OneFolder:
    """All parts in one folder, in the order of the records."""

    looks_ahead = False
    split = None

    def learn(self, records: Iterable[Record]) -> None:
        """Nothing has to be known."""

    def place(self, record: Record) -> str:
        return DATA

    def papers(self, files: Sequence[WrittenFile]) -> dict[str, str]:
        return {}

    def close(self) -> None:
        """Nothing was left."""


class BySiteAndMonth(OneFolder):
    """A folder a site and month of publication (in the article's own zone), named as Hive does.

    These two columns are then not in the files: a reader takes them from the path.
    """

    def place(self, record: Record) -> str:
        published = MONTH.match(str(record["date_published"] or ""))
        return f"{DATA}/site={record['site']}/month={published[0] if published else NO_MONTH}"
