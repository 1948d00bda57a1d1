"""Regular expressions of profiles: refused when a hostile line could make them run away.

Python's engine backtracks, so (a+)+ takes for ever on "aaaa…b". We cannot see every such pattern, but the two ways by
which people write one by accident show in its shape: a repeat within a repeat, and more than two repeats in a row that
could each take the same characters. Two are quadratic at worst, which the short lines and URLs they meet can bear.
"""

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from crawler.profiles.pattern_tree import Atom, Group, Node, Start, pattern_tree

MAX_PATTERN = 1500  # characters; the longest of the built-in profiles has about 600
LONG_REPEAT = 16  # a repeat of up to so many is no more than a few branches
MAX_TAKERS = 2  # repeats that could take the same character; three are cubic: 8 s on a URL of 2000 characters

Chars = frozenset[str]


@dataclass(frozen=True, slots=True)
class _State:
    """What lies before a place in the pattern.

    `takers` are the repeats that may still end anywhere up to here, with how many of them compete; `edge` holds the
    characters that must stand just before, None when unknown.
    """

    takers: tuple[tuple[Chars, int], ...]
    edge: Chars | None


def check_pattern(pattern: str, *, searched: bool) -> str:
    """`pattern`, when it can be used. `searched` says that it may begin anywhere in a line (re.search).

    Raises ValueError with what is wrong.
    """
    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"pattern has {len(pattern)} characters; at most {MAX_PATTERN} are allowed")
    flags = _compile(pattern).flags
    if flags & (re.VERBOSE | re.MULTILINE):
        raise ValueError("the flags x and m are not allowed in a pattern")
    everything = frozenset(_alphabet(pattern))
    start = _State(((everything, 1),) if searched else (), None)
    _walk_branches(pattern_tree(pattern, flags, _alphabet(pattern)), start)
    return pattern


def _compile(pattern: str) -> re.Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # "possible nested set" is a mistake, too
        try:
            return re.compile(pattern)
        except (re.error, OverflowError, RecursionError, Warning) as error:
            raise ValueError(f"bad regular expression: {error}") from error


@lru_cache(maxsize=64)
def _alphabet(pattern: str) -> str:
    # Sets are compared over ASCII, what the pattern itself names, and one character of each script we meet.
    return "".join(sorted({*map(chr, range(128)), *pattern, *"éıжمیש中١\u00a0\u200f\u2028"}))


def _walk_branches(branches: tuple[tuple[Node, ...], ...], before: _State) -> _State:
    return _either([_walk(branch, before) for branch in branches])


def _walk(nodes: tuple[Node, ...], state: _State) -> _State:
    for node in nodes:
        state = _step(node, state)
    return state


def _step(node: Node, state: _State) -> _State:
    if isinstance(node, Start):
        return _State((), None)  # only one place fits, whatever came before
    if isinstance(node, Atom):
        return _take(node, state)
    if node.looks:  # takes nothing, but is tried wherever we are
        _walk_branches(node.branches, state)
        return state
    if node.most > 1:
        return _take(_as_atom(node), state)
    inside = _walk_branches(node.branches, state)
    return inside if node.least else _either([state, inside])


def _take(atom: Atom, state: _State) -> _State:
    takers = [taker for taker in state.takers if not atom.least or taker[0] & atom.chars]
    if atom.most > LONG_REPEAT:
        rivals = max((count for chars, count in state.takers if chars & atom.chars), default=0)
        # In "/[^/]+" the slash fixes where the repeat begins, so it adds no choice of its own.
        fixed = state.edge is not None and not state.edge & atom.chars
        count = max(1, rivals if fixed else rivals + 1)
        if count > MAX_TAKERS:
            raise ValueError(
                f"may run away: {count} repeats could take the same characters before {atom.source!r};"
                " anchor the pattern with ^ or take fewer kinds of character, such as [^/?]+ for .+"
            )
        takers.append((atom.chars, count))
    if atom.least:
        edge: Chars | None = atom.chars
    else:
        edge = None if state.edge is None else state.edge | atom.chars
    return _merged(takers, edge)


def _as_atom(group: Group) -> Atom:
    """A repeated group as one repeat. Raises ValueError unless each round can be read in one way only.

    So (?:/[a-z]+)* passes: a round begins with the slash, and no letter is one.
    """
    branches = [_atoms(branch) for branch in group.branches]
    firsts = [branch[0] for branch in branches]
    if any(one.chars & other.chars for one, other in combinations(firsts, 2)):
        raise ValueError("may run away: alternatives of a repeated group begin alike, as in (?:ab|a)+")
    for branch in branches:
        for place, atom in enumerate(branch):
            followers = branch[place + 1 : place + 2] or firsts
            is_clear = all(follower.least and not follower.chars & atom.chars for follower in followers)
            if atom.least != atom.most and not is_clear:
                raise ValueError(
                    f"may run away: the end of {atom.source!r} is not clear within a repeated group, as in (a+)+"
                )
    chars = frozenset[str]().union(*(atom.chars for branch in branches for atom in branch))
    return Atom(chars, group.least, group.most, "(…)")


def _atoms(branch: tuple[Node, ...]) -> list[Atom]:
    atoms = [node for node in branch if isinstance(node, Atom)]
    if len(atoms) < len(branch):
        raise ValueError("may run away: a group within a repeated group; write it as one set, as in [a-z/]*")
    if not atoms or not atoms[0].least:
        raise ValueError("may run away: a repeated group may be empty or begin with something optional")
    return atoms


def _either(states: list[_State]) -> _State:
    edges = [state.edge for state in states]
    edge = None if None in edges else frozenset().union(*(edge for edge in edges if edge is not None))
    return _merged([taker for state in states for taker in state.takers], edge)


def _merged(takers: Iterable[tuple[Chars, int]], edge: Chars | None) -> _State:
    most: dict[Chars, int] = {}
    for chars, count in takers:
        most[chars] = max(count, most.get(chars, 0))
    return _State(tuple(most.items()), edge)
