"""The index of an archive: CDXJ, a line a capture, as pywb and WACZ have it.

com,example)/story 20261124074923 {"url": "https://example.com/story", "mime": "text/html", "status": "200", …}
"""

import heapq
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

from crawler.archive.exchange import Exchange
from crawler.archive.surt import surt_key

CaptureKind = Literal["response", "revisit", "resource"]

REVISIT_MIME = "warc/revisit"
MAX_LINE_BYTES = 1_000_000  # of an index; URLs are the only part of a line that varies in size
SORT_CHUNK_BYTES = 64_000_000  # sorted in memory at once; a usual limit of 1024 open files then allows for 60 GB

MEDIA_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+*-]{1,100}", re.ASCII)  # "text/html"
WHOLE = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One capture. `offset` and `length` say where its record lies in `filename`; `mime` is "" when unknown."""

    key: str
    stamp: str  # 14 digits, UTC
    url: str
    mime: str
    status: int
    digest: str
    length: int
    offset: int
    filename: str

    @property
    def at(self) -> datetime:
        """When it was fetched, to the second."""
        return datetime.strptime(self.stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def entry_of(
    exchange: Exchange, kind: CaptureKind, filename: str, offset: int, length: int, digest: str, mime: str | None = None
) -> IndexEntry:
    """The entry of a capture; `mime` None takes the response's Content-Type."""
    if mime is None:
        mime = mime_of(exchange.header("content-type"))
    return IndexEntry(
        surt_key(exchange.url),
        stamp_of(exchange.fetched_at),
        exchange.url,
        REVISIT_MIME if kind == "revisit" else mime,
        exchange.status,
        digest,
        length,
        offset,
        filename,
    )


def cdxj_line(
    exchange: Exchange, kind: CaptureKind, filename: str, offset: int, length: int, digest: str, mime: str | None = None
) -> bytes:
    """The line of a capture with its newline; `mime` None takes the response's Content-Type."""
    return line_of(entry_of(exchange, kind, filename, offset, length, digest, mime))


def line_of(entry: IndexEntry) -> bytes:
    """The line of `entry` with its newline. Numbers are text, as pywb writes them."""
    fields = {
        "url": entry.url,
        "mime": entry.mime,
        "status": str(entry.status),
        "digest": entry.digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": entry.filename,
    }
    return f"{entry.key} {entry.stamp} {json.dumps(fields)}\n".encode("ascii", "backslashreplace")


def read_line(line: bytes) -> IndexEntry:
    """The entry of a line. Raises ValueError when it is none; what it does not say is "" or 0, but where it lies."""
    key, _, rest = line.decode("utf-8").strip().partition(" ")
    stamp, _, block = rest.partition(" ")
    if len(stamp) != 14 or not (stamp.isascii() and stamp.isdigit()):
        raise ValueError(f"no 14 digits of a date: {stamp[:40]!r}")
    try:
        fields = json.loads(block)
    except RecursionError as error:
        raise ValueError("JSON nested too deep") from error
    if not isinstance(fields, dict):
        raise ValueError("no JSON object after the date")
    entry = IndexEntry(
        key,
        stamp,
        _text(fields, "url"),
        _text(fields, "mime"),
        _number(fields, "status", 0),
        _text(fields, "digest"),
        _number(fields, "length", None),
        _number(fields, "offset", None),
        _text(fields, "filename"),
    )
    entry.at  # noqa: B018 - ValueError for 20261324…
    return entry


def lines_of(files: Iterable[Path]) -> Iterator[bytes]:
    """The lines of `files`, one file after the other, in their order. Raises OSError.

    A line longer than `MAX_LINE_BYTES` is no index and is left out, as is a last one without a newline, which is
    still being written.
    """
    for path in files:
        with path.open("rb") as file:
            is_inside = False
            while line := file.readline(MAX_LINE_BYTES):
                is_whole = line.endswith(b"\n")
                if is_whole and not is_inside:
                    yield line
                is_inside = not is_whole


def merged(files: Iterable[Path]) -> Iterator[bytes]:
    """The lines of all `files`, sorted by their bytes (key, then date), in bounded memory. Raises as `lines_of`."""
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        chunk: list[bytes] = []
        size = 0
        for line in lines_of(files):
            chunk.append(line)
            size += len(line)
            if size >= SORT_CHUNK_BYTES:
                run = stack.enter_context(TemporaryFile())
                run.writelines(sorted(chunk))
                run.seek(0)
                runs.append(run)
                chunk, size = [], 0
        yield from heapq.merge(*runs, sorted(chunk))


def stamp_of(value: datetime) -> str:
    """The 14 digits of an aware `value` in UTC."""
    return value.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def mime_of(content_type: str) -> str:
    """The media type of a Content-Type, lower case, "" when it is none: what else it says would break columns."""
    match = MEDIA_TYPE.match(content_type.strip())
    return match[0].lower() if match else ""


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value


def _number(fields: Mapping[str, object], name: str, default: int | None) -> int:
    value = fields.get(name, default)
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, str) and value in ("-", "") and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**18:
        raise ValueError(f"{name} is no number")
    return value
