"""Explained pages as the formats of --format: text, html, jsonl."""

from pathlib import Path
from typing import TextIO, get_args

from crawler.cli.coverage import Coverage
from crawler.cli.explain_html import HtmlView
from crawler.cli.explain_text import TextView
from crawler.cli.explained import ExplainedPage, json_of
from crawler.cli.options import ExplainFormat
from crawler.errors import UsageError
from crawler.profiles.model import Expectations
from crawler.record import json_line


def format_of(given: str | None, to: Path | None) -> ExplainFormat:
    """The format that was asked for, in --format or by the ending of --to. Raises UsageError for one that is none."""
    for name in get_args(ExplainFormat):
        if given == name:
            return name  # type: ignore[no-any-return]  # get_args knows no types
    if given is not None:
        raise UsageError(f"an explanation has no format {given}: {', '.join(get_args(ExplainFormat))}")
    return "html" if to and to.suffix.lower() in (".html", ".htm") else "text"


class ExplainWriter:
    """Writes pages to `out` in the order given; text and jsonl each at once, html when it is closed."""

    def __init__(self, out: TextIO, form: ExplainFormat, heading: str, expect: Expectations | None = None) -> None:
        self._out, self._form = out, form
        self._text, self._html = TextView(out), HtmlView(heading)
        self.coverage = Coverage(expect or Expectations())

    def page(self, page: ExplainedPage) -> None:
        """Write a page."""
        self.coverage.note(page)
        match self._form:
            case "text":
                self._text.page(page)
            case "html":
                self._html.page(page)
            case "jsonl":
                self._out.write(f"{json_of(page)}\n")
                self._out.flush()

    def close(self, *, with_coverage: bool) -> None:
        """Write what ends the output; in html the coverage of the fields stands at the top in any case."""
        match self._form:
            case "text" if with_coverage:
                write_coverage(self.coverage, self._out)
            case "html":
                self._out.write(self._html.html(self.coverage))
            case "jsonl" if with_coverage:
                self._out.write(f"{json_line({'coverage': self.coverage.value()})}\n")
        self._out.flush()


def write_coverage(coverage: Coverage, out: TextIO) -> None:
    """Write the table of fields, and what came of the pages."""
    view = TextView(out)
    if coverage.articles:
        view.table(coverage.rows(), coverage.short())
    for line in coverage.lines():
        view.line(line)
