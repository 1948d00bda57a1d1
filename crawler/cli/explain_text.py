"""Explained pages as text: in colour and columns on a terminal, else a line a block with a mark."""

from collections.abc import Iterator
from typing import TextIO

from rich.table import Table
from rich.text import Text

from crawler.cli.columns import in_columns
from crawler.cli.explained import (
    ExplainedPage,
    Fold,
    counted,
    folded,
    shown_fields,
    sureness,
    value_text,
    why,
    words_of,
)
from crawler.cli.messages import plain
from crawler.cli.page_answer import NoArticle
from crawler.cli.terminal import OutputConsole
from crawler.extract.explain import ExplainedBlock, ExplainedField, Explanation

TEXT_WIDTH = 120  # of a terminal that is wider: longer lines are hard to read
RULE_WIDTH = 26  # of the column of rules
VALUE_CHARACTERS = 300  # of a field; ten pictures fill a screen
NOTHING = "-"


class TextView:
    """Writes pages to `out`, each at once."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._console = OutputConsole(out)
        self._in_colour = self._console.in_colour
        self._width = min(self._console.width, TEXT_WIDTH)

    def page(self, page: ExplainedPage) -> None:
        """Write a page: what it is, its fields with their readers, then its blocks with what took them."""
        if self._in_colour:
            self._console.rule(Text(plain(page.name), "bold"), characters="─", align="left")
            self._coloured(page)
        else:
            self._out.writelines(f"{line}\n" for line in plain_lines(page))
        self._out.write("\n")
        self._out.flush()

    def table(self, rows: list[tuple[str, ...]], marked: frozenset[str] = frozenset()) -> None:
        """Write rows in columns under the first of them; in colour those whose first cell is `marked` stand out."""
        if not self._in_colour:
            self._out.write(in_columns([[plain(cell) for cell in row] for row in rows]))
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in rows[0]:
            table.add_column(name, overflow="fold")
        for row in rows[1:]:
            style = "red" if row[0] in marked else ""
            table.add_row(*(Text(plain(cell), style) for cell in row))
        self._print(table)

    def line(self, text: str) -> None:
        """Write a line of ours."""
        self._out.write(f"{plain(text)}\n")

    def _coloured(self, page: ExplainedPage) -> None:
        colour = "red" if page.verdict else "green"
        for line in _head(page):
            self._print(Text(plain(line), colour))
        if isinstance(page.outcome, NoArticle):
            return
        fields = Table.grid(padding=(0, 2))
        fields.add_column(no_wrap=True, style="dim")
        fields.add_column(overflow="fold", ratio=1)
        fields.add_column(no_wrap=True, style="dim")
        for field in shown_fields(page.outcome):
            value = _value(field)
            fields.add_row(field.name, Text(value or NOTHING, "" if value else "red"), plain(field.reader or ""))
        if page.outcome.fields:
            self._print(Text(), fields)
        blocks = Table.grid(padding=(0, 2))
        blocks.add_column(width=min(RULE_WIDTH, self._width // 3), overflow="fold")
        blocks.add_column(overflow="fold", ratio=1)
        for part in folded(page.outcome):
            if isinstance(part, Fold):
                blocks.add_row(Text("…", "dim"), Text(plain(f"{part}"), "dim"))
            else:
                reason = Text(f"- {plain(why(part))} {sureness(part)}", "red")
                mark = Text("+", "green") if part.is_kept else reason
                blocks.add_row(mark, Text(_words(part), "green" if part.is_kept else "red"))
        if page.outcome.blocks:
            self._print(Text(), blocks)

    def _print(self, *parts: Text | Table) -> None:
        for part in parts:
            self._console.print(part, width=self._width)


def plain_lines(page: ExplainedPage) -> Iterator[str]:
    """The page in lines: a block each, "+ " before what is kept, "- RULE: " before what went, "… " before a fold."""
    yield f"== {plain(page.name)}"
    yield from map(plain, _head(page))
    if isinstance(page.outcome, NoArticle):
        return
    for field in shown_fields(page.outcome):
        reader = f" ({plain(field.reader)})" if field.reader else ""
        yield f"{field.name}: {_value(field) or NOTHING}{reader}"
    for part in folded(page.outcome):
        if isinstance(part, Fold):
            yield f"… {plain(str(part))}"
        elif part.is_kept:
            yield f"+ {_words(part)}"
        else:
            yield f"- {plain(why(part))}: {_words(part)}"


def _head(page: ExplainedPage) -> Iterator[str]:
    if verdict := page.verdict:
        yield f"no article: {verdict.reason}: {verdict.detail}"
    if isinstance(page.outcome, Explanation):
        yield from about(page.outcome)


def about(explanation: Explanation) -> Iterator[str]:
    """What is to be said of the page as a whole."""
    if not explanation.blocks:
        yield f"profile {explanation.site}: no text"
        return
    kept, removed, passed_over = words_of(explanation)
    yield f"profile {explanation.site}: kept {counted(kept, 'word')}, removed {removed}, passed over {passed_over}"
    if explanation.further_pages:
        yield f"the article goes on at {', '.join(explanation.further_pages)}"
    if explanation.is_cut:
        yield "the page is too big to be read to its end"


def _value(field: ExplainedField) -> str:
    text = plain(value_text(field.value))
    return text if len(text) <= VALUE_CHARACTERS else f"{text[:VALUE_CHARACTERS]}…"


def _words(block: ExplainedBlock) -> str:
    # Not `plain` over all of it, which shortens what is long.
    text = "".join(plain(block.text[start : start + 1000]) for start in range(0, len(block.text), 1000))
    prefix = {"list item": "• ", "quote": "> "}.get(block.kind, "")
    return f"{'#' * int(block.kind[-1])} {text}" if block.kind.startswith("heading") else prefix + text
