"""One WACZ (specification 1.1.1) of an archive: its WARC files, their index and the pages, in a ZIP.

Only the captures that are meant go in, each with its request, and the originals of revisits among them; for an answer
"not modified", the original alone. WARC files are
stored in the ZIP as they are, so that a reader can ask for a range of bytes; every record in them is a gzip member.
"""

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from crawler.archive.captured import CAPTURES, Captured
from crawler.archive.cdxj import REVISIT_MIME, IndexEntry, line_of, merged, read_line
from crawler.archive.holdings import Choice, Holdings, WarcFile, entry_for, stem_of
from crawler.archive.member import member
from crawler.archive.members import stream_of
from crawler.archive.reader import MAX_BLOCK_BYTES, Unreadable, captures, read_at
from crawler.bodies.stream import expand

WACZ_VERSION = "1.1.1"
INDEX_NAME = "index.cdx.gz"
LINES_A_BLOCK = 300  # of the index, compressed together: what a reader fetches to find one capture
# The ZIP's extended timestamp, of which the modification time is given. It has to be there: ReplayWeb.page takes a
# file without extra fields in the ZIP's directory to have none before its bytes, where Python puts those of ZIP64.
EXTENDED_TIME = (0x5455, 5, 1)
NO_NAME = re.compile(r"[^-a-z0-9._]")  # that a data package lets a resource be called by
NOT_MODIFIED = 304
PAGE_MIMES = frozenset({"text/html", "application/xhtml+xml"})
MEMBER_OVERHEAD_BYTES = 2_000_000  # of a record beyond its block: its fields and the head of its message


@dataclass(slots=True)
class Packed:
    """What went into a WACZ."""

    files: int = 0
    captures: int = 0
    pages: int = 0


