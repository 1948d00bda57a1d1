import io
import json
import os
from pathlib import Path

import pytest

from crawler.cli.cleaning import Cleaner
from crawler.cli.page_files import MAX_LINE_BYTES
from crawler.errors import UsageError
from crawler.extract.saved_text import Taken
from tests.command import Newskeep

SAVED = """Turkey, Qatar sign agreement with Libya

The three sides signed the agreement in Tripoli on Monday, the ministry said.

READ: Turkey sends ships to the eastern sea

Read: the first word a child learns in that school, said the minister, and he smiled.

The agreement holds for three years.

READ: Qatar reopens its embassy

Leave A Reply
"""
CLEAN = """Turkey, Qatar sign agreement with Libya

The three sides signed the agreement in Tripoli on Monday, the ministry said.

Read: the first word a child learns in that school, said the minister, and he smiled.

The agreement holds for three years.
"""


class Cleaned:
    """What came of bytes that were cleaned in this process."""

    def __init__(self, source: bytes, field: str | None = None, charset: str | None = None) -> None:
        self.taken: list[tuple[int | None, Taken]] = []
        out = io.BytesIO()
        self.cleaner = Cleaner(
            "a file", io.BytesIO(source), None, field, charset, lambda record, one: self.taken.append((record, one))
        )  # fmt: skip
        self.cleaner.write_to(out)
        self.bytes = out.getvalue()


def test_a_saved_text_of_middle_east_monitor_comes_out_clean_and_what_went_is_told(tmp_path: Path) -> None:
    newskeep, saved = Newskeep(tmp_path), tmp_path / "saved.txt"
    saved.write_text(SAVED, encoding="utf-8")

    ended = newskeep("clean", saved, "--profile", "memo", "--explain", "--explain-to", "why.jsonl")

    assert (ended.code, ended.stdout) == (0, CLEAN)
    assert ended.stderr.splitlines() == [
        "newskeep: line 5: read-also: READ: Turkey sends ships to the eastern sea",
        "newskeep: line 11: read-also: READ: Qatar reopens its embassy",
        "newskeep: line 13: comment-form: Leave A Reply",
        "newskeep: texts: 1, changed: 1, lines taken: 3",
    ]
    why = [json.loads(line) for line in (tmp_path / "why.jsonl").read_text().splitlines()]
    assert [(one["record"], one["line"], one["rule"]) for one in why] == [
        (None, 5, "read-also"), (None, 11, "read-also"), (None, 13, "comment-form"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("codec", "label"), [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("cp1252", "windows-1252")]
)
def test_a_text_is_read_in_its_charset_and_written_in_utf_8(codec: str, label: str | None) -> None:
    text = SAVED.replace("ministry", "ministère à Genève, où l’été").replace("\n", "\r\n")

    done = Cleaned(text.encode(codec), charset=label)

    assert done.bytes.decode() == CLEAN.replace("ministry", "ministère à Genève, où l’été").replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("source", "left"),
    [(b"", b""), (b"\n \n", b"\n \n"), (b"READ: A title", b"READ: A title"), (b"Title\nLeave A Reply", b"Title\n")],
)
def test_the_first_line_is_the_title_and_stays(source: bytes, left: bytes) -> None:
    done = Cleaned(source)

    assert done.bytes == left
    assert done.cleaner.texts == bool(source.strip())


def test_of_jsonl_nothing_but_the_text_changes_and_what_cannot_be_read_goes_through() -> None:
    read_line = (
        r'{"id": 1e400, "text":"One.\n\nREAD: Cranes fall\n\nZw\u00f6lf.", "id":7 ,"z":[1.50,{"text":"READ: it"}]}'
    )
    memo = r'{"url": "https://www.middleeastmonitor.com/x", "text": "Été.\n\nMEMO REVIEW: The harbour", "é": "\ud800"}'
    other = memo.replace("middleeastmonitor.com", "daily.example")
    through = ["not json", "{}", '{"text": null}', "[1]", '{"text": "a"} {"text": "b"}', "", '{"text": "end"}']
    source = b'{"text": "\xff"}\n' + "\n".join([f"\ufeff{read_line}\r", memo, other, *through]).encode()

    done = Cleaned(source, field="text")

    assert done.bytes == source.replace(rb"\n\nREAD: Cranes fall\n\nZ", rb"\n\nZ").replace(
        rb"\n\nMEMO REVIEW: The harbour", b"", 1
    )
    assert [(record, one.line, one.rule) for record, one in done.taken] == [(2, 3, "read-also"), (3, 3, "memo-labels")]
    assert (done.cleaner.texts, done.cleaner.changed, done.cleaner.unread) == (4, 2, 6)


def test_a_reader_that_goes_away_is_no_fault_of_the_file() -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    cleaner = Cleaner("a file", io.BytesIO(SAVED.encode()), None, None, None, lambda record, one: None)

    with pytest.raises(BrokenPipeError), open(ours, "wb", buffering=0) as out:  # noqa: PTH123 - a number, no path
        cleaner.write_to(out)


def test_a_line_beyond_the_bound_goes_through_and_the_next_is_cleaned() -> None:
    long = b'{"text": "' + b"a" * (2 * MAX_LINE_BYTES) + b'"}\n'

    done = Cleaned(b'{"body": "Leave A Reply"}\n' + long + b'{"body": "One.\\nLeave A Reply"}\n', field="body")

    assert done.bytes == b'{"body": ""}\n' + long + b'{"body": "One."}\n'
    assert done.cleaner.unread == 1


@pytest.mark.parametrize("source", [b"Title\n" + b"a" * MAX_LINE_BYTES, b"\x7fELF\x00\x01\n\x00"])
def test_what_is_no_text_of_an_article_is_refused(source: bytes) -> None:
    with pytest.raises(UsageError, match="a file is"):
        Cleaned(source)
