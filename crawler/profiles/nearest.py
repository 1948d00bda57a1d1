"""A hint for a mistyped word."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """' (did you mean …?)' with the likest of `known`, or "" when none is like `word`."""
    near = get_close_matches(word[:100], sorted(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
