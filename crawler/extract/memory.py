"""Site memory in extraction: the lines that a site has taught to be its furniture, as a value."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """A snapshot of what a site has taught: the keys of the lines that are furniture. Values only, picklable.

    `digest` is the sha256 over the keys in their order ("sha256:" and hex); None when there are none.
    """

    keys: frozenset[bytes] = frozenset()
    digest: str | None = None

    @classmethod
    def of(cls, keys: Iterable[bytes]) -> Self:
        """The snapshot with these keys."""
        held = frozenset(keys)
        return cls(held, f"sha256:{hashlib.sha256(b''.join(sorted(held))).hexdigest()}" if held else None)


NO_MEMORY = SiteMemory()
