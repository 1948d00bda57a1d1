"""A history as text for a terminal or a pipe, and as JSON."""

from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.text import Text

from crawler.cli.history_versions import Change, History, Version
from crawler.cli.messages import UNSAFE
from crawler.cli.terminal import OutputConsole
from crawler.cli.word_diff import Folded, Pieces
from crawler.dates import utc_stamp
from crawler.record import json_line

STYLES = {"same": "", "added": "green", "removed": "red strike"}
# As wdiff marks words where there is no colour: [-taken out-]{+put in+}.
MARKS = {"same": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}
TEXT_WIDTH = 100  # of a terminal that is wider: longer lines are hard to read


def write_text(history: History, out: TextIO) -> None:
    """Each version under a heading with what it changed: in colour on a terminal, else with marks."""
    console = OutputConsole(out)
    width = min(console.width, TEXT_WIDTH)
    for line in _lines(history, console.in_colour):
        if console.in_colour:
            console.print(line, width=width)
        else:
            out.write(f"{line.plain}\n")


def json_of(history: History) -> str:
    """The history as one JSON object."""
    versions = [
        {**_about(version), "change": None if change is None else _change(change)}
        for version, change in history.changes()
    ]
    value = {
        "id": history.id,
        "url": history.url,
        "gone_since": utc_stamp(history.gone_at) if history.gone_at else None,
        "versions": versions,
    }
    return f"{json_line(value)}\n"


def folded_words(folded: Folded) -> str:
    """How a fold is told of."""
    return "1 paragraph as before" if folded.paragraphs == 1 else f"{folded.paragraphs} paragraphs as before"


def _lines(history: History, in_colour: bool) -> Sequence[Text]:
    lines: list[Text] = [_safe(history.url, "bold")]
    if history.gone_at:
        lines.append(Text(f"gone from its site since {utc_stamp(history.gone_at)}"))
    for version, change in history.changes():
        lines += [Text(), _safe(f"version {version.number}, fetched {version.text('fetched_at')}", "bold")]
        lines.append(_safe(f"{version.segment}:{version.line}", "dim"))
        if change is None:
            lines += [Text(), _safe(version.text("title"), "bold"), Text()]
            lines += [line for text in version.text("text").split("\n\n") for line in (_safe(text), Text())][:-1]
        else:
            lines += _change_lines(change, in_colour)
    return lines


def _change_lines(change: Change, in_colour: bool) -> Sequence[Text]:
    lines = [Text(f"{name}: ").append_text(_marked(pieces, in_colour)) for name, pieces in change.fields.items()]
    for part in change.text:
        lines.append(Text())
        lines.append(Text(f"… {folded_words(part)} …", "dim") if isinstance(part, Folded) else _marked(part, in_colour))
    return lines


def _marked(pieces: Pieces, in_colour: bool) -> Text:
    text = Text()
    for piece in pieces:
        if in_colour:
            text.append_text(_safe(piece.text, STYLES[piece.mark]))
            continue
        opening, closing = MARKS[piece.mark]
        words = piece.text.rstrip()
        text.append_text(_safe(f"{opening}{words}{closing}{piece.text[len(words) :]}"))
    return text


def _safe(text: str, style: str = "") -> Text:
    """Foreign text that a terminal only shows."""
    lines = text.split("\n")
    return Text(
        "\n".join(UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), one) for one in lines),
        style,
    )


def _about(version: Version) -> Mapping[str, object]:
    names = ("title", "date_published", "date_modified", "authors", "fetched_at", "changed", "url")
    return {
        "version": version.number,
        "segment": version.segment,
        "line": version.line,
        **{name: version.record.get(name) for name in names},
    }


def _change(change: Change) -> Mapping[str, object]:
    return {
        "fields": {name: _pieces(pieces) for name, pieces in change.fields.items()},
        "text": [
            {"same_paragraphs": one.paragraphs} if isinstance(one, Folded) else _pieces(one) for one in change.text
        ],
    }


def _pieces(pieces: Pieces) -> list[list[str]]:
    return [[piece.mark, piece.text] for piece in pieces]
