"""A data set that `newskeep export --format hf` makes, in the hands of those who load it. One export serves all tests.

The packages are heavy: nothing else imports them, and each only where it is needed.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.export.request import Filters, Request
from crawler.items import ArchivePointer, Article, Image, Related
from pipelines.exports.remote import check_free
from pipelines.exports.splits import Plan
from pipelines.exports.verify import faults
from tests.command import Newskeep
from tests.export.making import made, request_of
from tests.export.stores import store_with, story, telling

HOSTILE = '"\n---\n| <script>alert(1)</script> =1+1 \u2028 \U0001f600 \u0627\u0644\u0639'
SPLIT = ("--format", "hf", "--split", "group", "--shares", "60/20/20", "--title", "Harbour news")


def stories() -> list[Article]:
    """Thirty stories of `daily`: with and without date, authors, pictures, a capture; some of them hostile."""
    return [
        story(
            number,
            text=telling(number),
            authors=("Ann Lee", "Bo Ek")[: number % 3],
            images=(Image("https://daily.example/a.jpg", "A", None), Image("https://daily.example/b.jpg"))[
                : number % 3
            ],
            related=(Related("Before", "https://daily.example/before/"),)[: number % 2],
            archive=ArchivePointer("<urn:uuid:1>", "archive/daily.warc.gz", 7, 99, "sha1:ABC") if number % 2 else None,
            title=HOSTILE if number % 5 == 0 else f"Story {number}",
            license=HOSTILE if number % 5 == 0 else None,
            date_published=(f"2026-01-{1 + number % 28:02}", None, f"2026-02-{1 + number % 28:02}T23:30:00-03:00")[
                number % 3
            ],
            tags=("harbour",) * (number % 2),
        )
        for number in range(30)
    ]


def copies() -> list[Article]:
    """A copy of every story at another site."""
    return [story(number, "weekly", text=telling(number), duplicate_of=story(number).id) for number in range(30)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_with(tmp_path_factory.mktemp("store") / "out", {"daily-1": stories(), "weekly-1": copies()})


@pytest.fixture(scope="module")
def folder(store: Path) -> Path:
    """The data set, made in this process; what the command makes is held against it."""
    folder = store.parent / "set"
    plan = Plan("group", shares=(60, 20, 20))
    made(Request(store=store, to=folder, format="hf", split=plan, title="Harbour news"))
    return folder


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))


def test_datasets_loads_the_folder_as_it_is_and_no_story_is_on_two_sides(folder: Path, tmp_path: Path) -> None:
    import datasets

    loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path))

    assert set(loaded) == {"train", "validation", "test"}
    assert sum(part.num_rows for part in loaded.values()) == 60
    titles = {row["title"] for part in loaded.values() for row in part}
    assert HOSTILE in titles
    sides: dict[str, set[str]] = {}
    for name, part in loaded.items():
        for row in part:
            sides.setdefault(row["duplicate_of"] or row["id"], set()).add(name)
    assert len(sides) == 30
    assert all(len(parts) == 1 for parts in sides.values())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib and pandas, in mlcroissant's own calls
def test_mlcroissant_finds_nothing_wrong_and_reads_every_record_by_the_metadata(folder: Path) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(str(folder / "croissant.json"))
    records = list(dataset.records("articles"))

    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    assert {record["articles/split"] for record in records} == {b"train", b"validation", b"test"}
    by_id = {record["articles/id"].decode(): record for record in records}
    second = by_id[story(2).id]
    assert [image["articles/images/url"] for image in second["articles/images"]] == [
        b"https://daily.example/a.jpg",
        b"https://daily.example/b.jpg",
    ]
    assert by_id[story(1).id]["articles/archive"]["articles/archive/offset"] == 7


def test_the_metadata_names_every_file_with_its_hash(folder: Path) -> None:
    metadata = json.loads((folder / "croissant.json").read_text())

    named = {part["contentUrl"]: part["sha256"] for part in metadata["distribution"] if "sha256" in part}
    assert named == {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.parquet")
    }


def test_duckdb_polars_and_pandas_read_the_same_records(folder: Path) -> None:
    import duckdb
    import pandas
    import polars

    files = str(folder / "data" / "*" / "*.parquet")

    query = "SELECT site, count(*) FROM read_parquet(?) GROUP BY site ORDER BY site"
    counted = duckdb.execute(query, [files]).fetchall()
    scanned = polars.scan_parquet(files).filter(polars.col("images").list.len() == 2).collect()
    framed = pandas.read_parquet(folder / "data")

    assert counted == [("daily", 30), ("weekly", 30)]
    assert scanned.height == 10
    assert str(framed["date_published"].dtype) == "datetime64[us, UTC]"
    assert int(framed["date_published"].isna().sum()) == 10


def test_the_set_is_whole_and_says_how_it_was_split(folder: Path) -> None:
    assert not list(faults(folder))
    split = json.loads((folder / "manifest.json").read_text())["split"]
    assert (split["by"], split["shares"], split["seed"]) == ("group", [60, 20, 20], "newskeep")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of an S3 server on loopback, and the variables by which it is found."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "ours",
        "AWS_SECRET_ACCESS_KEY": "ours",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    import s3fs

    s3fs.S3FileSystem().mkdir("sets")
    yield "sets"
    server.stop()


def test_the_command_makes_the_same_set_in_s3_with_the_same_bytes(
    store: Path, folder: Path, bucket: str, newskeep: Newskeep
) -> None:
    import s3fs

    ended = newskeep("export", "--output", store, "--to", f"s3://{bucket}/news", *SPLIT)

    assert (ended.code, ended.stderr) == (0, "")
    places = s3fs.S3FileSystem()
    held = {path.removeprefix(f"{bucket}/news/"): places.cat(path) for path in places.find(f"{bucket}/news")}
    assert held == {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    with pytest.raises(UsageError, match="a data set is there already"):
        check_free(f"s3://{bucket}/news")


@pytest.mark.parametrize("names", ["newskeep", "datatrove"])
def test_datatrove_takes_the_jsonl_as_it_is_and_under_its_own_names(store: Path, tmp_path: Path, names: str) -> None:
    from datatrove.pipeline.readers import JsonlReader

    made(replace(request_of(store, tmp_path / "lines", Filters(sites=("daily",))), names=names))
    documents = list(JsonlReader(str(tmp_path / "lines"), glob_pattern="**/*.jsonl")())

    assert {document.id for document in documents} == {one.id for one in stories()}
    assert documents[0].text == telling(0)
    assert documents[0].metadata["extraction"]["profile"] == "daily"


def test_the_card_has_its_title_and_counts(folder: Path) -> None:
    card = (folder / "README.md").read_text()

    assert "# Harbour news" in card
    assert "60 records of news articles" in card
    assert "- records that are copies of another article: 30" in card
