import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.page_files import MAX_LINE_BYTES, PageFile, Unusable, in_manifest, in_paths
from crawler.errors import UsageError

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))
LINES = st.binary(max_size=40) | st.dictionaries(st.sampled_from(["id", "url", "html", "x"]), JSON).map(
    lambda fields: json.dumps(fields).encode()
)


def test_a_manifest_names_pages_beside_it_and_elsewhere(tmp_path: Path) -> None:
    manifest = tmp_path / "pages.jsonl"
    manifest.write_text(
        '\n{"id": "a", "url": "https://a.example/", "html": "html/a b.html", "more": 1}\n'
        '{"id": "b", "html": "/srv/b.html"}\n'
    )

    pages = list(in_manifest(manifest))

    assert pages == [
        PageFile(
            "a",
            tmp_path / "html/a b.html",
            "https://a.example/",
            "https://file.invalid/html/a%20b.html",
            is_listed=True,
        ),
        PageFile("b", Path("/srv/b.html"), None, "https://file.invalid/srv/b.html", is_listed=True),
    ]


def test_a_line_that_is_too_long_costs_only_itself(tmp_path: Path) -> None:
    manifest = tmp_path / "pages.jsonl"
    good = b'{"id": "a", "html": "a.html"}\n'
    manifest.write_bytes(good + b'{"id": "' + b"x" * MAX_LINE_BYTES + b'", "html": "b.html"}\n' + good)

    pages = list(in_manifest(manifest))

    assert [page.id for page in pages] == ["a", "line 2", "a"]


def test_a_manifest_nested_too_deep_to_read_is_no_jsonl(tmp_path: Path) -> None:
    manifest = tmp_path / "pages.jsonl"
    manifest.write_bytes(b"[" * 200_000)

    with pytest.raises(UsageError, match="line 1 is no JSON object"):
        list(in_manifest(manifest))


@given(lines=st.lists(LINES, max_size=5))
def test_a_manifest_raises_nothing_but_usage_errors(lines: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        manifest = Path(folder, "pages.jsonl")
        manifest.write_bytes(b"\n".join(lines))

        try:
            pages = list(in_manifest(manifest))
        except UsageError:
            return

    written = b"\n".join(lines).split(b"\n")
    assert len(pages) == sum(1 for line in written if line.strip())
    assert all(isinstance(page, PageFile | Unusable) for page in pages)


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "a.html").touch()
    (saved / "again").symlink_to(saved)

    assert [Path(str(page.id)).name for page in in_paths([saved], None)] == ["a.html"]


def test_an_empty_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").touch()

    pages = list(in_paths([tmp_path], None))

    assert pages == []
    assert capsys.readouterr().err == f"newskeep: no pages (.html, .htm, .html.gz, .htm.gz) in {tmp_path}\n"


def test_a_name_that_is_no_utf8_has_an_address(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.html")
    (tmp_path / name).touch()

    pages = list(in_paths([tmp_path], None))

    assert [page.fallback_url for page in pages] == ["https://file.invalid/caf%3F.html"]
