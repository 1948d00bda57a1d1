"""One text of a JSON line taken for another, every other character of the line left as it is."""

import json
import re
from dataclasses import dataclass

SPACE = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Member:
    """A member's value, and where it stands in the line."""

    value: object
    start: int
    stop: int


def members(line: str) -> dict[str, Member]:
    """The members of the JSON object that `line` is; of one that stands twice, the last. ValueError: it is none."""
    found: dict[str, Member] = {}
    at = _after(line, _space(line, 0), "{")
    if line[at : at + 1] == "}":
        return _ended(line, at + 1, found)
    while True:
        name, at = _value(line, at)
        if not isinstance(name, str):
            raise ValueError(f"a member's name is no text, at character {at}")
        start = _after(line, _space(line, at), ":")
        value, stop = _value(line, start)
        found[name] = Member(value, start, stop)
        at = _space(line, stop)
        if line[at : at + 1] == "}":
            return _ended(line, at + 1, found)
        at = _after(line, at, ",")


def with_text(line: str, member: Member, text: str) -> str:
    """`line` with `text` in the place of `member`, escaped as the text that stood there was."""
    is_escaped = line[member.start : member.stop].isascii()
    written = json.dumps(text, ensure_ascii=is_escaped)
    if not is_escaped and any("\ud800" <= character <= "\udfff" for character in text):
        written = json.dumps(text)  # half a pair cannot be written but escaped
    return line[: member.start] + written + line[member.stop :]


def _value(line: str, at: int) -> tuple[object, int]:
    try:
        return DECODER.raw_decode(line, at)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _after(line: str, at: int, mark: str) -> int:
    if line[at : at + 1] != mark:
        raise ValueError(f"no {mark!r} at character {at}")
    return _space(line, at + 1)


def _ended(line: str, at: int, found: dict[str, Member]) -> dict[str, Member]:
    if _space(line, at) != len(line):
        raise ValueError(f"something stands behind the object, at character {at}")
    return found


def _space(line: str, at: int) -> int:
    match = SPACE.match(line, at)
    return match.end() if match else at
