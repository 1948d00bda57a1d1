"""The records of a WARC file as FastWARC finds them, and their named fields."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from fastwarc import ArchiveIterator, WarcRecord

from crawler.dates import parse_stamp

MAX_HEADER_BYTES = 65_536  # of a record's own fields
FIELDS_TYPE = "application/warc-fields"
MAX_FIELDS_BYTES = 1_000_000  # of a block of them that is read

Fields = tuple[tuple[str, str], ...]


def records(file: BinaryIO) -> Iterator[WarcRecord]:
    """The records from where `file` stands, each to be read before the next. Raises OSError for what is no WARC."""
    return iter(ArchiveIterator(file, parse_http=False, max_header_len=MAX_HEADER_BYTES))


class WarcFields:
    """The named fields of a WARC record."""

    def __init__(self, record: WarcRecord) -> None:
        self._headers = record.headers

    def text(self, name: str) -> str:
        return (self._headers.get_bytes(name.encode()) or b"").decode("utf-8", "replace").strip()

    @property
    def url(self) -> str:
        return self.text("WARC-Target-URI").strip("<>")  # wget wrote it in angle brackets

    def at(self, name: str) -> datetime | None:
        try:
            value = parse_stamp(self.text(name))
        except ValueError:
            return None
        return value if isinstance(value, datetime) else None


def read_fields(block: bytes) -> Fields:
    """The fields that a block of application/warc-fields holds; lines that are none are left out."""
    lines = (line.partition(":") for line in block[:MAX_FIELDS_BYTES].decode("utf-8", "replace").split("\n"))
    return tuple((name.strip(), value.strip()) for name, colon, value in lines if colon and name[:1].strip())
