"""Texts in files made clean: one text, or JSONL, in a stream from one file to another."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO

from crawler.bodies import text_of
from crawler.cli.json_member import members, with_text
from crawler.cli.messages import say
from crawler.cli.page_files import MAX_LINE_BYTES
from crawler.errors import UsageError
from crawler.extract.rules import Rules, compiled
from crawler.extract.saved_text import CleanedText, Taken, cleaned
from crawler.profiles import load_profile, profile_for_host
from crawler.profiles.model import SiteProfile
from crawler.urls import host_of

MARK = b"\xef\xbb\xbf"  # UTF-8's byte order mark
JSONL = (".jsonl", ".ndjson")


class Cleaner:
    """Cleans what `source`, a file called `name`, holds. JSONL is told by its name, by `field`, or by its first line.

    Without a `profile` the rules are those of the bundled profile of a record's `url`, else the generic ones. `charset`
    is the web's label for what a text is in, None to look at it; JSON is UTF-8.
    `explain` is called for everything taken, with the number of its line in JSONL. The counts are for the end.
    """

    def __init__(
        self,
        name: str,
        source: BinaryIO,
        profile: SiteProfile | None,
        field: str | None,
        charset: str | None,
        explain: Callable[[int | None, Taken], None],
    ) -> None:
        self._name, self._source, self._profile, self._explain = name, source, profile, explain
        self._field = field or "text"
        self._type = f"text/plain; charset={charset}" if charset else ""
        self._is_jsonl = field is not None or name.lower().endswith(JSONL)
        self._generic = load_profile("generic")
        self.texts = self.changed = self.taken = self.unread = 0

    def write_to(self, out: BinaryIO) -> None:
        """Write it, clean, in the form that it came in: a text as UTF-8, in JSONL nothing but the field changed.

        Raises UsageError for what is no text.
        """
        first = list(self._first_lines())
        if self._is_jsonl or (first and _is_object(first[-1])):
            for number, line in enumerate(chain(first, self._lines()), 1):
                out.write(self._record(number, line) if len(line) <= MAX_LINE_BYTES else line)
                if len(line) > MAX_LINE_BYTES:
                    self._let_through(number, "is too long")
                    self._copy_rest(line, out)
            return
        body = b"".join(first)
        if len(body) <= MAX_LINE_BYTES:
            body += self._read(self._source.read, MAX_LINE_BYTES + 1 - len(body))
        out.write(self._text(body).encode())

    def _first_lines(self) -> Iterator[bytes]:
        """Lines up to the first that says anything."""
        for line in self._lines():
            yield line
            if line.removeprefix(MARK).strip():
                return

    def _lines(self) -> Iterator[bytes]:
        while line := self._read(self._source.readline, MAX_LINE_BYTES + 1):
            yield line

    def _copy_rest(self, line: bytes, out: BinaryIO) -> None:
        while line and not line.endswith(b"\n"):
            line = self._read(self._source.readline, MAX_LINE_BYTES)
            out.write(line)

    def _read(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            return read(size)
        except OSError as error:
            raise UsageError(f"cannot read {self._name}: {error.strerror}") from error

    def _text(self, body: bytes) -> str:
        if len(body) > MAX_LINE_BYTES:
            raise UsageError(f"{self._name} is longer than {MAX_LINE_BYTES} bytes: no text of one article")
        text = text_of(body, self._type, "text")
        if "\0" in text:
            raise UsageError(f"{self._name} is no text")
        if not text.strip():
            say(f"{self._name} holds no text")
            return text
        lines = text.splitlines(keepends=True)
        title_stop = next(at for at, line in enumerate(lines, 1) if line.strip())
        start = next((at for at, line in enumerate(lines[title_stop:], title_stop) if line.strip()), len(lines))
        clean = self._cleaned("".join(lines[start:]), self._rules(None), None, above=start)
        if not clean.taken:
            return text
        return "".join(lines[: start if clean.text else title_stop]) + clean.text

    def _record(self, number: int, line: bytes) -> bytes:
        if not line.removeprefix(MARK).strip():
            return line
        try:
            written = line.decode()
            found = members(written.removeprefix("\ufeff"))
        except ValueError as error:
            self._let_through(number, f"is no JSON object: {error}")
            return line
        mark = "\ufeff" * written.startswith("\ufeff")
        member = found.get(self._field)
        if member is None or not isinstance(member.value, str):
            self._let_through(number, f"has no text in {self._field!r}")
            return line
        url = found["url"].value if "url" in found else None
        clean = self._cleaned(member.value, self._rules(url), number)
        if not clean.taken:
            return line
        return (mark + with_text(written.removeprefix("\ufeff"), member, clean.text)).encode()

    def _cleaned(self, text: str, rules: Rules, record: int | None, above: int = 0) -> CleanedText:
        clean = cleaned(text, rules)
        self.texts += 1
        self.changed += bool(clean.taken)
        self.taken += len(clean.taken)
        for one in clean.taken:
            self._explain(record, Taken(one.line + above, one.rule, one.text))
        return clean

    def _let_through(self, number: int, what: str) -> None:
        self.unread += 1
        say(f"line {number} of {self._name} {what}; it stays as it is")

    def _rules(self, url: object) -> Rules:
        own = profile_for_host(host_of(url)) if isinstance(url, str) and not self._profile else None
        return compiled((self._profile or own or self._generic).boilerplate)


def _is_object(line: bytes) -> bool:
    try:
        members(line.decode().removeprefix("\ufeff"))
    except ValueError:
        return False
    return True
