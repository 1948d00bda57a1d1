"""Blocks as text and as Markdown."""

import re
from collections.abc import Sequence

from crawler.extract.blocks import Block
from crawler.extract.links import absolute
from crawler.extract.words import clean

# Characters that Markdown reads as marks inside a line, and those that mark a line at its start.
MARKS = re.compile(r"([\\`*_\[\]<>])")
LINE_MARK = re.compile(r"^(#{1,6} |[-+] |>|\d{1,9}[.)] |={3,}|-{3,})")


def as_text(blocks: Sequence[Block]) -> str:
    """Paragraphs parted by a blank line; a line break inside a paragraph stays one."""
    return _joined(blocks, [block.text for block in blocks])


def as_markdown(blocks: Sequence[Block], base: str) -> str:
    """The same with headings, list items, quotes and links, in CommonMark. Links are made absolute against `base`."""
    return _joined(blocks, [_markdown(block, base) for block in blocks])


def _joined(blocks: Sequence[Block], lines: Sequence[str]) -> str:
    text = ""
    before: Block | None = None
    for block, line in zip(blocks, lines, strict=True):
        if before is not None:
            text += "\n" if block.soft and block.index == before.index + 1 else "\n\n"
        text += line
        before = block
    return text


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
