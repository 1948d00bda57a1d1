"""A TOML table, read strictly: every fault is a ProfileError that names file, key and what is allowed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from crawler.errors import ProfileError
from crawler.profiles.nearest import nearest

MAX_TEXT = 2000  # characters of any value; the longest pattern of the built-in profiles has about 700
MAX_ITEMS = 500  # entries of any list

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and line feed

TOML_NAMES = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", dict: "a table"}


@dataclass(frozen=True, slots=True)
class Table:
    """The values below `path` ("" for the file itself) of the file that people know as `file`.

    `is_bundled` says that the file came with newskeep: what is slow to check of it has been checked by our tests.
    """

    file: str
    path: str
    values: Mapping[str, object]
    is_bundled: bool = False

    def allow(self, *keys: str) -> None:
        """Raise ProfileError when the table holds a key beyond `keys`."""
        for key in self.values:
            if key not in keys:
                raise self.fault(key, f"unknown key{nearest(key, keys)}; allowed are {', '.join(sorted(keys))}")

    def has(self, key: str) -> bool:
        return key in self.values

    def fault(self, key: str, problem: str) -> ProfileError:
        """The error to raise: what is wrong with `key`."""
        return ProfileError(f"{self.file}: {self.key(key)}: {one_line(problem)}")

    def key(self, key: str) -> str:
        """The dotted path of `key` from the top of the file."""
        return f"{self.path}.{one_line(key)}" if self.path else one_line(key)

    def text(self, key: str, check: Callable[[str], str] | None = None) -> str:
        """The text at `key`, as `check` returns it; a ValueError of `check` says what is allowed."""
        if key not in self.values:
            raise self.fault(key, "missing; a text is needed")
        return self._checked(key, self.values[key], check)

    def texts(self, key: str, check: Callable[[str], str] | None = None) -> tuple[str, ...]:
        """The list of texts at `key`, () without one."""
        return tuple(
            self._checked(f"{key}[{index}]", item, check) for index, item in enumerate(self._list(key, "texts"))
        )

    def integers(self, key: str, least: int, most: int) -> tuple[int, ...]:
        """The list of whole numbers at `key`, () without one."""
        return tuple(
            self._integer(f"{key}[{index}]", item, least, most)
            for index, item in enumerate(self._list(key, "whole numbers"))
        )

    def integer(self, key: str, least: int, most: int) -> int:
        """The whole number at `key`."""
        return self._integer(key, self.values[key], least, most)

    def number(self, key: str, least: float, most: float) -> float:
        """The number at `key`."""
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(key, f"must be a number, not {_kind(value)}")
        if not least <= value <= most:  # also false for nan
            raise self.fault(key, f"must be from {least:g} to {most:g}, not {value}")
        return float(value)

    def flag(self, key: str) -> bool:
        """The boolean at `key`."""
        value = self.values[key]
        if not isinstance(value, bool):
            raise self.fault(key, f"must be true or false, not {_kind(value)}")
        return value

    def table(self, key: str) -> "Table":
        """The table at `key`, an empty one without it."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.fault(key, f"must be a table, not {_kind(value)}")
        return replace(self, path=self.key(key), values=value)

    def tables(self, key: str) -> tuple["Table", ...]:
        """The list of tables at `key`, () without one."""
        found = []
        for index, item in enumerate(self._list(key, "tables")):
            if not isinstance(item, dict):
                raise self.fault(f"{key}[{index}]", f"must be a table, not {_kind(item)}")
            found.append(replace(self, path=self.key(f"{key}[{index}]"), values=item))
        return tuple(found)

    def _list(self, key: str, of_what: str) -> list[object]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.fault(key, f"must be a list of {of_what}, not {_kind(value)}")
        if len(value) > MAX_ITEMS:
            raise self.fault(key, f"has {len(value)} entries; at most {MAX_ITEMS} are allowed")
        return value

    def _integer(self, key: str, value: object, least: int, most: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fault(key, f"must be a whole number, not {_kind(value)}")
        if not least <= value <= most:
            raise self.fault(key, f"must be from {least} to {most}, not {value}")
        return value

    def _checked(self, key: str, value: object, check: Callable[[str], str] | None) -> str:
        if not isinstance(value, str):
            raise self.fault(key, f"must be a text, not {_kind(value)}")
        if not value.strip():
            raise self.fault(key, "must not be empty")
        if len(value) > MAX_TEXT:
            raise self.fault(key, f"has {len(value)} characters; at most {MAX_TEXT} are allowed")
        if CONTROL.search(value):
            raise self.fault(key, "must not hold control characters")
        if check is None:
            return value
        try:
            return check(value)
        except ValueError as error:
            raise self.fault(key, str(error)) from error


def one_line(text: str) -> str:
    """`text` on one line, shortened for an error message."""
    line = " ".join(text.split())
    return line if len(line) <= 600 else line[:600] + "…"


def _kind(value: object) -> str:
    for kind, name in TOML_NAMES.items():
        if isinstance(value, kind):
            return name
    return "a list" if isinstance(value, list) else "a date or time"
