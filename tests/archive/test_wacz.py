import gzip
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.archive.cdxj import IndexEntry, read_line
from crawler.archive.holdings import Choice, Holdings
from crawler.archive.reader import Unreadable, captures, read_at
from crawler.archive.wacz import Packed, write_wacz
from tests.archive.exchanges import NOON, PAGE, Archive, exchange, packed

WGET = Path(__file__).with_name("wget.warc.gz")
DAY = timedelta(days=1)


def wacz_of(place: Path, choice: Choice, folder: Path) -> tuple[zipfile.ZipFile, Packed]:
    out = io.BytesIO()
    written = write_wacz(out, Holdings(place), choice, datetime(2026, 3, 9, tzinfo=UTC), "newskeep", "Daily")
    archive = zipfile.ZipFile(out)
    archive.extractall(folder)
    return archive, written


def index_of(folder: Path) -> list[IndexEntry]:
    return [read_line(line) for line in gzip.decompress((folder / "indexes/index.cdx.gz").read_bytes()).splitlines()]


def test_it_holds_every_file_with_its_digest_and_warc_files_as_they_are(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.add(packed("https://daily.example/a/", PAGE), exchange("https://daily.example/x", b"no", (), 404))

    wacz, written = wacz_of(tmp_path / "archive", Choice(), tmp_path / "out")

    assert written == Packed(files=1, captures=2, pages=1)
    stored = {info.filename for info in wacz.infolist() if info.compress_type == zipfile.ZIP_STORED}
    assert stored == {"archive/daily-20260304T115900Z-001.warc.gz", "indexes/index.cdx.gz"}
    assert wacz.read("archive/daily-20260304T115900Z-001.warc.gz") == archive.path.read_bytes()
    package = json.loads(wacz.read("datapackage.json"))
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    listed = {one["path"]: (one["hash"], one["bytes"]) for one in package["resources"]}
    assert listed.keys() == {*stored, "indexes/index.idx", "pages/pages.jsonl"}
    for path, (digest, size) in listed.items():
        data = wacz.read(path)
        assert (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data)) == (digest, size)
    sealed = json.loads(wacz.read("datapackage-digest.json"))
    assert sealed["hash"] == f"sha256:{hashlib.sha256(wacz.read('datapackage.json')).hexdigest()}"
    head, page = wacz.read("pages/pages.jsonl").splitlines()
    assert json.loads(head)["format"] == "json-pages-1.0"
    assert (json.loads(page)["url"], json.loads(page)["ts"]) == ("https://daily.example/a/", "2026-03-04T12:00:00Z")


def test_a_file_with_extra_fields_before_its_bytes_has_some_in_the_directory(tmp_path: Path) -> None:
    Archive(tmp_path / "archive").add(exchange())

    wacz, _ = wacz_of(tmp_path / "archive", Choice(), tmp_path / "out")

    assert all(info.extra for info in wacz.infolist())  # or ReplayWeb.page reads the wrong bytes


def test_its_index_finds_each_capture_by_blocks(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", compression="zstd")
    archive.add(*(exchange(f"https://daily.example/{number:04}/") for number in range(700)))

    wacz, _ = wacz_of(tmp_path / "archive", Choice(), tmp_path / "out")

    meta, *blocks = wacz.read("indexes/index.idx").decode().splitlines()
    assert meta == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    data = wacz.read("indexes/index.cdx.gz")
    found = 0
    for line in blocks:
        key, stamp, place = line.split(" ", 2)
        block = json.loads(place)
        lines = gzip.decompress(data[block["offset"] : block["offset"] + block["length"]]).splitlines()
        assert lines[0].startswith(f"{key} {stamp} ".encode())
        found += len(lines)
    assert (len(blocks), found) == (3, 700)
    for entry in index_of(tmp_path / "out")[::100]:
        read = read_at(tmp_path / "out/archive" / entry.filename, entry.offset, entry.length)
        assert read.url == entry.url


def test_only_the_days_asked_for_go_in_with_the_originals_of_their_revisits(tmp_path: Path) -> None:
    old, page = packed("https://daily.example/old/", b"<p>old"), packed("https://daily.example/a/", PAGE)
    archive = Archive(tmp_path / "archive")
    _, first = archive.add(old, page)
    archive.add_revisit(replace(page, fetched_at=NOON + DAY), first, page)
    archive.add(packed("https://daily.example/new/", PAGE, NOON + DAY))

    wacz_of(tmp_path / "archive", Choice(since=date(2026, 3, 5)), tmp_path / "out")

    (file,) = (tmp_path / "out/archive").iterdir()
    kinds = [(one.kind, one.url[-5:]) for one in captures(file)]
    assert kinds == [
        ("warcinfo", ""), ("response", "le/a/"), ("request", "le/a/"), ("revisit", "le/a/"), ("response", "/new/"),
        ("request", "/new/"),
    ]  # fmt: skip
    assert [entry.mime for entry in index_of(tmp_path / "out")] == ["text/html", "warc/revisit", "text/html"]


def test_an_answer_not_modified_is_replaced_by_its_original(tmp_path: Path) -> None:
    page = packed("https://daily.example/a/", PAGE)
    archive = Archive(tmp_path / "archive")
    (first,) = archive.add(page)
    archive.add_revisit(exchange(page.url, b"", (), 304, NOON + DAY), first, page, "server-not-modified")

    _, written = wacz_of(tmp_path / "archive", Choice(since=date(2026, 3, 5)), tmp_path / "out")

    assert written.captures == 1
    assert [entry.status for entry in index_of(tmp_path / "out")] == [200]


def test_requests_that_stand_before_their_responses_go_in_too(tmp_path: Path) -> None:
    wacz_of(WGET, Choice(), tmp_path)

    ids = {one.record_id for one in captures(tmp_path / "archive/wget.warc.gz")}
    assert ids == {one.record_id for one in captures(WGET) if one.kind != "metadata"}


def test_records_that_are_compressed_in_one_piece_cannot_go_in(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(gzip.decompress(WGET.read_bytes())))

    with pytest.raises(Unreadable, match="one by one"):
        wacz_of(tmp_path, Choice(), tmp_path)
