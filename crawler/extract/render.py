"""Blocks as text and as Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.extract.blocks import Block
from crawler.extract.links import absolute
from crawler.extract.tables import in_tables
from crawler.extract.words import clean

# Characters that Markdown reads as marks inside a line, and those that mark a line at its start.
MARKS = re.compile(r"([\\`*_\[\]<>])")
LINE_MARK = re.compile(r"^(#{1,6} |[-+] |>|\d{1,9}[.)] |={3,}|-{3,})")


def as_text(blocks: Sequence[Block]) -> str:
    """Paragraphs parted by a blank line; a line break inside a paragraph stays one.

    A table is a paragraph with a line a row, its cells parted by " | ".
    """
    return _joined(
        (one, one.text) if isinstance(one, Block) else (one[0][0], "\n".join(map(_text_row, one)))
        for one in in_tables(blocks)
    )


def as_markdown(blocks: Sequence[Block], base: str) -> str:
    """The same with headings, list items, quotes and links, in CommonMark, and tables in GitHub's form of it.

    Links are made absolute against `base`. A table's first row is its head, as the form wants one.
    """
    return _joined(
        (one, _markdown(one, base)) if isinstance(one, Block) else (one[0][0], "\n".join(_markdown_rows(one, base)))
        for one in in_tables(blocks)
    )


def _joined(parts: Iterable[tuple[Block, str]]) -> str:
    """The parts, each with the block that it begins with."""
    text = ""
    end = -1
    for first, part in parts:
        if text:
            text += "\n" if first.soft and first.index == end + 1 else "\n\n"
        text += part
        end = first.index
    return text


def _text_row(row: Sequence[Block]) -> str:
    return " | ".join(block.text for block in row)


def _markdown_rows(rows: Sequence[Sequence[Block]], base: str) -> Iterator[str]:
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
    if block.is_heading:
        return f"{'#' * int(block.kind[1])} {line}"
    return {"li": "- ", "quote": "> "}.get(block.kind, "") + line
