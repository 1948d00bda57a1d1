"""Blocks as text and as Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.extract.blocks import Block
from crawler.extract.links import absolute
from crawler.extract.marks import Mark
from crawler.extract.tables import in_tables
from crawler.extract.words import clean

# Characters that Markdown reads as marks inside a line, and those that mark a line at its start.
MARKS = re.compile(r"([\\`*_\[\]<>])")
LINE_MARK = re.compile(r"^(#{1,6} |[-+] |>|\d{1,9}[.)] |={3,}|-{3,})")
FENCE = re.compile(r"`{3,}")

Rows = list[list[Block]]  # of a table, with their cells


@dataclass(frozen=True, slots=True)
class _Preformatted:
    """The blocks of one <pre>."""

    blocks: list[Block]

    @property
    def lines(self) -> str:
        return "\n".join(block.lines or block.text for block in self.blocks)


def as_text(blocks: Sequence[Block]) -> str:
    """Paragraphs parted by a blank line; a line break inside a paragraph stays one.

    A table is a paragraph with a line a row, its cells parted by " | ". Preformatted lines stay as they are.
    """
    text = ""
    end = -1
    for part in _parts(blocks):
        first = _first(part)
        if text:
            text += "\n" if first.soft and first.index == end + 1 else "\n\n"
        match part:
            case Block():
                text += part.line
            case _Preformatted():
                text += part.lines
            case rows:
                text += "\n".join(" | ".join(cell.text for cell in row) for row in rows)
        end = first.index
    return text


def as_markdown(blocks: Sequence[Block], base: str) -> str:
    """The same with headings, lists, quotes and links, in CommonMark, and tables in GitHub's form of it.

    Links are made absolute against `base`. A table's first row is its head, as the form wants one. An item with a
    heading in it only lays out the page, and is no item here.
    """
    page = _Page(frozenset(mark.place for block in blocks if block.is_heading for mark in _items(block)))
    for part in _parts(blocks):
        match part:
            case Block():
                lines = [_markdown(part, base)]
            case _Preformatted():
                fence = "`" * max([3, *(len(run) + 1 for run in FENCE.findall(part.lines))])
                lines = [fence, *part.lines.split("\n"), fence]
            case rows:
                lines = list(_markdown_rows(rows, base))
        page.add(_first(part), lines)
    return page.text


@dataclass(slots=True)
class _Page:
    """Markdown in the making. Items whose place is in `layout` are none."""

    layout: frozenset[int]
    text: str = ""
    _before: tuple[Mark, ...] = ()  # marks around what was added last
    _begins_item: bool = False  # and whether that was the first of its item
    _end: int = -1  # and its block
    _begun: set[int] = field(default_factory=set)  # places of items

    def add(self, first: Block, lines: Sequence[str]) -> None:
        """Add a part that begins with the block `first`."""
        marks = tuple(mark for mark in first.marks if mark.kind != "pre" and mark.place not in self.layout)
        new = next((at for at, mark in enumerate(marks) if mark.kind == "item" and mark.place not in self._begun), None)
        head = "".join(_opening(mark, self._begun) for mark in marks)
        rest = "".join("> " if mark.kind == "quote" else " " * len(_opening(mark, frozenset())) for mark in marks)
        if self.text and first.soft and first.index == self._end + 1 and new is None:
            self.text += f"\\\n{rest}"  # a hard line break
        else:
            if self.text:
                self.text += "\n" if new is not None and self._is_tight(marks, new) else self._gap(marks)
            self.text += head
        self.text += f"\n{rest}".join(lines)
        self._before, self._begins_item, self._end = marks, new is not None, first.index
        self._begun.update(mark.place for mark in marks if mark.kind == "item")

    def _is_tight(self, marks: Sequence[Mark], new: int) -> bool:
        """Whether the item `marks[new]` follows the line of another, or the line that its list hangs on."""
        before = self._before
        if not self._begins_item or tuple(marks[:new]) != before[:new]:
            return False
        if len(before) == new:
            return marks[new].number in (None, 1)  # no other number may follow a line that is no item of its list
        return before[new].around == marks[new].around

    def _gap(self, marks: Sequence[Mark]) -> str:
        shared = ""
        for mark, before in zip(marks, self._before, strict=False):
            if mark != before:
                break
            shared += "> " if mark.kind == "quote" else " " * len(_opening(mark, frozenset()))
        return f"\n{shared.rstrip()}\n"


def _parts(blocks: Sequence[Block]) -> Iterator[Block | Rows | _Preformatted]:
    """`blocks` in their order, those of a table together, and those of a <pre>."""
    part: _Preformatted | None = None
    for one in in_tables(blocks):
        mark = _pre(one) if isinstance(one, Block) else None
        if part and (mark is None or mark != _pre(part.blocks[0])):
            yield part
            part = None
        if mark is None or not isinstance(one, Block):
            yield one
        elif part:
            part.blocks.append(one)
        else:
            part = _Preformatted([one])
    if part:
        yield part


def _pre(block: Block) -> Mark | None:
    return next((mark for mark in block.marks if mark.kind == "pre"), None) if block.lines else None


def _items(block: Block) -> Iterator[Mark]:
    return (mark for mark in block.marks if mark.kind == "item")


def _first(part: Block | Rows | _Preformatted) -> Block:
    if isinstance(part, Block):
        return part
    return part.blocks[0] if isinstance(part, _Preformatted) else part[0][0]


def _opening(mark: Mark, begun: set[int] | frozenset[int]) -> str:
    """What stands at the begin of a line for `mark`; spaces for an item that has begun."""
    if mark.kind == "quote":
        return "> "
    marker = "- " if mark.number is None else f"{mark.number}. "
    return " " * len(marker) if mark.place in begun else marker


def _markdown_rows(rows: Rows, base: str) -> Iterator[str]:
    columns = max(map(len, rows))
    for number, row in enumerate(rows):
        cells = [_markdown(block, base).replace("|", "\\|") for block in row]
        yield f"| {' | '.join([*cells, *[''] * (columns - len(cells))])} |"
        if number == 0:
            yield "|" + " --- |" * columns


def _markdown(block: Block, base: str) -> str:
    parts = []
    for span in block.spans:
        words = MARKS.sub(r"\\\1", span.text)
        url = absolute(base, span.href) if span.href else None
        if url and words.strip():
            # Spaces stay outside: "[ word ](…)" is no clean link.
            start, end = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
            words = (
                f"{start}[{words.strip()}](<{url}>){end}"
                if ")" in url or "(" in url
                else f"{start}[{words.strip()}]({url}){end}"
            )
        parts.append(words)
    line = clean("".join(parts))
    line = LINE_MARK.sub(
        lambda match: "\\" + match[0] if not match[0][0].isdigit() else match[0][:-2] + "\\" + match[0][-2:], line
    )
    return f"{'#' * int(block.kind[1])} {line}" if block.is_heading else line
