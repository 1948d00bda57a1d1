"""A page in an archive, read in a worker."""

from dataclasses import dataclass
from pathlib import Path

from crawler.archive.captured import page_of, with_payload
from crawler.archive.reader import Unreadable, read_at
from crawler.extract.memory import SiteMemory
from crawler.items import ArchivePointer, Reading
from crawler.profiles.model import SiteProfile
from crawler.run.reading import read_page


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies."""

    path: Path
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a page lies; of a revisit, `payload` is the record that holds its body."""

    place: Place
    payload: Place | None = None


def read_stored(
    stored: Stored, requested_url: str, profile: SiteProfile, memory: SiteMemory, store: Path
) -> tuple[Reading, ArchivePointer]:
    """The reading of a stored page, and the pointer that its record carries.

    Raises Unreadable when the archive is damaged there, OSError, and RetryLater when the body was cut off.
    """
    place, payload = stored.place, stored.payload
    captured = read_at(place.path, place.offset, place.length)
    pointer = captured.pointer(store)
    try:
        if payload:
            captured = with_payload(captured, read_at(payload.path, payload.offset, payload.length))
        page = page_of(captured, requested_url)
    except ValueError as error:
        raise Unreadable(place.path, place.offset, str(error)) from error
    return read_page(page, profile, memory), pointer
