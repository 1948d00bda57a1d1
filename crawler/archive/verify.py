"""Is the archive whole? Every member to its end, every digest, every entry of the index."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fastwarc import WarcRecord

from crawler.archive.captured import CAPTURES
from crawler.archive.cdxj import IndexEntry, lines_of, read_line
from crawler.archive.chunked import dechunked
from crawler.archive.digest import Expected
from crawler.archive.fields import WarcFields, records
from crawler.archive.holdings import WarcFile
from crawler.archive.http_head import read_response_head
from crawler.archive.members import NotWhole, members, stream_of

STEP_BYTES = 1_000_000  # of a block, hashed at once; a message's head lies in the first
MAX_CHUNKED_BYTES = 64_000_000  # of a body in chunks, whose digest may be over what they hold


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be, and where: the file's name, and the offset when it has one."""

    file: str
    offset: int | None
    what: str


@dataclass(slots=True)
class Checked:
    """How much was looked at."""

    files: int = 0
    records: int = 0
    digests: int = 0
    entries: int = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    kind: str
    url: str
    digest: str


def verify(file: WarcFile, checked: Checked) -> Iterator[Problem]:
    """What is wrong with `file` and its index. Adds to `checked`. Raises OSError when it cannot be opened.

    A file that is still open may end anywhere, and its index before or after it.
    """
    checked.files += 1
    lengths: dict[int, int] | None = None
    damage: int | None = None
    if stream_of(file.name):
        lengths = {}
        try:
            lengths.update(members(file.path))
        except NotWhole as error:
            damage = error.offset
            if not (file.is_open and error.is_cut_off):
                yield Problem(file.name, damage, str(error))
    seen: dict[int, _Seen] = {}
    yield from _records(file, checked, seen, damage)
    if file.index:
        yield from _index(file, file.index, checked, seen, lengths)


def _records(file: WarcFile, checked: Checked, seen: dict[int, _Seen], damage: int | None) -> Iterator[Problem]:
    at = 0
    with file.path.open("rb") as stream:
        try:
            for record in records(stream):
                at = record.stream_pos
                if damage is not None and at >= damage:
                    return
                checked.records += 1
                fields = WarcFields(record)
                kind = fields.text("WARC-Type").lower()
                seen[at] = _Seen(kind, fields.url, fields.text("WARC-Payload-Digest"))
                for what in _wrong_in(record, kind, fields, checked):
                    yield Problem(file.name, at, what)
        except OSError as error:  # which FastWARC raises for all that it cannot parse
            if damage is None:
                yield Problem(file.name, at, f"what follows this record cannot be read: {error}")


def _wrong_in(record: WarcRecord, kind: str, fields: WarcFields, checked: Checked) -> Iterator[str]:
    """Read the record to its end; what is wrong with it."""
    wanted = record.content_length
    first = record.reader.read(min(wanted, STEP_BYTES))
    block, payload = Expected.of(fields.text("WARC-Block-Digest")), None
    body_at = 0
    chunks: list[bytes] | None = None
    if kind in ("response", "resource"):  # of a revisit, the digest is that of another record's payload
        payload = Expected.of(fields.text("WARC-Payload-Digest"))
        head = read_response_head(first) if kind == "response" else None
        if head:
            body_at = head.body_at
            if "chunked" in head.header("transfer-encoding").lower() and wanted <= MAX_CHUNKED_BYTES:
                chunks = []
    read, data = 0, first
    while data:
        body = data[body_at:] if read == 0 else data
        if block:
            block.update(data)
        if payload:
            payload.update(body)
        if chunks is not None:
            chunks.append(body)
        read += len(data)
        data = record.reader.read(min(wanted - read, STEP_BYTES)) if read < wanted else b""
    checked.digests += (block is not None) + (payload is not None)
    if read < wanted or not fields.text("Content-Length"):
        yield f"it holds {read} of {wanted} bytes"
        return
    if block and not block.is_met():
        yield "the block's digest is another"
    if payload and not payload.is_met() and not _is_met_in_chunks(fields, chunks):
        yield "the payload's digest is another"


def _is_met_in_chunks(fields: WarcFields, chunks: list[bytes] | None) -> bool:
    whole = dechunked(b"".join(chunks)) if chunks else None
    expected = Expected.of(fields.text("WARC-Payload-Digest"))
    if whole is None or expected is None:
        return False
    expected.update(whole)
    return expected.is_met()


def _index(
    file: WarcFile, index: Path, checked: Checked, seen: dict[int, _Seen], lengths: dict[int, int] | None
) -> Iterator[Problem]:
    listed: set[int] = set()
    for number, line in enumerate(lines_of([index]), start=1):
        checked.entries += 1
        try:
            entry = read_line(line)
        except ValueError as error:
            yield Problem(index.name, None, f"line {number} is no entry: {error}")
            continue
        listed.add(entry.offset)
        if what := _wrong_with(entry, seen.get(entry.offset), lengths, file):
            yield Problem(index.name, None, f"line {number}: the record at {entry.offset} in {file.name} {what}")
    if not file.is_open:
        for offset, one in seen.items():
            if one.kind in CAPTURES and offset not in listed:
                yield Problem(file.name, offset, f"the index does not list this {one.kind} of {one.url}")


def _wrong_with(entry: IndexEntry, there: _Seen | None, lengths: dict[int, int] | None, file: WarcFile) -> str | None:
    if there is None:
        return None if file.is_open else "is none: no record begins there"
    if there.url != entry.url or (there.digest and there.digest != entry.digest):
        return "is another capture"
    if lengths is not None and lengths.get(entry.offset) != entry.length:
        return "is of another length"
    return None