@dataclass(slots=True)
class _Resources:
    """The files written so far, as datapackage.json lists them."""

    zip: zipfile.ZipFile
    at: datetime
    listed: list[dict[str, object]] = field(default_factory=list)

    def add(self, path: str, pieces: Iterable[bytes], *, is_packed: bool) -> None:
        """Write one file of the ZIP; `is_packed` stores it as it is."""
        digest, size = hashlib.sha256(), 0
        with self.open(path, is_packed=is_packed) as out:
            for piece in pieces:
                out.write(piece)
                digest.update(piece)
                size += len(piece)
        name = NO_NAME.sub("-", path.rpartition("/")[2].lower())
        self.listed.append({"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size})

    def open(self, path: str, *, is_packed: bool) -> IO[bytes]:
        info = zipfile.ZipInfo(path, self.at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        info.extra = struct.pack("<HHBI", *EXTENDED_TIME, int(self.at.timestamp()))
        return self.zip.open(info, "w", force_zip64=True)


def write_wacz(out: IO[bytes], holdings: Holdings, choice: Choice, now: datetime, software: str, title: str) -> Packed:
    """Write a WACZ of the captures that `choice` means to `out`, which needs to be seekable; what went into it.

    Raises Unreadable where a file of the archive is damaged, and OSError.
    """
    chosen = _chosen(holdings, choice)
    packed = Packed()
    with TemporaryDirectory() as folder, zipfile.ZipFile(out, "w") as archive:
        resources = _Resources(archive, now.astimezone(UTC))
        index = Path(folder) / "index.cdxj"
        with index.open("wb") as lines:
            for file in holdings.files():
                if offsets := chosen.get(file.name):
                    name = _name_in(file, resources)
                    resources.add(f"archive/{name}", _members(file, offsets, name, lines), is_packed=True)
                    packed.files += 1
        blocks: list[str] = []
        resources.add(f"indexes/{INDEX_NAME}", _index_blocks(merged([index]), blocks), is_packed=True)
        resources.add("indexes/index.idx", (line.encode() for line in blocks), is_packed=False)
        resources.add("pages/pages.jsonl", _pages(merged([index]), packed), is_packed=False)
        package = {
            "profile": "data-package",
            "title": title,
            "created": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "software": software,
            "wacz_version": WACZ_VERSION,
            "resources": list(resources.listed),
        }
        text = json.dumps(package, indent=2).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        resources.add("datapackage.json", [text], is_packed=False)
        resources.add("datapackage-digest.json", [json.dumps(digest, indent=2).encode()], is_packed=False)
    return packed


def _chosen(holdings: Holdings, choice: Choice) -> dict[str, set[int]]:
    """File name to the offsets of the captures that go in."""
    chosen: dict[str, set[int]] = defaultdict(set)
    revisits: list[Captured] = []
    for file, entry in holdings.entries(choice):
        if entry.mime == REVISIT_MIME:
            revisits.append(replace(read_at(file.path, entry.offset, entry.length), exchange=None))
            if entry.status == NOT_MODIFIED:  # replayed, it is an empty page in front of the one that it means
                continue
        chosen[file.name].add(entry.offset)
    for file, entry in holdings.originals(revisits).values():
        chosen[file.name].add(entry.offset)
    return chosen


def _name_in(file: WarcFile, resources: _Resources) -> str:
    """A name for `file` that no other has: x.warc and x.warc.zst would both be x.warc.gz."""
    stem = stem_of(file.name)
    while any(f"archive/{stem}.warc.gz" == one["path"] for one in resources.listed):
        stem += "-2"
    return f"{stem}.warc.gz"


def _members(file: WarcFile, offsets: set[int], name: str, lines: IO[bytes]) -> Iterator[bytes]:
    """The members of `file` that go in: its warcinfo, the captures at `offsets`, and what was recorded with them.

    Writes the index line of each capture to `lines`.
    """
    at = 0
    taken: set[str] = set()
    request: Captured | None = None  # that stands before its response, as wget has it
    with file.path.open("rb") as raw:
        for captured in captures(file.path, tolerate_torn=True):
            is_chosen = captured.offset in offsets and captured.kind in CAPTURES
            if is_chosen:
                taken.add(captured.record_id)
            together = [captured]
            if is_chosen and request and captured.concurrent_to == request.record_id:
                together.append(request)
            elif not is_chosen and captured.kind != "warcinfo" and captured.concurrent_to not in taken:
                together = []
            request = captured if captured.kind == "request" else None
            for one in together:
                data = _as_gzip(file, _bytes_of(raw, one))
                if one is captured and is_chosen and one.exchange:
                    lines.write(line_of(entry_for(replace(one, offset=at, length=len(data)), name)))
                yield data
                at += len(data)


def _bytes_of(raw: IO[bytes], captured: Captured) -> bytes:
    if not captured.length:
        what = "records are not compressed one by one; see warcio recompress,"
        raise Unreadable(captured.file, captured.offset, what)
    raw.seek(captured.offset)
    return raw.read(captured.length)


def _as_gzip(file: WarcFile, data: bytes) -> bytes:
    """A member of `file` as one that every reader of WACZ files knows: they do not read zstd."""
    if file.name.endswith(".gz"):
        return data
    stream = stream_of(file.name)
    record = expand(data, stream, MAX_BLOCK_BYTES + MEMBER_OVERHEAD_BYTES) if stream else data
    return member(record, "gzip", is_packed=False)


def _index_blocks(lines: Iterable[bytes], blocks: list[str]) -> Iterator[bytes]:
    """The sorted `lines` in compressed blocks; to `blocks` goes the secondary index, a line a block."""
    blocks.append(f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': INDEX_NAME})}\n")
    offset = 0
    for block in _batches(lines):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        data = packer.compress(b"".join(block)) + packer.flush()
        first = block[0].split(b" {", 1)[0].decode()
        place = {"offset": offset, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        blocks.append(f"{first} {json.dumps(place)}\n")
        offset += len(data)
        yield data


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == LINES_A_BLOCK:
            yield batch
            batch = []
    if batch:
        yield batch


def _pages(lines: Iterable[bytes], packed: Packed) -> Iterator[bytes]:
    """pages.jsonl: a heading, then each HTML page that was served with status 200."""
    yield _json_line({"format": "json-pages-1.0", "id": "pages", "title": "Pages"})
    for line in lines:
        entry = read_line(line)
        packed.captures += 1
        if entry.mime in PAGE_MIMES and entry.status == 200:
            packed.pages += 1
            yield _json_line(_page(entry))


def _page(entry: IndexEntry) -> dict[str, str]:
    identity = hashlib.sha256(f"{entry.url} {entry.stamp}".encode()).hexdigest()[:20]
    return {"id": identity, "url": entry.url, "ts": entry.at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def _json_line(value: dict[str, str]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
