"""JSON as pages write it, broken or not: what can be read of it, in linear time.

Repairs control characters and bare newlines in strings, quotes that were not escaped, trailing and missing commas,
comments and CDATA around the object, several objects in one script, entities instead of quotes, and a cut-off end.
"""

import html
import json
import re
from typing import TypeAlias

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

MAX_CHARS = 2_000_000  # the largest JSON-LD of an article page seen was 300 KB (a live blog)
MAX_DEPTH = 60  # deeper is an attack: real graphs stay below 15

START = re.compile(r"(?<!<!)(?<!CDATA)[\[{]")  # but not those of <![CDATA[
SPACE = re.compile(r"(?:\s|\ufeff)*")
BARE = re.compile(r"[^\s,:\[\]{}\"]+")  # true, 12.5, null, name: without quotes
# What may follow the quote that ends a string: "a", "b" or "a"} but not "a" said, "b". Possessive, hence linear.
AFTER_KEY = re.compile(r"\s*+:")
AFTER_VALUE = re.compile(r"(?P<space>\s*+)(?:[}\]]|,\s*+(?:[\"{\[}\]]|-?\d|true|false|null|$)|(?P<next>\")|$)")
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}
STRING_STOP = re.compile(r"[\"\\]")
LITERALS: dict[str, Json] = {"true": True, "false": False, "null": None, "undefined": None}


def read_json(text: str) -> list[Json]:
    """Every value that `text` holds at its top level, in order; nothing for text without an object or array."""
    text = text[:MAX_CHARS]
    start = START.search(text)
    if start is None:
        return []
    try:
        return [json.loads(text[start.start() :], strict=False)]
    except (ValueError, RecursionError):
        pass
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    return _Reader(text).values()


class _Reader:
    """One pass over a broken text with a stack of its own: nesting costs no recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def values(self) -> list[Json]:
        found: list[Json] = []
        while start := START.search(self.text, self.position):
            self.position = start.start()
            found.append(self._container())
        return found

    def _container(self) -> Json:
        """The container that begins here. Ends at its bracket, at the end of the text, or beyond MAX_DEPTH."""
        root: dict[str, Json] | list[Json] = {} if self.text[self.position] == "{" else []
        self.position += 1
        stack = [root]
        key: str | None = None
        while stack and self._skip_space():
            here, character = stack[-1], self.text[self.position]
            if character in "]}":
                self.position += 1
                stack.pop()
                key = None
            elif character in "[{":
                self.position += 1
                if len(stack) >= MAX_DEPTH:
                    self.position = len(self.text)
                    break
                child: dict[str, Json] | list[Json] = {} if character == "{" else []
                _put(here, key, child)
                stack.append(child)
                key = None
            elif character in ",:":
                self.position += 1
            elif isinstance(here, dict) and key is None:
                key = self._string(AFTER_KEY) if character == '"' else self._bare()
            else:
                _put(here, key, self._string(AFTER_VALUE) if character == '"' else _literal(self._bare()))
                key = None
        return root

    def _skip_space(self) -> bool:
        if match := SPACE.match(self.text, self.position):
            self.position = match.end()
        return self.position < len(self.text)

    def _bare(self) -> str:
        match = BARE.match(self.text, self.position)
        assert match is not None  # noqa: S101 - the caller saw a character that no other case takes
        self.position = match.end()
        return match[0]

    def _string(self, after: re.Pattern[str]) -> str:
        """The string that opens here; a quote ends it only where JSON can go on behind it."""
        begin = at = self.position + 1
        while stop := STRING_STOP.search(self.text, at):
            if stop[0] == "\\":
                at = stop.end() + 1
            elif self._ends(after.match(self.text, stop.end())):
                self.position = stop.end()
                return _unescape(self.text[begin : stop.start()])
            else:
                at = stop.end()
        self.position = len(self.text)
        return _unescape(self.text[begin:])

    @staticmethod
    def _ends(match: re.Match[str] | None) -> bool:
        if match is None:
            return False
        # A quote straight after a quote is a lost comma only across a line break.
        return match.re is AFTER_KEY or not match["next"] or "\n" in match["space"]


def _put(container: dict[str, Json] | list[Json], key: str | None, value: Json) -> None:
    if isinstance(container, list):
        container.append(value)
    else:
        container.setdefault(key or "", value)


def _literal(word: str) -> Json:
    if word in LITERALS:
        return LITERALS[word]
    try:
        return int(word) if len(word) < 20 else word
    except ValueError:
        return word


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    text = ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else ESCAPED.get(match[2], match[2]), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins \ud83d\ude00
