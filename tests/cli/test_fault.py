import io
import re
from pathlib import Path

import pytest

from crawler.cli import fault
from crawler.cli.formats import Writer
from crawler.cli.page_answers import write_answers
from crawler.cli.page_files import PageFile


def raised() -> ZeroDivisionError:
    try:
        1 / 0  # noqa: B018 - a fault
    except ZeroDivisionError as error:
        return error
    raise AssertionError("1 / 0 was no error")


def test_the_line_names_a_log_that_holds_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    fault.tell(raised(), verbose=False)

    said = capsys.readouterr().err
    match = re.fullmatch(
        r"newskeep: a fault of ours: ZeroDivisionError: division by zero; please report it to the project's issue"
        r" tracker with the log (\S+)\n",
        said,
    )
    assert match
    log = Path(match[1])
    story = log.read_text()
    log.unlink()
    assert story.startswith("newskeep ")
    assert "in raised" in story


def test_a_verbose_command_shows_the_traceback_itself(capsys: pytest.CaptureFixture[str]) -> None:
    fault.tell(raised(), verbose=True)

    said = capsys.readouterr().err
    assert "in raised" in said
    assert said.endswith("with the lines above\n")


def test_a_fault_in_one_page_costs_no_other_its_answer(tmp_path: Path) -> None:
    (tmp_path / "empty.html").touch()
    impossible = PageFile("impossible", Path("a\0b"), "https://a.example/", "", is_listed=True)  # no reader lets it in
    empty = PageFile("empty", tmp_path / "empty.html", "https://a.example/", "", is_listed=True)
    out = io.StringIO()

    tally = write_answers(iter([impossible, empty]), None, 1, Writer(out, "jsonl"))

    assert isinstance(tally.fault, ValueError)
    assert tally.rejects.total() == 2
    assert tally.rejects["fault"] == 1
    assert [line.split(",")[0] for line in out.getvalue().splitlines()] == ['{"id":"impossible"', '{"id":"empty"']
