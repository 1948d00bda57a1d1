"""Articles as the formats of --format: jsonl, json, text, markdown."""

from collections.abc import Mapping
from typing import TextIO

from crawler.cli.messages import say
from crawler.cli.options import Format
from crawler.items import Article
from crawler.record import json_line, record_of

RULER = "\n---\n\n"  # between two articles of text and markdown


class Writer:
    """Writes answers to `out` in the order given, each at once. `close` ends what needs an end.

    jsonl: a JSON object a line. json: one array of them. text: title, blank line, text. markdown: the title as
    heading, byline and date, then the text with headings, lists, links and quotes.
    """

    def __init__(self, out: TextIO, form: Format) -> None:
        self._out = out
        self._form = form
        self._count = 0

    def article(self, article: Article, record_id: str | int | None = None) -> None:
        """Write an article; `record_id` takes the place of its `id`."""
        match self._form:
            case "jsonl" | "json":
                record = record_of(article)
                if record_id is not None:
                    record = {**record, "id": record_id}
                self._object(record)
            case "text":
                self._text(text_of(article))
            case "markdown":
                self._text(markdown_of(article))

    def reject(self, page: str | int, reason: str, detail: str) -> None:
        """Write that `page` gave no article: an object of its own, or, in text and markdown, a message."""
        match self._form:
            case "jsonl" | "json":
                self._object({"id": page, "rejected": reason, "detail": detail})
            case "text" | "markdown":
                say(f"no article in {page}: {reason}: {detail}")

    def close(self) -> None:
        """Write what ends the output. Call it once, after the last answer."""
        if self._form == "json":
            self._out.write("\n]\n" if self._count else "[]\n")
        self._out.flush()

    def _object(self, value: Mapping[str, object]) -> None:
        line = json_line(value)
        if self._form == "jsonl":
            self._write(f"{line}\n")
        else:
            self._write((",\n" if self._count else "[\n") + line)

    def _text(self, text: str) -> None:
        self._write((RULER if self._count else "") + text)

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
        self._count += 1


def text_of(article: Article) -> str:
    """Title, a blank line, the paragraphs; without a title the paragraphs alone."""
    return (f"{article.title}\n\n" if article.title else "") + f"{article.text}\n"


def markdown_of(article: Article) -> str:
    """The title as heading, a line with authors, day and address, then the body."""
    about = [", ".join(article.authors), (article.date_published or "")[:10], f"<{article.url}>"]
    heading = f"# {article.title}\n\n" if article.title else ""
    return f"{heading}{' · '.join(part for part in about if part)}\n\n{article.markdown or article.text}\n"
