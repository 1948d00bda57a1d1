"""The shape of a regular expression: what repeats, over which characters."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

MAX_DEPTH = 30  # groups within groups
ENDLESS = 1_000_000
IGNORE_CASE = int(re.IGNORECASE)  # an int: enum arithmetic for every letter would take a third of the time

# One token of a pattern that re has already accepted: [^/]  \d  (?:  )  |  {2,5}  x
TOKEN = re.compile(
    r"(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-9]{1,3}|.))"
    r"|(?P<flags>\(\?[aiLmsux]+\))"
    r"|(?P<comment>\(\?\#[^)]*\))"
    r"|(?P<refer>\(\?P=|\(\?\()"
    r"|(?P<look>\(\?<?[=!])"
    r"|(?P<open>\((?:\?(?:P<\w+>|>|[aiLmsux]*(?:-[imsx]+)?:))?)"
    r"|(?P<close>\))"
    r"|(?P<bar>\|)"
    r"|(?P<repeat>(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})[?+]?)"
    r"|(?P<char>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """One set of characters, `least` to `most` times. `source` is how the pattern wrote it."""

    chars: frozenset[str]
    least: int
    most: int
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, `least` to `most` times; `looks` for a look-around, which takes no characters."""

    branches: tuple[tuple["Node", ...], ...]
    least: int = 1
    most: int = 1
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """The start of the line (^ or \\A)."""


Node = Atom | Group | Start


@dataclass(slots=True)
class _Open:
    """A group whose end has not been met."""

    looks: bool = False
    done: list[tuple[Node, ...]] = field(default_factory=list)
    branch: list[Node] = field(default_factory=list)

    def group(self) -> Group:
        return Group((*self.done, tuple(self.branch)), looks=self.looks)


def pattern_tree(pattern: str, flags: int, alphabet: str) -> tuple[tuple[Node, ...], ...]:
    """The alternatives of `pattern`, which re.compile has accepted with `flags`; sets are parts of `alphabet`.

    Raises ValueError for back-references, for conditions and beyond MAX_DEPTH.
    """
    # A scoped (?i:…) counts everywhere: too large a set only makes the check more careful.
    folded = flags & int(re.IGNORECASE | re.DOTALL | re.ASCII) | (IGNORE_CASE if "(?i" in pattern else 0)
    stack = [_Open()]
    for token in TOKEN.finditer(pattern):
        kind, source, top = token.lastgroup, token[0], stack[-1]
        if kind in ("open", "look"):
            if len(stack) > MAX_DEPTH:
                raise ValueError(f"groups lie more than {MAX_DEPTH} deep")
            stack.append(_Open(looks=kind == "look"))
        elif kind == "close":
            stack.pop()
            stack[-1].branch.append(top.group())
        elif kind == "bar":
            top.done.append(tuple(top.branch))
            top.branch.clear()
        elif kind == "repeat":
            if top.branch:
                top.branch.append(_repeated(top.branch.pop(), source))
        elif kind == "refer" or (kind == "escape" and re.fullmatch(r"\\[1-9]\d?", source)):
            raise ValueError(f"references to a group ({source}) are not allowed")
        elif source in ("^", r"\A"):
            top.branch.append(Start())
        elif kind in ("set", "escape", "char") and source not in ("$", r"\Z", r"\z", r"\b", r"\B"):
            top.branch.append(Atom(_chars(source, folded, alphabet), 1, 1, source))
    return stack[0].group().branches


def _repeated(node: Node, source: str) -> Node:
    least, most = _bounds(source)
    if isinstance(node, Atom):
        return Atom(node.chars, least, most, node.source + source)
    if isinstance(node, Group):
        return Group(node.branches, least, most, node.looks)
    return node


def _bounds(source: str) -> tuple[int, int]:
    match source[0]:
        case "*":
            return 0, ENDLESS
        case "+":
            return 1, ENDLESS
        case "?":
            return 0, 1
    least, comma, most = source.strip("{}?+").partition(",")
    return int(least or 0), (int(most) if most else ENDLESS) if comma else int(least)


def _chars(source: str, flags: int, alphabet: str) -> frozenset[str]:
    char = source[-1]
    if source != "." and (len(source) == 1 or (len(source) == 2 and not char.isalnum())):  # x, or \. for a mark
        return frozenset((char, char.lower(), char.upper())) if flags & IGNORE_CASE else frozenset(char)
    return _matching(source, flags, alphabet)


@lru_cache(maxsize=4096)
def _matching(source: str, flags: int, alphabet: str) -> frozenset[str]:
    match = re.compile(source, flags).fullmatch
    found = frozenset(char for char in alphabet if match(char))
    return found or frozenset(alphabet)  # a character that we have no sample of may meet any other
