"""The catalog of a reprocess: its own work so far, and what the store has of the sites that are not redone."""

from collections.abc import Sequence

from crawler.state import State
from crawler.state.rows import KnownRecord


class Beside:
    """Answers the stages from `made`, then from `state`, of which nothing of the sites `redone` counts."""

    def __init__(self, made: State, state: State, redone: frozenset[str]) -> None:
        self._made, self._state, self._redone = made, state, redone

    def id_of(self, url: str) -> str | None:
        found = self._made.id_of(url)
        if found is None and (other := self._state.id_of(url)) and self._of_others(other):
            return other
        return found

    def record(self, id: str) -> KnownRecord | None:  # noqa: A002 - the field's name
        return self._made.record(id) or self._of_others(id)

    def records_with(self, content_hash: str) -> Sequence[KnownRecord]:
        others = [one for one in self._state.records_with(content_hash) if one.site not in self._redone]
        return [*others, *self._made.records_with(content_hash)]

    def first_copy(self, id: str, signature: bytes, same: list[str]) -> str | None:  # noqa: A002
        """As `State.first_copy`. A group of which another site has an article keeps the first that it had."""
        others = [one for one in (*self._state.copies.alike(signature), *same) if self._of_others(one)]
        if not others:
            return self._made.first_copy(id, signature, same)
        first = min(map(self._state.copies.group_of, others), key=lambda one: self._state.copies.place_of(one) or 0)
        if first == id:
            return None
        return first if self.record(first) else others[0]  # the first may give no article any more

    def _of_others(self, id: str) -> KnownRecord | None:  # noqa: A002
        known = self._state.record(id)
        return known if known and known.site not in self._redone else None
