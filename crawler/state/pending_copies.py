"""Pending copies: the texts of articles that are finished and not committed yet, compared as those in the state are."""

from crawler.likeness import are_copies, bands
from crawler.state.copies import Copies
from crawler.state.rows import KnownRecord


class PendingCopies:
    """Answers from what is noted here and from `copies`, what is committed."""

    def __init__(self, copies: Copies) -> None:
        self._copies = copies
        self._held: dict[str, KnownRecord] = {}  # by id, in the order in which they came
        self._bands: dict[tuple[int, int], dict[str, None]] = {}  # to ids

    def first_copy(self, id: str, signature: bytes, same: list[str]) -> str | None:  # noqa: A002 - the field's name
        """The first article of the group that article `id` is of, or will be by a text of `signature`.

        `same` are ids of articles that are copies whatever the signatures say. None when it is the first, or alone.
        """
        places = self._copies.places_alike(signature)
        ids = [*same, id, *self._alike(signature)]
        firsts = {self._first_of(one) for one in ids}
        places |= {place for one in firsts if (place := self._copies.place_of(one)) is not None}
        first = self._copies.at(min(places)) if places else next((one for one in self._held if one in firsts), id)
        return None if first == id else first

    def add(self, record: KnownRecord) -> None:
        """Know `record` from now on; one without a signature is as it was."""
        if record.signature is None:
            return
        self._forget(record.id)
        self._held[record.id] = record
        for band in enumerate(bands(record.signature)):
            self._bands.setdefault(band, {})[record.id] = None

    def drop(self, record: KnownRecord) -> None:
        """`record` is committed; a newer version of it stays."""
        if self._held.get(record.id) is record:
            self._forget(record.id)

    def _first_of(self, id: str) -> str:  # noqa: A002
        held = self._held.get(id)
        return held.duplicate_of or id if held else id

    def _alike(self, signature: bytes) -> list[str]:
        met = {one for band in enumerate(bands(signature)) for one in self._bands.get(band, ())}
        return [one for one in met if are_copies(signature, self._held[one].signature or b"")]

    def _forget(self, id: str) -> None:  # noqa: A002
        record = self._held.pop(id, None)
        for band in enumerate(bands(record.signature or b"")) if record else ():
            ids = self._bands[band]
            del ids[id]
            if not ids:
                del self._bands[band]
